import { need } from "..";

await need("registers", import.meta.glob("../locales/*/registers.json", { import: "default" }));
