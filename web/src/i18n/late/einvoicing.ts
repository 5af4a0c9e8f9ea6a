import { need } from "..";

await need("einvoicing", import.meta.glob("../locales/*/einvoicing.json", { import: "default" }));
