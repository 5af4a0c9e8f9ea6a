/** The fields of an order around its lines. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import type { Values } from "@/components/form/paths";
import type { Option, Section } from "@/components/form/types";
import { customerFinder, termLabel, termOptions, useCategories, useLabels } from "@/features/crm/customers";
import { useGridOptions } from "@/features/pricing/grids";
import { useFollowerOptions } from "@/features/agents/agents";
import { useMethodOptions } from "@/features/payments/methods";
import { currencyOptions } from "@/lib/currencies";
import { decimal } from "@/lib/format";
import { useDepotOptions } from "@/features/stock/depots";
import type { Offer } from "./orderForm";
import { BLANK_INSTALMENT, scheduleSum, scheduleText } from "./Schedule";
import type { Preview } from "./usePreview";

export function useOrderSections(kind: "order" | "quote", offer: Offer | undefined, preview: Preview | undefined): { customer: Section; terms: Section; comments: Section } {
  const { t } = useTranslation();
  const api = useApi();
  const grids = useGridOptions();
  const methods = useMethodOptions();
  const followers = useFollowerOptions();
  const depots = useDepotOptions().options;
  const categories = useCategories();
  const { tags } = useLabels();
  const [gridLabel, gridLevel] = [preview?.grid_label, preview?.grid_level];
  const [depot, depotLevel] = [preview?.depot_name, preview?.depot_level];
  const [term, method, duty] = [preview?.payment_term, preview?.payment_method, preview?.duty];
  const [plan, currency] = [preview?.schedule, preview?.currency ?? "EUR"];
  const known = preview?.exchange ? decimal(preview.exchange.rate, 6, 4) : "";
  const suffix = currency === "EUR" ? undefined : currency;
  return useMemo(() => {
    const level = (name: string) => t(`sales:level.${name}`);
    const of = (v: Values) => ({ order: kind === "order" ? offer?.id : undefined, customer: (v["customer"] as string | null) ?? undefined, grid: (v["grid"] as string | null) ?? undefined });
    const why = (setting: string, show: (value: string) => string) => ({ setting, level: "order", of, show });
    const named = (options: Option[]) => (value: string) => options.find((one) => one.value === value)?.label ?? value;
    const inherited = (value: string | undefined, from: string | undefined) => (value && from && from !== "order" ? { value, level: level(from) } : null);
    return {
      customer: {
        key: "customer", title: "sales:field.customer",
        fields: [
          { name: "customer", type: "record", find: customerFinder(api, categories), required: true, span: kind === "quote" ? 6 : 3, autoFocus: !offer, placeholder: t("sales:customer_hint") },
          { name: "ordered_on", type: "date", span: kind === "quote" ? 2 : 1, placeholder: t("sales:today") },
          ...(kind === "quote" ? [{ name: "valid_until", type: "date", span: 2, placeholder: t("sales:quote.validity_default") } as const] : []),
          { name: "grid", type: "choice", options: grids, inherited: inherited(gridLabel, gridLevel), why: why("price_grid", named(grids)), span: 2 },
        ],
      },
      terms: {
        key: "terms", title: "sales:section.terms",
        fields: [
          { name: "payment_term", type: "choice", options: termOptions(offer?.payment_term), inherited: inherited(term && termLabel(term.value), term?.level), why: why("payment_term", termLabel), span: 3 },
          { name: "payment_method", type: "choice", options: methods, inherited: inherited(method?.value ? named(methods)(method.value) : undefined, method?.level), why: why("payment_method", named(methods)), span: 3 },
          { name: "discount_percent", type: "percent", span: 2, hint: "sales:hint.discount_percent" }, { name: "discount_amount", type: "cents", suffix, span: 2 }, { name: "planned_on", type: "date", span: 2 }, { name: "release_on", type: "date", span: 2, hint: "sales:hint.release_on" },
          { name: "shipping", type: "cents", suffix, span: 2, hint: "sales:hint.shipping" }, { name: "delivered", type: "bool", span: 2 }, { name: "duty", type: "choice", choices: ["paid", "suspended"], choiceLabel: "sales:duty", inherited: duty ? { value: t(`sales:duty.${duty}`), level: t("sales:level.destination") } : null, span: 2 },
          { name: "currency", type: "choice", options: currencyOptions(offer?.currency), inherited: preview && !preview.exchange && currency === "EUR" ? null : { value: currency, level: t("sales:level.customer_or_grid") }, span: 2 },
          ...(currency === "EUR" ? [] : [{ name: "rate", type: "decimal", span: 2, hint: "sales:hint.rate", placeholder: known } as const]),
          ...(depots.length ? [{ name: "depot", type: "choice", options: depots, inherited: inherited(depot, depotLevel), span: 2 } as const] : []),
          ...(followers.length ? [{ name: "agent", type: "choice", options: followers, inherited: offer && !offer.asked_agent && offer.agent ? { value: named(followers)(offer.agent), level: level("customer") } : null, span: 2 } as const] : []),
          { name: "vat_relief", type: "choice", choices: ["none", "ai2", "suspended"], choiceLabel: "sales:relief", inherited: null, why: why("vat_relief", (value) => t(`sales:relief.${value ?? "none"}`)), span: 4, hint: "sales:hint.vat_relief" },
          { name: "schedule", type: "rows", blank: BLANK_INSTALMENT, span: 6, show: scheduleText, below: scheduleSum(plan, currency), rows: [
            { name: "percent", type: "percent", span: 1, label: "sales:schedule.percent" }, { name: "amount", type: "cents", suffix, span: 1, label: "sales:schedule.amount" },
            { name: "term", type: "choice", options: termOptions(), inherited: null, span: 2, label: "sales:schedule.term" }, { name: "on", type: "date", span: 2, label: "sales:schedule.on" },
          ] },
          { name: "reference", type: "text", span: 4 }, { name: "language", type: "choice", choices: ["fr", "en"], choiceLabel: "app:language", inherited: null, span: 2 },
          { name: "copies", type: "choice", choices: ["yes", "no"], choiceLabel: "sales:copies", inherited: null, span: 2 },
        ],
      },
      comments: {
        key: "comments", title: "sales:section.comments",
        fields: [{ name: "tags", type: "tags", options: tags, span: 6 }, { name: "comment_printed", type: "textarea", span: 3, hint: "sales:hint.printed" }, { name: "comment_private", type: "textarea", span: 3, hint: "sales:hint.private" },
          { name: "comment_on", type: "choices", choices: ["quote", "order", "proforma", "delivery_note", "invoice"], choiceLabel: "sales:printed_on", span: 6, hint: "sales:hint.comment_on" }],
      },
    };
  }, [t, api, grids, methods, categories, tags, gridLabel, gridLevel, plan, currency, suffix, known, term, method, duty, depot, depotLevel, depots, kind, offer, followers]);
}
