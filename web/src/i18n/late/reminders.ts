import { need } from "..";

await need("reminders", import.meta.glob("../locales/*/reminders.json", { import: "default" }));
