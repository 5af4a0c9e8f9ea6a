import { need } from "..";

await need("posts", import.meta.glob("../locales/*/posts.json", { import: "default" }));
