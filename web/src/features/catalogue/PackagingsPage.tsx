import { IconPackage } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";

const SPEC: BookSpec<Schemas["PackagingOut"]> = {
  ns: "catalogue", name: "packagings", title: "app:page.packagings", newTitle: "app:create.packaging", kinds: ["packagings"], scope: "catalogue:write", schema: "PackagingIn",
  list: (api, signal) => api.get("/{company}/packagings", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/packagings", {}, values as Schemas["PackagingIn"]),
  change: (api, id, values, version) => api.send("put", "/{company}/packagings/{id}", { id }, values as Schemas["PackagingIn"], { version }),
  columns: [
    { key: "name", type: "text", card: "title" }, { key: "code", type: "text" }, { key: "quantity", type: "int", card: "figure" },
    { key: "kind", type: "choice", choiceLabel: "catalogue:packaging_kind" }, { key: "tare", type: "int" },
  ],
  fields: [
    { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 }, { name: "name_en", type: "text", span: 4 },
    { name: "kind", type: "choice", choices: ["carton", "case", "crate", "pallet", "other"], choiceLabel: "catalogue:packaging_kind", required: true, span: 2 },
    { name: "quantity", type: "int", required: true, span: 3 }, { name: "tare", type: "int", span: 3 },
  ],
  blank: { code: "", name: "", name_en: "", quantity: 6, kind: "carton", tare: 0, archived: false },
  empty: { icon: IconPackage, title: "catalogue:packaging_empty", hint: "catalogue:packaging_empty_hint" },
};

export default function PackagingsPage() {
  return <BookPage spec={SPEC} />;
}
