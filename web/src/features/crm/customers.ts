/** What the pages of customers share: categories and grids by name, the search of a customer, the labels of terms. */
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { useMemo } from "react";
import { useApi, type Api, type Schemas } from "@/api/client";
import type { Option, RecordFinder } from "@/components/form/types";

export type Customer = Schemas["CustomerOut"];

export function useCategories(): Option[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.company, "categories"], meta: { kinds: ["customer_categories"] }, staleTime: 60_000,
    queryFn: ({ signal }) => api.get("/{company}/customer-categories", {}, undefined, signal),
  });
  return useMemo(() => (data?.items ?? []).map((one) => ({ value: one.id, label: one.name })), [data]);
}

export interface Labels {
  tags: Option[];
  zones: Option[];
}

/** The tags and zones of the company. */
export function useLabels(): Labels {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.company, "labels"], meta: { kinds: ["customer_labels"] }, staleTime: 60_000,
    queryFn: ({ signal }) => api.get("/{company}/customer-labels", {}, undefined, signal),
  });
  return useMemo(() => {
    const of = (kind: string) => (data?.items ?? []).filter((one) => one.kind === kind).map((one) => ({ value: one.id, label: one.name }));
    return { tags: of("tag"), zones: of("zone") };
  }, [data]);
}

export function customerFinder(api: Api, categories: Option[] = []): RecordFinder {
  return {
    search: async (typed, signal) => {
      const where = JSON.stringify({ field: "archived", op: "eq", value: false });
      const page = await api.get("/{company}/customers", {}, { q: typed || undefined, where, limit: 12 }, signal);
      return page.items.map((row) => ({ id: row.id, label: row.name, hint: [row.code, row.town, categories.find((one) => one.value === row.category_id)?.label].filter(Boolean).join(" · ") }));
    },
    name: async (id, signal) => {
      const one = await api.get("/{company}/customers/{id}", { id }, undefined, signal);
      return one.display_name;
    },
  };
}

const TERMS = ["cash", "net-15", "net-30", "net-45", "net-60", "eom-30", "eom-45", "eom-30-10"];

/** "net-30" as a person says it. */
export function termLabel(code: string): string {
  const [kind, days = "0", on] = code.split("-");
  if (kind === "cash" || code === "net-0") return i18next.t("crm:term.cash");
  if (kind === "net") return i18next.t("crm:term.net", { days });
  return on ? i18next.t("crm:term.eom_on", { days, on }) : i18next.t("crm:term.eom", { days });
}

/** The usual terms, and the present one when it is unusual. */
export function termOptions(present?: string | null): Option[] {
  const codes = present && !TERMS.includes(present) ? [present, ...TERMS] : TERMS;
  return codes.map((value) => ({ value, label: termLabel(value) }));
}
