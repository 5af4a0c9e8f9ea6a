import { need } from "..";

await need("pricing", import.meta.glob("../locales/*/pricing.json", { import: "default" }));
