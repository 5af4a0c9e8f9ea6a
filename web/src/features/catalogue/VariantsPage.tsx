import { Button } from "@mantine/core";
import { IconBottle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { archiving } from "@/components/list/archive";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useFamilyOptions, useRangeOptions, useTagOptions, volumeLabel } from "./books";
import { archiveVariant } from "./records";

export default function VariantsPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const families = useFamilyOptions();
  const ranges = useRangeOptions();
  const tags = useTagOptions();
  const spec = useMemo(() => defineList({
    name: "variants", ns: "catalogue", path: "/{company}/variants", exportPath: "/{company}/variants/export", kinds: ["variant", "product", "product_tags"], title: "app:page.variants", sort: "label,sku",
    rowTo: (row) => `variants/${row.id}`, rowLabel: (row) => row.label,
    columns: [
      { key: "label", type: "text", card: "title", wrap: true }, { key: "sku", type: "text", card: "figure" },
      { key: "family_id", type: "id", options: families }, { key: "ranges", type: "id", options: ranges, sortable: false, hidden: true, cell: (row) => row.ranges.map((id) => ranges.find((one) => one.value === id)?.label ?? id).join(", ") },
      { key: "tags", type: "id", options: tags, sortable: false, filterOnly: true },
      { key: "customs_code", type: "text", hidden: true }, { key: "declarable", type: "bool", hidden: true }, { key: "colour", type: "choice", choices: ["red", "white", "rose", "sparkling", "other"] },
      { key: "year", type: "int", cell: (row) => row.year ?? "" }, { key: "volume", type: "int", cell: (row) => volumeLabel(row.volume) },
      { key: "appellation", type: "text" }, { key: "gtin", type: "text" }, { key: "offered", type: "bool" },
      { key: "marketable", type: "bool", hidden: true }, { key: "kind", type: "choice", choices: ["goods", "service"], hidden: true }, { key: "case_gtin", type: "text", hidden: true },
      { key: "label_en", type: "text", hidden: true }, { key: "source", type: "text", hidden: true }, { key: "archived", type: "bool", hidden: true }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "offered", label: "catalogue:view.offered", filters: [{ field: "offered", op: "eq", value: "true" }] },
      { key: "undeclarable", label: "catalogue:view.undeclarable", filters: [{ field: "declarable", op: "eq", value: "false" }] },
      { key: "no_gtin", label: "catalogue:view.no_gtin", filters: [{ field: "gtin", op: "empty", value: "true" }] },
      { key: "archived", label: "catalogue:view.archived", filters: [{ field: "archived", op: "eq", value: "true" }] },
    ],
    bulk: archiving(api, "catalogue:write", archiveVariant, (row) => String(row["label"])),
    create: { to: "variants/new", label: "app:create.variant", scope: "catalogue:write" },
    empty: { icon: IconBottle, title: "catalogue:empty.title", hint: "catalogue:empty.hint", action: <Button variant="default" component={Link} to={`/c/${company}/imports/new`}>{t("catalogue:empty.import")}</Button> },
  }), [api, families, ranges, tags, company, t]);
  return <ListPage spec={spec} />;
}
