/** A representative: who he is, his terms (his own or those of his family), his rates, his last statements. */
import "@/i18n/late/agents";
import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Api, type Schemas } from "@/api/client";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import type { Section } from "@/components/form/types";
import { Facts, Panel } from "@/components/record/Panel";
import { productFinder } from "@/features/catalogue/books";
import { customerFinder } from "@/features/crm/customers";
import { useGridOptions } from "@/features/pricing/grids";
import { useColleagues } from "@/features/tasks/tasks";
import { money } from "@/lib/format";
import { BASES, BLANK, edited, PERIODS, rateRows, shownTerm, toTerms, usePlan, type Edited } from "./agents";
import { WhyRate } from "./WhyRate";

type Agent = Schemas["AgentOut"];
type Values = Omit<Schemas["AgentIn"], "terms"> & { own: Edited };

const NEW: Values = { name: "", user: null, code: "", email: "", copied: false, family: null, archived: false, own: BLANK };
const toBody = ({ own, ...values }: Values): Schemas["AgentIn"] => ({ ...values, terms: toTerms(own) });

/** "Par défaut (5 %, de la famille)" under each term. */
function inherited(out: Agent | undefined, name: string, t: (key: string) => string) {
  const term = out?.effective.find((one) => one.name === name);
  return term ? { value: shownTerm(name, term.inherited), level: t(`agents:from.${term.inherited_from}`) } : null;
}

export default function AgentPage() {
  const { t } = useTranslation();
  const api = useApi();
  const plan = usePlan();
  const [colleagues, grids] = [useColleagues(), useGridOptions()];
  const spec = useMemo<FormSpec<Values, Agent>>(() => ({
    ns: "agents", kind: "agent", kinds: ["commission_plan"], list: "agents", listTitle: "app:page.agents", newTitle: "app:create.agent", scope: "agents:write", schema: "AgentIn", blank: NEW, archives: true,
    load: (a: Api, id: string, signal?: AbortSignal) => a.get("/{company}/agents/{id}", { id }, undefined, signal),
    toForm: (out) => ({ name: out.name, user: out.user, code: out.code, email: out.email, copied: out.copied, family: out.family, archived: out.archived, own: edited(out.terms) }),
    create: (a, values) => a.send("post", "/{company}/agents", {}, toBody(values)),
    update: (a, id, values, version) => a.send("put", "/{company}/agents/{id}", { id }, toBody(values), { version }),
    title: (out) => out.name, subtitle: (out) => out.code,
    sections: (out) => sections(out),
    aside: (out) => <><WhyRate agent={out} /><Statements agent={out.id} /></>,
  }), [api, plan, colleagues, grids, t]);  // eslint-disable-line react-hooks/exhaustive-deps

  function sections(out: Agent | undefined): Section[] {
    const families = (plan?.families ?? []).map((one) => ({ value: one.id, label: one.name }));
    return [
      {
        key: "identity", title: "agents:section.identity",
        fields: [
          { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", span: 2, hint: "agents:hint.code" },
          { name: "user", type: "choice", options: colleagues, span: 3, hint: "agents:hint.user", readOnly: !!out }, { name: "family", type: "choice", options: families, span: 3 },
          { name: "email", type: "email", span: 3 }, { name: "copied", type: "bool", span: 3, hint: "agents:hint.copied" },
        ],
      },
      {
        key: "terms", title: "agents:section.terms", hint: "agents:hint.terms",
        fields: [
          { name: "own.rate", type: "percent", span: 3, label: "agents:field.base_rate", placeholder: placeholder(out, "rate") }, { name: "own.basis", type: "choice", choices: BASES, choiceLabel: "agents:basis", label: "agents:field.basis", inherited: inherited(out, "basis", t), span: 3 },
          { name: "own.period", type: "choice", choices: PERIODS, choiceLabel: "agents:period", label: "agents:field.period", inherited: inherited(out, "period", t), span: 3 },
          { name: "own.shipping", type: "choice", choices: ["yes", "no"], choiceLabel: "agents:shipping", label: "agents:field.shipping", inherited: inherited(out, "shipping", t), span: 3 },
        ],
      },
      {
        key: "rates", title: "agents:section.rates", hint: "agents:hint.rates",
        fields: [rateRows("own.customers", { type: "record", find: customerFinder(api) }), rateRows("own.products", { type: "record", find: productFinder(api) }), rateRows("own.grids", { type: "choice", options: grids })],
      },
    ];
  }

  function placeholder(out: Agent | undefined, name: string): string {
    const said = inherited(out, name, t);
    return said ? t("agents:default", said) : "";
  }
  return <FormPage spec={spec} />;
}

function Statements({ agent }: { agent: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const where = JSON.stringify({ field: "agent", op: "eq", value: agent });
  const { data } = useQuery({ queryKey: [api.company, "agent-statements", agent], meta: { kinds: ["commission_ledger", "commission_statement"] }, queryFn: ({ signal }) => api.get("/{company}/statements", {}, { where, limit: 6, sort: "-until" }, signal) });
  if (!data) return null;
  return (
    <Panel title={t("app:page.statements")}>
      {!data.items.length && <Text fz="sm" c="dimmed">{t("agents:no_statement")}</Text>}
      <Facts facts={data.items.map((one) => ({ label: `${one.period} · ${t(`agents:state.${one.state}`)}`, value: <Anchor component={Link} to={`/c/${company}/statements/${one.id}`} fz="sm">{money(one.amount)}</Anchor> }))} />
    </Panel>
  );
}
