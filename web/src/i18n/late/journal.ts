import { need } from "..";

await need("journal", import.meta.glob("../locales/*/journal.json", { import: "default" }));
