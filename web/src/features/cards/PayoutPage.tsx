/** A payout: the payments, refunds and fees it is made of, whose sum is what the bank got. */
import "@/i18n/late/cards";
import { Alert, Anchor, Button, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { Facts, Panel } from "@/components/record/Panel";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { date, money } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { useSubmit } from "@/lib/useSubmit";

type Payout = Schemas["PayoutOut"];

export default function PayoutPage() {
  const { id = "" } = useParams();
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({ queryKey: [api.company, "record", "payout", id], queryFn: ({ signal }) => api.get("/{company}/payouts/{id}", { id }, undefined, signal), meta: { kinds: ["payout"] } });
  useTitle(query.data?.reference);
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const payout = query.data;
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${api.company}/payouts`, label: t("app:page.payouts") }} title={t("cards:payout_of", { day: date(payout.paid_on) })}
        badge={<StatusBadge tone={payout.gap ? "red" : "green"}>{t(payout.gap ? "cards:gap" : "cards:adds_up")}</StatusBadge>} subtitle={`${t(`cards:partner.${payout.partner}`)} · ${payout.reference}`} />
      <div className={classes.columns}>
        <div>
          {payout.gap !== 0 && <Gap payout={payout} />}
          <section className={classes.section} aria-label={t("cards:parts")} style={{ overflowX: "auto" }}><Parts payout={payout} /></section>
        </div>
        <aside className={classes.aside}>
          <Panel title={t("cards:sum")}>
            <Facts facts={[
              { label: t("cards:field.gross"), value: money(payout.gross, payout.currency) }, { label: t("cards:field.fees"), value: money(-payout.fees, payout.currency) },
              payout.gap !== 0 && { label: t("cards:field.gap"), value: money(-payout.gap, payout.currency) }, { label: t("cards:field.net"), value: money(payout.net, payout.currency), strong: true },
            ]} />
          </Panel>
        </aside>
      </div>
    </div>
  );
}

function Gap({ payout }: { payout: Payout }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const { submit, busy, problem } = useSubmit(async () => {
    queries.setQueryData([api.company, "record", "payout", payout.id], await api.send("post", "/{company}/payouts/{id}", { id: payout.id }));
  });
  return (
    <Alert color="red" mb="md" icon={<IconAlertTriangle size={18} />} title={t("cards:gap_of", { amount: money(payout.gap, payout.currency) })}>
      {problem && <ProblemBanner problem={problem} />}
      <Text fz="sm" mb="sm">{t("cards:gap_hint")}</Text>
      {can("payments:write") && <Button variant="default" leftSection={<IconRefresh size={16} />} loading={busy} onClick={() => void submit()}>{t("cards:ask_again")}</Button>}
    </Alert>
  );
}

function Parts({ payout }: { payout: Payout }) {
  const { t } = useTranslation();
  const api = useApi();
  return (
    <Table>
      <Table.Thead><Table.Tr><Table.Th>{t("cards:field.kind")}</Table.Th><Table.Th>{t("cards:field.payment")}</Table.Th><Table.Th ta="right">{t("cards:field.amount")}</Table.Th><Table.Th ta="right">{t("cards:field.fee")}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {payout.parts.map((one) => (
          <Table.Tr key={`${one.kind}-${one.reference}`}>
            <Table.Td>{t(`cards:kind.${one.kind || "charge"}`)}</Table.Td>
            <Table.Td>{one.payment ? <><Anchor component={Link} to={`/c/${api.company}/payments/${one.payment}`} fz="sm" style={{ whiteSpace: "nowrap" }}>{one.number}</Anchor> <Text span fz="sm">{one.name}</Text></> : <Text span fz="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>{one.reference}</Text>}</Table.Td>
            <Table.Td ta="right" className="num">{money(one.amount, payout.currency)}</Table.Td>
            <Table.Td ta="right" className="num">{one.fee ? money(-one.fee, payout.currency) : "–"}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
