/** The chain of documents: devis → commande → livraisons → facture, the one on the screen among them. */
import { Anchor, Text, Timeline } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Panel } from "@/components/record/Panel";

export interface Linked {
  key: string;
  label: string;
  /** below the company's address; none: the page itself, or what is not there yet */
  to?: string | undefined;
  /** not there yet */
  missing?: boolean;
  note?: ReactNode;
}

export function DocumentChain({ documents, customer }: { documents: (Linked | false | null | undefined)[]; customer: { id: string; name: string } }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const kept = documents.filter((one): one is Linked => !!one);
  return (
    <Panel title={t("sales:chain")}>
      <Timeline bulletSize={10} lineWidth={1} active={kept.filter((one) => !one.missing).length - 1}>
        {kept.map((one) => (
          <Timeline.Item key={one.key} title={one.to
            ? <Anchor component={Link} to={`/c/${company}/${one.to}`} fz="sm" fw={550}>{one.label}</Anchor>
            : <Text fz="sm" {...(one.missing ? { c: "dimmed" } : { fw: 550 })}>{one.label}</Text>}>
            {one.note && <Text fz="xs" c="dimmed">{one.note}</Text>}
          </Timeline.Item>
        ))}
      </Timeline>
      <Anchor component={Link} to={`/c/${company}/customers/${customer.id}`} fz="sm" display="block" mt="sm">{customer.name}</Anchor>
    </Panel>
  );
}
