import { need } from "..";

await need("agents", import.meta.glob("../locales/*/agents.json", { import: "default" }));
