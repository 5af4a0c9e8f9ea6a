import { Button } from "@mantine/core";
import { IconCheck, IconFileInvoice, IconListDetails } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useLabels } from "@/features/crm/customers";
import { useGridOptions } from "@/features/pricing/grids";
import { each } from "@/lib/each";
import { done, refused } from "@/lib/toast";
import { ORDER_STATES, ORDER_TONES, SHIPPED_STATES, SHIPPED_TONES } from "./words";

export default function OrdersPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const grids = useGridOptions();
  const { tags } = useLabels();
  const spec = useMemo(() => defineList({
    name: "orders", ns: "sales", path: "/{company}/orders", exportPath: "/{company}/orders/export", kinds: ["order"], title: "app:page.orders", sort: "-ordered_on,-number",
    rowTo: (row) => `orders/${row.id}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" },
      { key: "state", type: "choice", choices: ORDER_STATES, tone: ORDER_TONES }, { key: "ordered_on", type: "date" },
      { key: "cols", type: "int", total: true }, { key: "net", type: "cents", total: true, card: false }, { key: "gross", type: "cents", total: true, card: "figure" },
      { key: "shipped", type: "choice", choices: SHIPPED_STATES, tone: SHIPPED_TONES, roomy: true }, { key: "town", type: "text", roomy: true }, { key: "reference", type: "text", hidden: true }, { key: "tags", type: "id", options: tags, file: "tag_names", sortable: false, hidden: true, cell: (row) => row.tag_names ?? "" }, { key: "planned_on", type: "date", hidden: true }, { key: "invoice_from", type: "date", hidden: true }, { key: "lines", type: "int", hidden: true },
      { key: "vat", type: "cents", total: true, hidden: true }, { key: "grid", type: "id", options: grids, file: "grid_name", hidden: true }, { key: "invoice_number", type: "text", hidden: true }, { key: "quote_number", type: "text", hidden: true },
      { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "draft", label: "sales:view.draft", filters: [{ field: "state", op: "in", value: "draft,pending" }] },
      { key: "to_ship", label: "sales:view.to_ship", filters: [{ field: "shipped", op: "in", value: "to_ship,partly" }] },
      { key: "to_invoice", label: "sales:view.to_invoice", filters: [{ field: "invoice_from", op: "le", value: "@today" }], sort: "invoice_from,number" },
      { key: "planned", label: "sales:view.planned", filters: [{ field: "invoice_from", op: "gt", value: "@today" }], sort: "invoice_from,number" },
      { key: "invoiced", label: "sales:view.invoiced", filters: [{ field: "state", op: "in", value: "invoiced" }] },
    ],
    bulk: [{
      key: "invoice", label: "sales:action.invoice", icon: IconFileInvoice, scope: "sales:write", allowed: (row) => row.state === "validated",
      run: async (rows) => {
        const out = await api.send("post", "/{company}/invoices", {}, { orders: rows.slice(0, 100).map((row) => row.id) });
        if (out.invoices.length) done(t("sales:invoiced_many", { count: out.invoices.length }));
        if (out.refused.length) refused(t("list:some_refused", { count: out.refused.length }), out.refused.map((one) => `${one.order_number} : ${one.detail}`));
      },
    }, {
      key: "validate", label: "sales:action.validate", icon: IconCheck, scope: "sales:write", allowed: (row) => row.state === "draft" || row.state === "pending",
      run: async (rows, step) => {
        const move = (to: "validated" | "draft") => (row: { id: string }) => api.send("post", "/{company}/orders/{id}/transitions", { id: row.id }, { to });
        const { good, bad } = await each(rows, move("validated"), step);
        if (good.length) done(t("sales:validated_many", { count: good.length }), { undo: () => each(good, move("draft")) });
        if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad.map(({ row, problem }) => `${row.number} : ${problem.message}`));
      },
    }],
    create: { to: "orders/new", label: "app:create.order", scope: "sales:write" },
    empty: { icon: IconListDetails, title: "sales:empty.orders", hint: "sales:empty.orders_hint", action: <Button variant="default" component={Link} to={`/c/${company}/orders/new`}>{t("app:create.order")}</Button> },
  }), [grids, tags, company, api, t]);
  return <ListPage spec={spec} />;
}
