/** What a customer bought: by year, then product by product. */
import { Anchor, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Panel } from "@/components/record/Panel";
import { int, money } from "@/lib/format";

const SHOWN = 8;

export function CustomerBought({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const allowed = useCan()("sales:read");
  const { data } = useQuery({
    queryKey: [api.company, "bought", id], enabled: allowed, meta: { kinds: ["invoice", "receivable", "order"] },
    queryFn: ({ signal }) => api.get("/{company}/customers/{id}/sales", { id }, undefined, signal),
  });
  if (!data?.invoices) return null;
  return (
    <Panel title={t("crm:bought.title")}>
      <Text fz="sm" c="dimmed" mb={6}>{t("crm:bought.average", { amount: money(data.average) })}</Text>
      <Table fz="sm" aria-label={t("crm:bought.by_year")} verticalSpacing={4} horizontalSpacing={4}>
        <Table.Tbody>
          {data.years.map((one) => (
            <Table.Tr key={one.year}><Table.Td>{one.year}</Table.Td><Table.Td ta="right" className="num">{t("crm:bought.cols", { count: one.cols, text: int(one.cols) })}</Table.Td><Table.Td ta="right" className="num">{money(one.turnover)}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Table fz="sm" mt="sm" aria-label={t("crm:bought.by_product")} verticalSpacing={4} horizontalSpacing={4}>
        <Table.Tbody>
          {data.products.slice(0, SHOWN).map((one) => (
            <Table.Tr key={one.variant}><Table.Td><Anchor component={Link} to={`/c/${company}/variants/${one.variant}`} inherit>{one.label}</Anchor></Table.Td><Table.Td ta="right" className="num">{int(one.quantity)}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
