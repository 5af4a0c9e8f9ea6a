/** Tiers of a price: "9,00 € · dès 12 : 8,50 €". */
import "@/i18n/late/pricing";
import i18next from "i18next";
import type { Schemas } from "@/api/client";
import { date, unitPrice } from "@/lib/format";

export type Tier = Schemas["PriceRow"]["prices"][string][number];

export function tiersText(tiers: Tier[], currency: string): string {
  return tiers
    .map((tier) => {
      const price = Number(tier.from_qty ?? 1) > 1 ? i18next.t("pricing:from", { count: tier.from_qty, price: unitPrice(String(tier.price), currency) }) : unitPrice(String(tier.price), currency);
      const days = tier.valid_from && tier.valid_to ? "between" : tier.valid_from ? "since" : tier.valid_to ? "until" : null;
      const dated = days ? i18next.t(`pricing:days.${days}`, { price, from: tier.valid_from && date(tier.valid_from), to: tier.valid_to && date(tier.valid_to) }) : price;
      return tier.franco ? i18next.t("pricing:delivered", { price: dated }) : dated;
    })
    .join(" · ");
}

/** The price shown and typed in a cell: that of the first tier without dates. */
export function firstPrice(tiers: Tier[] | undefined): string {
  const plain = (tiers ?? []).filter((tier) => !tier.valid_from && !tier.valid_to && !tier.franco);
  const first = [...plain].sort((one, two) => Number(one.from_qty ?? 1) - Number(two.from_qty ?? 1))[0];
  return first ? String(first.price) : "";
}

/** The same tiers with another first price; an empty one takes the price away. */
export function withFirstPrice(tiers: Tier[] | undefined, price: string | null): Tier[] {
  const all = tiers ?? [];
  const now = firstPrice(all);
  const at = all.findIndex((tier) => String(tier.price) === now && !tier.valid_from && !tier.valid_to && !tier.franco);
  if (price === null) return at < 0 ? all : all.filter((_, i) => i !== at);
  return at < 0 ? [{ from_qty: 1, price, valid_from: null, valid_to: null }, ...all] : all.map((tier, i) => (i === at ? { ...tier, price } : tier));
}

export function sameTiers(one: Tier[] | undefined, two: Tier[] | undefined): boolean {
  const plain = (tiers: Tier[] | undefined) => (tiers ?? []).map((t) => [t.from_qty ?? 1, Number(t.price), t.valid_from ?? null, t.valid_to ?? null, t.franco ?? false]);
  return JSON.stringify(plain(one)) === JSON.stringify(plain(two));
}
