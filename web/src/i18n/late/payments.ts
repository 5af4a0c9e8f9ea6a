import { need } from "..";

await need("payments", import.meta.glob("../locales/*/payments.json", { import: "default" }));
