import { need } from "..";

await need("seals", import.meta.glob("../locales/*/seals.json", { import: "default" }));
