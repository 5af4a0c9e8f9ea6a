/** "Quel taux, et pourquoi ?": the rate for a customer and a product, with everything that was said, the winner marked. */
import "@/i18n/late/agents";
import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { RecordSelect } from "@/components/form/RecordSelect";
import { Panel } from "@/components/record/Panel";
import { productFinder } from "@/features/catalogue/books";
import { customerFinder } from "@/features/crm/customers";
import { percent } from "@/lib/format";

export function WhyRate({ agent }: { agent: Schemas["AgentOut"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const [customer, setCustomer] = useState<string | null>(null);
  const [product, setProduct] = useState<string | null>(null);
  const asked = { ...(customer ? { customer } : {}), ...(product ? { product } : {}) };
  const { data } = useQuery({
    queryKey: [api.company, "agent-rate", agent.id, agent.version, customer, product], meta: { kinds: ["agent", "commission_plan"] },
    queryFn: ({ signal }) => api.get("/{company}/agents/{id}", { id: agent.id }, asked, signal), placeholderData: (before) => before,
  });
  return (
    <Panel title={t("agents:why.title")} onScreen>
      <Stack gap="xs">
        <RecordSelect finder={customerFinder(api)} name="why_customer" aria-label={t("agents:target.customers")} placeholder={t("agents:target.customers")} value={customer} onChange={setCustomer} />
        <RecordSelect finder={productFinder(api)} name="why_product" aria-label={t("agents:target.products")} placeholder={t("agents:target.products")} value={product} onChange={setProduct} />
        <Said said={(data?.explained ?? agent.explained).said} />
      </Stack>
    </Panel>
  );
}

/** Each level that says a rate, in the order in which it counts. */
export function Said({ said }: { said: Schemas["AgentOut"]["explained"]["said"] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={2} component="ol" m={0} p={0} style={{ listStyle: "none" }}>
      {said.map((one) => (
        <Text key={`${one.level}.${one.holder}`} component="li" fz="sm" fw={one.outcome === "won" ? 600 : 400} c={one.outcome === "won" ? undefined : "dimmed"}>
          {one.outcome === "won" ? "✓ " : ""}{t(`agents:level.${one.level}`)}{one.holder && one.holder !== "agent" ? ` (${t(`agents:holder.${one.holder}`)})` : ""} : {percent(one.rate)}
        </Text>
      ))}
    </Stack>
  );
}
