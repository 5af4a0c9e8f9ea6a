import { IconStack2 } from "@tabler/icons-react";
import { useMemo } from "react";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useFamilyOptions, useRangeOptions } from "./books";

export default function ProductsPage() {
  const families = useFamilyOptions();
  const ranges = useRangeOptions();
  const spec = useMemo(() => defineList({
    name: "products", ns: "catalogue", path: "/{company}/products", kinds: ["product"], title: "app:page.products", sort: "name,code",
    rowTo: (row) => `products/${row.id}`, rowLabel: (row) => row.name,
    columns: [
      { key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" }, { key: "family_id", type: "id", options: families }, { key: "ranges", type: "tags", options: ranges, hidden: true, cell: (row) => row.ranges.map((id) => ranges.find((one) => one.value === id)?.label ?? id).join(", ") },
      { key: "customs_code", type: "text", hidden: true }, { key: "declarable", type: "bool", hidden: true },
      { key: "colour", type: "choice", choices: ["red", "white", "rose", "sparkling", "other"] }, { key: "appellation", type: "text" }, { key: "vintages", type: "text" },
      { key: "variants", type: "int" }, { key: "kind", type: "choice", choices: ["goods", "service"], hidden: true }, { key: "archived", type: "bool", hidden: true },
    ],
    create: { to: "products/new", label: "app:create.product", scope: "catalogue:write" },
    empty: { icon: IconStack2, title: "catalogue:empty.title", hint: "catalogue:empty.hint" },
  }), [families, ranges]);
  return <ListPage spec={spec} />;
}
