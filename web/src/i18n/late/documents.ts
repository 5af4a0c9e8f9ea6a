import { need } from "..";

await need("documents", import.meta.glob("../locales/*/documents.json", { import: "default" }));
