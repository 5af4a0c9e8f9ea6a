import { need } from "..";

await need("integrations", import.meta.glob("../locales/*/integrations.json", { import: "default" }));
