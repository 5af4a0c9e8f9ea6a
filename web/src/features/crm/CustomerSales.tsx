/** What a customer owes and last ordered; each figure opens its list. */
import { Anchor, Button, Text } from "@mantine/core";
import { IconFileTypePdf } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { urlOf, useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Facts, Panel } from "@/components/record/Panel";
import { download } from "@/lib/download";
import { date, int, money } from "@/lib/format";

export function CustomerSales({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const can = useCan();
  const allowed = can("sales:read");
  const where = JSON.stringify({ field: "customer", op: "eq", value: id });
  const invoices = useQuery({
    queryKey: [api.company, "customer-invoices", id], enabled: allowed, meta: { kinds: ["invoice", "receivable"] },
    queryFn: ({ signal }) => api.get("/{company}/invoices", {}, { where, limit: 1, sort: "-issued_on", sums: "gross,balance" }, signal),
  });
  const orders = useQuery({
    queryKey: [api.company, "customer-orders", id], enabled: allowed, meta: { kinds: ["order"] },
    queryFn: ({ signal }) => api.get("/{company}/orders", {}, { where, limit: 1, sort: "-ordered_on,-number" }, signal),
  });
  if (!allowed || !invoices.data || !orders.data) return null;
  const last = orders.data.items[0];
  const list = (page: string, label: string) => <Anchor component={Link} to={`/c/${company}/${page}?f=customer.in.${id}`} inherit display="inline-block" miw={24} mih={24}>{label}</Anchor>;
  return (
    <Panel title={t("crm:sales.title")}>
      {orders.data.count === 0 ? <Text fz="sm" c="dimmed">{t("crm:sales.none")}</Text> : (
        <Facts facts={[
          { label: t("crm:sales.balance"), value: money(Number(invoices.data.sums?.["balance"] ?? 0)), strong: true },
          { label: t("crm:sales.invoiced"), value: list("invoices", money(Number(invoices.data.sums?.["gross"] ?? 0))) },
          { label: t("crm:sales.orders"), value: list("orders", int(orders.data.count)) },
          last && { label: t("crm:sales.last"), value: <Anchor component={Link} to={`/c/${company}/orders/${last.id}`} inherit>{date(last.ordered_on)}</Anchor> },
        ]} />
      )}
      {can("payments:read") && can("crm:read") && (
        <Button variant="subtle" size="compact-sm" px={0} mt={4} leftSection={<IconFileTypePdf size={16} />} onClick={() => void download(urlOf("/{company}/customers/{id}/commercial-file", { company: api.company, id }))}>{t("crm:sales.file")}</Button>
      )}
    </Panel>
  );
}
