import { need } from "..";

await need("dashboard", import.meta.glob("../locales/*/dashboard.json", { import: "default" }));
