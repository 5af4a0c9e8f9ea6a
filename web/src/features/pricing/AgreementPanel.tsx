/** On a customer's record: how many prices were agreed, and where they are typed. */
import "@/i18n/late/pricing";
import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Facts, Panel } from "@/components/record/Panel";
import { tiersText } from "./tiers";

const MOST = 6;

export function AgreementPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const allowed = useCan()("pricing:read");
  const { data } = useQuery({ queryKey: [api.company, "agreement", id], enabled: allowed, meta: { kinds: ["agreement"] }, queryFn: ({ signal }) => api.get("/{company}/customers/{id}/prices", { id }, undefined, signal) });
  if (!allowed || !data) return null;
  return (
    <Panel title={t("pricing:agreement.open")}>
      {data.items.length ? <Facts facts={data.items.slice(0, MOST).map((item) => ({ label: item.label, value: tiersText(item.tiers, data.currency) }))} /> : <Text fz="sm" c="dimmed">{t("pricing:agreement.none")}</Text>}
      <Anchor component={Link} to={`/c/${company}/customers/${id}/prices`} fz="sm" mt="xs" display="inline-block">{t("pricing:agreement.edit")}</Anchor>
    </Panel>
  );
}
