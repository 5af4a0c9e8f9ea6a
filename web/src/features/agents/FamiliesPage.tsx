/** Families of representatives: the terms they share. */
import "@/i18n/late/agents";
import { IconUsersGroup } from "@tabler/icons-react";
import { useMemo, useRef } from "react";
import { useApi, type Api } from "@/api/client";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Values } from "@/components/form/paths";
import { productFinder } from "@/features/catalogue/books";
import { useGridOptions } from "@/features/pricing/grids";
import { BASES, BLANK, edited, PERIODS, rateRows, saveFamilies, shownTerm, toTerms, type Edited, type FamilyBody, type Plan } from "./agents";

type Known = Plan["families"][number];
type Family = Known & { own: Edited };
const plain = ({ id, name, terms }: Known): FamilyBody => ({ id, name, terms });
const typed = (values: Values, id?: string): FamilyBody => ({ ...(id ? { id } : {}), name: String(values["name"]), terms: toTerms(values["own"] as Edited) });

export default function FamiliesPage() {
  const api = useApi();
  const grids = useGridOptions();
  const plan = useRef<Plan>(undefined);
  const spec = useMemo<BookSpec<Family>>(() => {
    const save = (a: Api, families: (known: Known[]) => FamilyBody[], version: number) => saveFamilies(a, plan.current!, families(plan.current!.families), version);
    return {
      ns: "agents", name: "agent-families", title: "app:page.agent_families", newTitle: "app:create.agent_family", kinds: ["commission_plan"], scope: "agents:write",
      list: async (a, signal) => {
        const out = await a.get("/{company}/commission-plan", {}, undefined, signal);
        plan.current = out;
        return { items: out.families.map((one) => ({ ...one, own: edited(one.terms) })), version: out.version };
      },
      create: (a, values, version) => save(a, (known) => [...known.map(plain), typed(values)], version),
      change: (a, id, values, version) => save(a, (known) => known.map((one) => (one.id === id ? typed(values, id) : plain(one))), version),
      drop: (a, id, version) => save(a, (known) => known.filter((one) => one.id !== id).map(plain), version),
      columns: [
        { key: "name", type: "text", card: "title" }, { key: "rate", type: "text", label: "agents:field.base_rate", card: "figure", cell: (row) => (row.own.rate === null ? "" : shownTerm("rate", row.own.rate)) },
        { key: "basis", type: "text", cell: (row) => (row.own.basis ? shownTerm("basis", row.own.basis) : "") }, { key: "period", type: "text", cell: (row) => (row.own.period ? shownTerm("period", row.own.period) : "") },
        { key: "shipping", type: "text", cell: (row) => (row.own.shipping ? shownTerm("shipping", row.own.shipping === "yes") : "") },
      ],
      fields: [
        { name: "name", type: "text", required: true, span: 4, autoFocus: true, label: "agents:field.family_name" }, { name: "own.rate", type: "percent", span: 2, label: "agents:field.base_rate" },
        { name: "own.basis", type: "choice", choices: BASES, choiceLabel: "agents:basis", label: "agents:field.basis", inherited: null, span: 2 },
        { name: "own.period", type: "choice", choices: PERIODS, choiceLabel: "agents:period", label: "agents:field.period", inherited: null, span: 2 },
        { name: "own.shipping", type: "choice", choices: ["yes", "no"], choiceLabel: "agents:shipping", label: "agents:field.shipping", inherited: null, span: 2 },
        rateRows("own.products", { type: "record", find: productFinder(api) }), rateRows("own.grids", { type: "choice", options: grids }),
      ],
      blank: { name: "", own: BLANK },
      empty: { icon: IconUsersGroup, title: "agents:family_empty", hint: "agents:family_empty_hint" },
    };
  }, [api, grids]);
  return <BookPage spec={spec} />;
}
