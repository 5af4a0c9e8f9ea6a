/** What stands in each depot; a row opens the movements that sum to it. */
import { Button } from "@mantine/core";
import { IconArrowsExchange, IconBuildingWarehouse } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useCan } from "@/app/session";
import { ListPage, defineList } from "@/components/list/ListPage";
import { int } from "@/lib/format";
import { useDepotOptions, useDepots } from "./depots";

export default function StockPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const { data } = useDepots();
  const { options } = useDepotOptions();
  const none = data?.items.length === 0;
  const spec = useMemo(() => defineList({
    name: "stock", ns: "stock", path: "/{company}/stock", exportPath: "/{company}/stock/export", kinds: ["stock_level", "depots"], title: "app:page.stock", sort: "label,sku,depot",
    rowTo: (row) => `stock/movements?f=variant.eq.${row.variant}&f=depot.eq.${row.depot}`, rowLabel: (row) => `${row.label} · ${row.depot_name ?? ""}`,
    columns: [
      { key: "label", type: "text", card: "title" }, { key: "sku", type: "text", card: "line" }, { key: "depot", type: "id", options, file: "depot_name", card: "named", cell: (row) => row.depot_name },
      { key: "physical", type: "int", total: true, card: "named" }, { key: "reserved", type: "int", total: true, card: "named" },
      { key: "available", type: "int", total: true, card: "figure", cell: (row) => (row.available < 0 ? <strong data-short>{int(row.available)}</strong> : int(row.available)) },
      { key: "variant", type: "id", filterOnly: true, options: [] }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: [{ key: "none", label: "stock:view.none", filters: [{ field: "available", op: "le", value: "0" }] }, { key: "promised", label: "stock:view.promised", filters: [{ field: "reserved", op: "gt", value: "0" }] }],
    create: none ? undefined : { to: "stock/new", label: "app:create.movement", scope: "stock:write" },
    actions: <Button variant="default" component={Link} to={`/c/${company}/stock/movements`} leftSection={<IconArrowsExchange size={16} />}>{t("stock:movements")}</Button>,
    empty: none
      ? { icon: IconBuildingWarehouse, title: "stock:empty.first", hint: "stock:empty.first_hint", action: can("stock:write") ? <Button component={Link} to={`/c/${company}/depots?open=new`}>{t("app:create.depot")}</Button> : undefined }
      : { icon: IconBuildingWarehouse, title: "stock:empty.levels", hint: "stock:empty.levels_hint", action: can("stock:write") ? <Button component={Link} to={`/c/${company}/stock/new`}>{t("stock:open")}</Button> : undefined },
  }), [company, t, options, none, can]);
  return <ListPage spec={spec} />;
}
