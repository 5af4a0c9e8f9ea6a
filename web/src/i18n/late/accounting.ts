import { need } from "..";

await need("accounting", import.meta.glob("../locales/*/accounting.json", { import: "default" }));
