/** Turnover by user this year: each invoice counts for who followed its customer on its day. */
import "@/i18n/late/dashboard";
import { Table, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { int, money } from "@/lib/format";
import look from "@/features/tasks/tasks.module.css";

export function Followers() {
  const { t } = useTranslation();
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.company, "followers"], meta: { kinds: ["receivable", "customer", "customer_ties"] },
    queryFn: ({ signal }) => api.get("/{company}/statistics/followers", {}, {}, signal),
  });
  if (!data?.items.some((one) => one.id)) return null;
  return (
    <section aria-labelledby="followers">
      <Title order={2} id="followers" className={look.groupTitle}>{t("dashboard:followers", { year: data.since.slice(0, 4) })}</Title>
      <Table fz="sm" verticalSpacing={6} aria-labelledby="followers">
        <Table.Thead><Table.Tr><Table.Th>{t("dashboard:follower")}</Table.Th><Table.Th ta="right">{t("dashboard:follower_customers")}</Table.Th><Table.Th ta="right">{t("dashboard:follower_amount")}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {data.items.map((one) => (
            <Table.Tr key={one.id}><Table.Td>{one.name || t("dashboard:follower_none")}</Table.Td><Table.Td ta="right" className="num">{int(one.customers)}</Table.Td><Table.Td ta="right" className="num">{money(one.amount)}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
