import { IconFolders } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";

const SPEC: BookSpec<Schemas["FamilyOut"]> = {
  ns: "catalogue", name: "families", title: "app:page.families", newTitle: "app:create.family", kinds: ["families"], scope: "catalogue:write", schema: "FamilyIn",
  list: (api, signal) => api.get("/{company}/families", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/families", {}, values as Schemas["FamilyIn"]),
  change: (api, id, values, version) => api.send("put", "/{company}/families/{id}", { id }, values as Schemas["FamilyIn"], { version }),
  drop: (api, id) => api.send("delete", "/{company}/families/{id}", { id }),
  columns: [
    { key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" }, { key: "kind", type: "choice", choiceLabel: "catalogue:family_kind" },
    { key: "vat_rate", type: "percent" }, { key: "sales_account", type: "text" },
  ],
  fields: [
    { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 }, { name: "name_en", type: "text", span: 4 },
    { name: "kind", type: "choice", choices: ["standard", "pack", "other"], choiceLabel: "catalogue:family_kind", required: true, span: 2 },
    { name: "vat_rate", type: "percent", required: true, span: 2 }, { name: "sales_account", type: "text", span: 2 }, { name: "position", type: "int", span: 2 },
  ],
  blank: { code: "", name: "", name_en: "", kind: "standard", position: 0, vat_rate: "20", sales_account: null, archived: false },
  empty: { icon: IconFolders, title: "catalogue:family_empty", hint: "catalogue:family_empty_hint" },
};

export default function FamiliesPage() {
  return <BookPage spec={SPEC} />;
}
