/** Promotions: so much less, on what, between which days, in which grids and channels. */
import "@/i18n/late/pricing";
import { IconDiscount2 } from "@tabler/icons-react";
import { useMemo } from "react";
import { useApi, type Schemas } from "@/api/client";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Values } from "@/components/form/paths";
import { useFamilyOptions, useRangeOptions, variantFinder } from "@/features/catalogue/books";
import { date, percent, unitPrice } from "@/lib/format";
import { useGridOptions } from "./grids";

type Promotion = Schemas["PromotionOut"];
type Row = Promotion & { variants: { id: string }[]; days: string };

/** Articles are typed one to a row; the server takes their ids. */
function toBody({ variants, ...values }: Values): Schemas["PromotionIn"] {
  const ids = ((variants as { id: string | null }[] | undefined) ?? []).flatMap((one) => (one.id ? [one.id] : []));
  return { ...values, scope: { ...(values["scope"] as object), variants: ids } } as unknown as Schemas["PromotionIn"];
}

export default function PromotionsPage() {
  const api = useApi();
  const [grids, ranges, families] = [useGridOptions(), useRangeOptions(), useFamilyOptions()];
  const spec = useMemo<BookSpec<Row>>(() => ({
    ns: "pricing", name: "promotions", title: "app:page.promotions", newTitle: "app:create.promotion", kinds: ["promotions"], scope: "pricing:write", schema: "PromotionIn",
    list: async (a, signal) => {
      const out = await a.get("/{company}/promotions", {}, undefined, signal);
      const days = (one: Promotion) => [one.valid_from && date(one.valid_from), one.valid_to && date(one.valid_to)].filter(Boolean).join(" → ");
      return { ...out, items: out.items.map((one) => ({ ...one, days: days(one), variants: (one.scope?.variants ?? []).map((id) => ({ id })) })) };
    },
    create: (a, values) => a.send("post", "/{company}/promotions", {}, toBody(values)),
    change: (a, id, values, version) => a.send("put", "/{company}/promotions/{id}", { id }, toBody(values), { version }),
    drop: (a, id) => a.send("delete", "/{company}/promotions/{id}", { id }),
    columns: [
      { key: "name", type: "text", card: "title" }, { key: "code", type: "text" },
      { key: "less", type: "text", card: "figure", cell: (row) => (row.percent !== null && row.percent !== undefined ? `−${percent(row.percent)}` : `−${unitPrice(String(row.per_col ?? 0))}`) },
      { key: "days", type: "text" },
    ],
    fields: [
      { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", required: true, span: 2 }, { name: "name_en", type: "text", span: 6 },
      { name: "percent", type: "percent", span: 3, hint: "pricing:hint.less" }, { name: "per_col", type: "decimal", span: 3 },
      { name: "valid_from", type: "date", span: 3 }, { name: "valid_to", type: "date", span: 3 },
      { name: "scope.ranges", type: "choices", options: ranges, span: 3, hint: "pricing:hint.scope" }, { name: "scope.families", type: "choices", options: families, span: 3 },
      { name: "variants", type: "rows", blank: { id: null }, rows: [{ name: "id", type: "record", find: variantFinder(api), label: "pricing:field.variant" }] },
      { name: "grids", type: "choices", options: grids, span: 3, hint: "pricing:hint.all" }, { name: "channels", type: "choices", choices: ["office", "shop", "till"], choiceLabel: "pricing:channel", span: 3 },
    ],
    blank: { code: "", name: "", name_en: "", percent: null, per_col: null, valid_from: null, valid_to: null, scope: { ranges: [], families: [], products: [], variants: [] }, variants: [], grids: [], channels: [], archived: false },
    empty: { icon: IconDiscount2, title: "pricing:promotion_empty", hint: "pricing:promotion_empty_hint" },
  }), [api, grids, ranges, families]);
  return <BookPage spec={spec} />;
}
