import { need } from "..";

await need("debits", import.meta.glob("../locales/*/debits.json", { import: "default" }));
