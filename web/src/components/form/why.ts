/** Where the value of a setting comes from: every level in order, the winner, who set it when, and what "Par défaut" would give. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi, type Schemas } from "@/api/client";
import type { Values } from "./paths";
import type { Field } from "./types";

export type Why = Schemas["WhyOut"];
const KINDS = ["order", "customer", "customer_categories", "grids", "settings", "product", "families", "variant"];

export function useWhy(field: Field, values: Values): Why | undefined {
  const api = useApi();
  const query = field.why && { setting: field.why.setting, ...field.why.of(values) };
  return useQuery({
    queryKey: [api.company, "why", query], enabled: !!query, staleTime: 10_000, meta: { kinds: KINDS }, placeholderData: keepPreviousData, retry: false,
    queryFn: async ({ signal }) => (await api.get("/{company}/explain", {}, query, signal)).items[0],
  }).data;
}
