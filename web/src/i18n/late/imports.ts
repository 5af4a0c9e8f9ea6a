import { need } from "..";

await need("imports", import.meta.glob("../locales/*/imports.json", { import: "default" }));
