import { need } from "..";

await need("backups", import.meta.glob("../locales/*/backups.json", { import: "default" }));
