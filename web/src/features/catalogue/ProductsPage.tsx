import { IconStack2, IconTag } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useApi, type Schemas } from "@/api/client";
import { archiving } from "@/components/list/archive";
import { ListPage, defineList } from "@/components/list/ListPage";
import { later } from "@/lib/onDemand";
import { useFamilyOptions, useRangeOptions, useTagOptions } from "./books";
import { archiveProduct } from "./records";

const Tagging = later(async () => (await import("./Tagging")).Tagging);

interface Asked {
  rows: Schemas["ProductRow"][];
  step: (done: number) => void;
  answer: (changed: boolean) => void;
}

export default function ProductsPage() {
  const api = useApi();
  const families = useFamilyOptions();
  const ranges = useRangeOptions();
  const tags = useTagOptions();
  const [asked, setAsked] = useState<Asked | null>(null);
  const spec = useMemo(() => defineList({
    name: "products", ns: "catalogue", path: "/{company}/products", kinds: ["product", "product_tags"], title: "app:page.products", sort: "name,code",
    rowTo: (row) => `products/${row.id}`, rowLabel: (row) => row.name,
    columns: [
      { key: "name", type: "text", card: "title" }, { key: "code", type: "text", card: "figure" }, { key: "family_id", type: "id", options: families }, { key: "ranges", type: "id", options: ranges, sortable: false, hidden: true, cell: (row) => row.ranges.map((id) => ranges.find((one) => one.value === id)?.label ?? id).join(", ") },
      { key: "customs_code", type: "text", hidden: true }, { key: "declarable", type: "bool", hidden: true },
      { key: "colour", type: "choice", choices: ["red", "white", "rose", "sparkling", "other"] }, { key: "appellation", type: "text" }, { key: "vintages", type: "text" },
      { key: "tags", type: "id", options: tags, file: "tag_names", sortable: false, roomy: true, cell: (row) => row.tag_names ?? "" },
      { key: "variants", type: "int" }, { key: "kind", type: "choice", choices: ["goods", "service"], hidden: true }, { key: "archived", type: "bool", hidden: true },
    ],
    views: [
      { key: "active", label: "catalogue:view.active", filters: [{ field: "archived", op: "eq", value: "false" }] },
      { key: "archived", label: "catalogue:view.archived", filters: [{ field: "archived", op: "eq", value: "true" }] },
    ],
    bulk: [
      {
        key: "tag", label: "catalogue:tagging", icon: IconTag, scope: "catalogue:write",
        run: (rows, step) => new Promise((answer) => setAsked({ rows, step, answer: (changed) => { setAsked(null); answer(changed ? undefined : false); } })),
      },
      ...archiving(api, "catalogue:write", archiveProduct, (row) => String(row["name"])),
    ],
    create: { to: "products/new", label: "app:create.product", scope: "catalogue:write" },
    empty: { icon: IconStack2, title: "catalogue:empty.title", hint: "catalogue:empty.hint" },
  }), [api, families, ranges, tags]);
  return (
    <>
      <ListPage spec={spec} />
      {asked && <Tagging rows={asked.rows} tags={tags} step={asked.step} onClose={asked.answer} />}
    </>
  );
}
