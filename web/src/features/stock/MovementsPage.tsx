/** Every line that changed a level, the latest first; the totals row is what they sum to. */
import { IconArrowsExchange } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ListPage, defineList } from "@/components/list/ListPage";
import { date, int } from "@/lib/format";
import { useDepotOptions } from "./depots";

const CAUSES = ["opening", "inventory", "correction", "transfer", "delivery", "counter", "withdrawal", "return"] as const;

export default function MovementsPage() {
  const { t } = useTranslation();
  const { options } = useDepotOptions();
  const spec = useMemo(() => defineList({
    name: "stock_movements", ns: "stock", path: "/{company}/stock/movements", kinds: ["stock_movement"], title: "app:page.movements", sort: "-on,-at",
    rowTo: (row) => (row.source.startsWith("dln_") ? `delivery-notes/${row.source}` : row.source.startsWith("ivc_") ? `invoices/${row.source}` : undefined), rowLabel: (row) => row.label,
    columns: [
      { key: "on", type: "date", card: "line", cell: (row) => (row.backdated ? `${date(row.on)} · ${t("stock:backdated")}` : date(row.on)) }, { key: "label", type: "text", card: "title" }, { key: "sku", type: "text", hidden: true },
      { key: "depot", type: "id", options, cell: (row) => row.depot_name, card: "named" }, { key: "cause", type: "choice", choices: CAUSES, card: "line", tone: { opening: "blue", inventory: "amber", correction: "amber", transfer: "accent", delivery: "gray", counter: "gray", withdrawal: "gray", return: "gray" } },
      { key: "quantity", type: "int", total: true, card: "figure", cell: (row) => (row.quantity > 0 ? `+${int(row.quantity)}` : int(row.quantity)) },
      { key: "number", type: "text" }, { key: "reason", type: "text" }, { key: "author", type: "text", filterable: false, sortable: false }, { key: "at", type: "instant", hidden: true }, { key: "backdated", type: "bool", hidden: true },
      { key: "variant", type: "id", filterOnly: true, options: [] },
    ],
    create: { to: "stock/new", label: "app:create.movement", scope: "stock:write" },
    empty: { icon: IconArrowsExchange, title: "stock:empty.movements", hint: "stock:empty.movements_hint" },
  }), [t, options]);
  return <ListPage spec={spec} />;
}
