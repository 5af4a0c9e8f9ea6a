import { IconUsersGroup } from "@tabler/icons-react";
import { useMemo } from "react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Schemas } from "@/api/client";
import { useTemplateOptions } from "@/features/documents/templates";
import { useMethodOptions } from "@/features/payments/methods";
import { termLabel, termOptions } from "./customers";

export default function CategoriesPage() {
  const methods = useMethodOptions();
  const templates = useTemplateOptions();
  const spec = useMemo<BookSpec<Schemas["CategoryOut"]>>(() => ({
    ns: "crm", name: "categories", title: "app:page.categories", newTitle: "app:create.category", kinds: ["customer_categories"], scope: "crm:write", schema: "CategoryIn",
    top: { level: "customer_category", fields: { payment_term: "payment_term", payment_method: "payment_method", template: "document_template" } },
    list: (api, signal) => api.get("/{company}/customer-categories", {}, undefined, signal),
    create: (api, values) => api.send("post", "/{company}/customer-categories", {}, blankless(values) as Schemas["CategoryIn"]),
    change: (api, id, values, version) => api.send("put", "/{company}/customer-categories/{id}", { id }, blankless(values) as Schemas["CategoryIn"], { version }),
    drop: (api, id) => api.send("delete", "/{company}/customer-categories/{id}", { id }),
    columns: [
      { key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" },
      { key: "payment_term", type: "text", cell: (row) => (row.payment_term ? termLabel(row.payment_term) : "") },
    ],
    fields: [
      { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 },
      { name: "payment_term", type: "choice", options: termOptions(), inherited: null, span: 3 }, { name: "payment_method", type: "choice", options: methods, inherited: null, span: 3 },
      { name: "template", type: "choice", options: templates, inherited: null, span: 3 }, { name: "account", type: "text", span: 3, hint: "crm:hint.account" },
    ],
    blank: { code: "", name: "", payment_term: null, payment_method: null, account: null, template: null, archived: false },
    empty: { icon: IconUsersGroup, title: "crm:category_empty", hint: "crm:category_empty_hint" },
  }), [methods, templates]);
  return <BookPage spec={spec} />;
}

/** An account left empty inherits. */
function blankless(values: Record<string, unknown>) {
  return { ...values, account: values["account"] || null };
}
