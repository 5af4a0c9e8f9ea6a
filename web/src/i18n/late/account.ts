import { need } from "..";

await need("account", import.meta.glob("../locales/*/account.json", { import: "default" }));
