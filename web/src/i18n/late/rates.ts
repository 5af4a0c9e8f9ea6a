import { need } from "..";

await need("rates", import.meta.glob("../locales/*/rates.json", { import: "default" }));
