/** The chain of documents: commande → facture → règlement. */
import { Anchor, Text, Timeline } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Panel } from "@/components/record/Panel";
import { date } from "@/lib/format";
import type { Order } from "./orderForm";

export function OrderLinks({ order }: { order: Order }) {
  const { t } = useTranslation();
  const { company } = useParams();
  return (
    <Panel title={t("sales:chain")}>
      <Timeline bulletSize={10} lineWidth={1} active={order.invoice ? 1 : 0}>
        <Timeline.Item title={<Text fz="sm" fw={550}>{t("sales:order_number", { number: order.number })}</Text>}><Text fz="xs" c="dimmed">{date(order.ordered_on)}</Text></Timeline.Item>
        <Timeline.Item title={order.invoice
          ? <Anchor component={Link} to={`/c/${company}/invoices/${order.invoice}`} fz="sm" fw={550}>{t("sales:invoice_number", { number: order.invoice_number })}</Anchor>
          : <Text fz="sm" c="dimmed">{t("sales:not_invoiced")}</Text>} />
      </Timeline>
      <Anchor component={Link} to={`/c/${company}/customers/${order.customer}`} fz="sm" display="block" mt="sm">{order.customer_name}</Anchor>
    </Panel>
  );
}
