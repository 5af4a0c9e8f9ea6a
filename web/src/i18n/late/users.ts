import { need } from "..";

await need("users", import.meta.glob("../locales/*/users.json", { import: "default" }));
