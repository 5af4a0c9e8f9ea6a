import { Button } from "@mantine/core";
import { IconFileDescription } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useApi } from "@/api/client";
import { bulkSend } from "@/features/mailing/bulk";
import { useGridOptions } from "@/features/pricing/grids";
import { QUOTE_STATES, QUOTE_TONES } from "./words";

export default function QuotesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const grids = useGridOptions();
  const spec = useMemo(() => defineList({
    name: "quotes", ns: "sales", path: "/{company}/quotes", exportPath: "/{company}/quotes/export", kinds: ["quote"], title: "app:page.quotes", sort: "-ordered_on,-number",
    rowTo: (row) => `quotes/${row.id}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" },
      { key: "state", type: "choice", choices: QUOTE_STATES, choiceLabel: "sales:quote.state", tone: QUOTE_TONES }, { key: "ordered_on", type: "date" }, { key: "valid_until", type: "date" },
      { key: "cols", type: "int", total: true }, { key: "net", type: "cents", total: true, card: false }, { key: "gross", type: "cents", total: true, card: "figure" },
      { key: "order_number", type: "text" }, { key: "town", type: "text", hidden: true }, { key: "reference", type: "text", hidden: true }, { key: "accepted_on", type: "date", hidden: true }, { key: "reason", type: "text", hidden: true, filterable: false },
      { key: "lines", type: "int", hidden: true }, { key: "vat", type: "cents", total: true, hidden: true }, { key: "grid", type: "id", options: grids, file: "grid_name", hidden: true },
      { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "draft", label: "sales:view.quote_draft", filters: [{ field: "state", op: "in", value: "draft" }] },
      { key: "sent", label: "sales:view.quote_sent", filters: [{ field: "state", op: "in", value: "sent" }], sort: "valid_until,number" },
      { key: "to_order", label: "sales:view.quote_to_order", filters: [{ field: "state", op: "in", value: "accepted" }, { field: "order_number", op: "empty", value: "true" }] },
    ],
    bulk: [bulkSend(api, t, "quote")],
    create: { to: "quotes/new", label: "app:create.quote", scope: "sales:write" },
    empty: { icon: IconFileDescription, title: "sales:empty.quotes", hint: "sales:empty.quotes_hint", action: <Button variant="default" component={Link} to={`/c/${company}/quotes/new`}>{t("app:create.quote")}</Button> },
  }), [grids, company, api, t]);
  return <ListPage spec={spec} />;
}
