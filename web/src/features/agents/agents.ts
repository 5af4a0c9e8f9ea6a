/** What the pages of representatives share: families, names, how terms read. */
import "@/i18n/late/agents";
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { useMemo } from "react";
import { useApi, type Api, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import type { Field, Option } from "@/components/form/types";
import { useColleagues } from "@/features/tasks/tasks";
import { percent } from "@/lib/format";

export type Plan = Schemas["CommissionPlanOut"];
export type PlanBody = Schemas["CommissionPlanIn"];
export type FamilyBody = NonNullable<PlanBody["families"]>[number];
export type Terms = NonNullable<Schemas["AgentIn"]["terms"]>;
export type Rate = NonNullable<Terms["rates"]>[number];

export const BASES = ["invoiced", "paid"];
export const PERIODS = ["month", "quarter"];
export const LEVELS = ["customer", "product", "grid"] as const;

export function usePlan(): Plan | undefined {
  const api = useApi();
  const can = useCan();
  return useQuery({ queryKey: [api.company, "commission-plan"], enabled: can("agents:write"), meta: { kinds: ["commission_plan"] }, queryFn: ({ signal }) => api.get("/{company}/commission-plan", {}, undefined, signal), retry: false }).data;
}

/** Representatives without a login: those with one are among the members. */
function useAgentOptions(): Option[] {
  const api = useApi();
  const can = useCan();
  const where = JSON.stringify({ and: [{ field: "archived", op: "eq", value: false }, { field: "login", op: "eq", value: false }] });
  const { data } = useQuery({ queryKey: [api.company, "agent-options"], meta: { kinds: ["agent"] }, enabled: can("agents:read"), queryFn: ({ signal }) => api.get("/{company}/agents", {}, { where, limit: 500, fields: "id,name" }, signal), retry: false });
  return useMemo(() => (data?.items ?? []).map((one) => ({ value: one.id, label: one.name })), [data]);
}

/** Who may follow a customer or earn on an order: the members, then the representatives without a login. */
export function useFollowerOptions(): Option[] {
  const [members, others] = [useColleagues(), useAgentOptions()];
  return useMemo(() => [...members, ...others], [members, others]);
}

/** A list of rates as the form edits it: one list for each level. */
export interface Edited {
  rate: string | null;
  basis: string | null;
  period: string | null;
  shipping: string | null;
  customers: { target: string | null; rate: string }[];
  products: { target: string | null; rate: string }[];
  grids: { target: string | null; rate: string }[];
}

export const BLANK: Edited = { rate: null, basis: null, period: null, shipping: null, customers: [], products: [], grids: [] };

export function edited(terms: Terms | undefined): Edited {
  const of = (level: string) => (terms?.rates ?? []).filter((one) => one.level === level).map(({ target, rate }) => ({ target: target as string | null, rate: String(rate) }));
  const shipping = terms?.shipping;
  return {
    rate: terms?.rate === null || terms?.rate === undefined ? null : String(terms.rate), basis: terms?.basis ?? null, period: terms?.period ?? null,
    shipping: shipping === null || shipping === undefined ? null : shipping ? "yes" : "no", customers: of("customer"), products: of("product"), grids: of("grid"),
  };
}

export function toTerms(typed: Edited): Terms {
  const of = (level: Rate["level"], rows: Edited["customers"]) => rows.flatMap((one) => (one.target ? [{ level, target: one.target, rate: one.rate || "0" }] : []));
  const rates = [...of("customer", typed.customers), ...of("product", typed.products), ...of("grid", typed.grids)];
  return { rate: typed.rate || null, basis: typed.basis || null, period: typed.period || null, shipping: typed.shipping ? typed.shipping === "yes" : null, rates } as Terms;
}

/** How the value of a term reads. */
export function shownTerm(name: string, value: unknown): string {
  if (name === "rate") return percent(String(value));
  if (name === "shipping") return i18next.t(`agents:shipping.${value ? "yes" : "no"}`);
  return i18next.t(`agents:${name}.${String(value)}`);
}

export function planBody(plan: Plan, families: FamilyBody[]): PlanBody {
  return { priority: plan.priority, account: plan.account, counterpart: plan.counterpart, families };
}

export const saveFamilies = (api: Api, plan: Plan, families: FamilyBody[], version: number) => api.send("put", "/{company}/commission-plan", {}, planBody(plan, families), { version });

/** The rates of one customer, product or grid, as rows. */
export function rateRows(name: string, target: Pick<Field, "type" | "find" | "options">): Field {
  return {
    name, type: "rows", span: 6, blank: { target: null, rate: "" }, label: `agents:field.${name.split(".").at(-1)}`,
    rows: [{ name: "target", label: `agents:target.${name.split(".").at(-1)}`, span: 4, ...target }, { name: "rate", type: "percent", label: "agents:field.rate", span: 2 }],
  };
}
