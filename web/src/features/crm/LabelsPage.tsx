import { IconTags } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";

const SPEC: BookSpec<Schemas["LabelOut"]> = {
  ns: "crm", name: "labels-page", title: "app:page.labels", newTitle: "app:create.label", kinds: ["customer_labels", "customer"], scope: "crm:write",
  list: (api, signal) => api.get("/{company}/customer-labels", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/customer-labels", {}, values as Schemas["LabelIn"]),
  change: (api, id, values, version) => api.send("put", "/{company}/customer-labels/{id}", { id }, values as Schemas["LabelIn"], { version }),
  drop: (api, id) => api.send("delete", "/{company}/customer-labels/{id}", { id }),
  columns: [
    { key: "name", type: "text", card: "title" }, { key: "kind", type: "choice", choices: ["tag", "zone"], choiceLabel: "crm:label_kind" }, { key: "customers", type: "int", card: "figure" },
  ],
  fields: [
    { name: "name", type: "text", required: true, span: 4, autoFocus: true, hint: "crm:hint.label" }, { name: "kind", type: "choice", choices: ["tag", "zone"], choiceLabel: "crm:label_kind", required: true, span: 2 },
  ],
  blank: { name: "", kind: "tag" },
  empty: { icon: IconTags, title: "crm:label_empty", hint: "crm:label_empty_hint" },
};

export default function LabelsPage() {
  return <BookPage spec={SPEC} />;
}
