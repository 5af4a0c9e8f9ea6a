import "@/i18n/late/pricing";
import { IconTags } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import { StatusBadge } from "@/components/list/cells";
import type { Schemas } from "@/api/client";
import { termOptions } from "@/features/crm/customers";
import { useTemplateOptions } from "@/features/documents/templates";
import { useMethodOptions } from "@/features/payments/methods";

export default function GridsPage() {
  const { t } = useTranslation();
  const methods = useMethodOptions();
  const templates = useTemplateOptions();
  const spec = useMemo<BookSpec<Schemas["GridOut"]>>(() => ({
    ns: "pricing", name: "grids", title: "app:page.grids", newTitle: "app:create.grid", kinds: ["grids"], scope: "pricing:write", schema: "GridIn",
    top: { level: "price_grid", fields: { payment_term: "payment_term", payment_method: "payment_method", template: "document_template" } },
    list: (api, signal) => api.get("/{company}/grids", {}, undefined, signal),
    create: (api, values) => api.send("post", "/{company}/grids", {}, values as Schemas["GridIn"]),
    change: (api, id, values, version) => api.send("put", "/{company}/grids/{id}", { id }, values as Schemas["GridIn"], { version }),
    drop: (api, id) => api.send("delete", "/{company}/grids/{id}", { id }),
    columns: [
      { key: "name", type: "text", card: "title" }, { key: "code", type: "text" }, { key: "basis", type: "choice", card: "figure" }, { key: "decimals", type: "int" },
      { key: "tier_basis", type: "choice" }, { key: "currency", type: "text" },
      { key: "default", type: "bool", cell: (row) => row.default && <StatusBadge tone="accent">{t("pricing:default")}</StatusBadge> },
    ],
    fields: [
      { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 }, { name: "name_en", type: "text", span: 4 }, { name: "currency", type: "text", span: 2 },
      { name: "basis", type: "choice", choices: ["HT", "TTC"], required: true, span: 3 },
      { name: "decimals", type: "int", required: true, span: 3 },
      { name: "tier_basis", type: "choice", choices: ["variant", "order"], required: true, span: 3 },
      { name: "tier_unit", type: "choice", choices: ["cols", "equivalents"], required: true, span: 3 },
      { name: "payment_term", type: "choice", options: termOptions(), inherited: null, span: 3 }, { name: "payment_method", type: "choice", options: methods, inherited: null, span: 3 }, { name: "franco_cols", type: "int", span: 2, hint: "pricing:hint.franco" }, { name: "franco_amount", type: "cents", span: 2, hint: "pricing:hint.franco" }, { name: "franco_basis", type: "choice", choices: ["HT", "TTC"], choiceLabel: "pricing:basis", inherited: null, span: 2 },
      { name: "template", type: "choice", options: templates, inherited: null, span: 3 },
    ],
    blank: { code: "", name: "", name_en: "", basis: "HT", decimals: 2, currency: "EUR", tier_basis: "variant", tier_unit: "cols", payment_term: null, payment_method: null, franco_cols: null, franco_amount: null, franco_basis: null, template: null, archived: false },
    empty: { icon: IconTags, title: "pricing:grid_empty", hint: "pricing:grid_empty_hint" },
  }), [t, methods, templates]);
  return <BookPage spec={spec} />;
}
