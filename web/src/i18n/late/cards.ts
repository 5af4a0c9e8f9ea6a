import { need } from "..";

await need("cards", import.meta.glob("../locales/*/cards.json", { import: "default" }));
