import "@/i18n/late/payments";
import { Anchor, Button, Group, Modal, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { MainAction } from "@/components/MainAction";
import { RecordAside } from "@/components/record/Aside";
import { Facts, Panel } from "@/components/record/Panel";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { exchangeText } from "@/lib/currencies";
import { date, instant, money } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { Allocations, sharesOf } from "./Allocations";
import { RefundDialog } from "./RefundDialog";

type Payment = Schemas["PaymentOut"];

export function ShownPayment({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const can = useCan();
  const [giving, give] = useDisclosure(false);
  const [cancelling, cancel] = useDisclosure(false);
  const [refunding, refund] = useDisclosure(false);
  const query = useQuery({ queryKey: [api.company, "record", "payment", id], queryFn: ({ signal }) => api.get("/{company}/payments/{id}", { id }, undefined, signal), meta: { kinds: ["payment"] } });
  const payment = query.data;
  useTitle(payment?.number);
  if (query.isPending) return <PageSkeleton />;
  if (query.isError || !payment) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const besides = payment.allocations.some((one) => one.discount || one.difference || one.gain);
  const live = payment.state === "recorded" && can("payments:write");
  const refundable = live && !payment.refund_of && payment.amount > payment.refunds.reduce((sum, one) => sum + one.amount, 0);
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/payments`, label: t("app:page.payments") }} title={`${payment.number} · ${payment.customer_name}`}
        badge={<StatusBadge tone={payment.state === "recorded" ? "green" : "red"}>{t(`payments:state.${payment.state}`)}</StatusBadge>} subtitle={date(payment.received_on)}
        actions={live && <><Button variant="default" h={44} onClick={cancel.open}>{t("payments:cancel")}</Button>{refundable && <Button variant="default" h={44} onClick={refund.open}>{t("payments:refund")}</Button>}{payment.unallocated > 0 && <MainAction onClick={give.open}>{t("payments:allocate")}</MainAction>}</>} />
      <div className={classes.columns}>
        <section className={classes.section} aria-label={t("payments:allocations")}>
          {payment.allocations.length ? (
            <Table>
              <Table.Thead><Table.Tr><Table.Th>{t("payments:field.invoice")}</Table.Th><Table.Th>{t("payments:field.on")}</Table.Th><Table.Th ta="right">{t("payments:field.share")}</Table.Th>{besides && <Table.Th ta="right">{t("payments:field.besides")}</Table.Th>}</Table.Tr></Table.Thead>
              <Table.Tbody>
                {payment.allocations.map((one, rank) => (
                  <Table.Tr key={rank}><Table.Td><Anchor component={Link} to={`/c/${company}/invoices/${one.invoice}`} fz="sm" style={{ whiteSpace: "nowrap" }}>{one.number}</Anchor></Table.Td><Table.Td>{date(one.on)}</Table.Td><Table.Td ta="right" className="num">{money(one.amount, payment.currency)}</Table.Td>{besides && <Table.Td ta="right" fz="sm">{one.discount ? t("payments:discount_of", { amount: money(one.discount, payment.currency) }) : one.difference ? t("payments:difference_of", { amount: money(one.difference, payment.currency) }) : ""}{one.gain !== 0 && <Text fz="sm">{t(one.gain > 0 ? "payments:gain_of" : "payments:loss_of", { amount: money(Math.abs(one.gain)) })}</Text>}</Table.Td>}</Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          ) : <Text fz="sm" c="dimmed">{t("payments:unallocated_yet")}</Text>}
          {payment.refunds.map((one) => <Text key={one.id} fz="sm" mt="md"><Anchor component={Link} to={`/c/${company}/payments/${one.id}`} inherit>{t("payments:refunded_by", { number: one.number, amount: money(one.amount, payment.currency), day: date(one.on) })}</Anchor></Text>)}
          {payment.refund_of && <Text fz="sm" mt="md"><Anchor component={Link} to={`/c/${company}/payments/${payment.refund_of}`} inherit>{t("payments:refund_of", { number: payment.refund_of_number })}</Anchor></Text>}
          {payment.cancel_reason && <Text fz="sm" c="red" mt="md">{t("payments:cancelled_because", { reason: payment.cancel_reason })}</Text>}
        </section>
        <aside className={classes.aside}>
          <Panel title={t("payments:payment")}>
            <Facts facts={[
              { label: t("payments:field.amount"), value: money(payment.amount, payment.currency), strong: true }, { label: t("payments:field.unallocated"), value: money(payment.unallocated, payment.currency) },
              payment.exchange && { label: t("payments:field.home"), value: money(payment.home) }, payment.exchange && { label: t("payments:field.exchange"), value: exchangeText(payment.exchange) },
              { label: t("payments:field.method"), value: payment.method_label }, { label: t("payments:field.reference"), value: payment.reference }, { label: t("payments:field.slip_number"), value: payment.slip_number && <Anchor component={Link} to={`/c/${company}/deposit-slips?q=${encodeURIComponent(payment.slip_number)}`} inherit>{payment.slip_number}</Anchor> }, { label: t("payments:field.recorded_at"), value: instant(payment.recorded_at) },
              { label: t("payments:field.customer"), value: <Anchor component={Link} to={`/c/${company}/customers/${payment.customer}`} inherit>{payment.customer_name}</Anchor> },
            ]} />
          </Panel>
          <RecordAside subject={{ kind: "payment", id: payment.id, label: payment.number }} scope="payments:write" version={payment.version} />
        </aside>
      </div>
      {giving && <Allocate payment={payment} onClose={give.close} />}
      {refunding && <RefundDialog payment={payment} onClose={refund.close} />}
      {cancelling && <Cancel payment={payment} onClose={cancel.close} />}
    </div>
  );
}

function useKept() {
  const queries = useQueryClient();
  const api = useApi();
  return (out: Payment) => queries.setQueryData([api.company, "record", "payment", out.id], out);
}

function Allocate({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const kept = useKept();
  const [shares, setShares] = useState<Record<string, string>>({});
  const { submit, busy, problem } = useSubmit(async () => {
    kept(await api.send("post", "/{company}/payments/{id}/allocations", { id: payment.id }, { allocations: sharesOf(shares) }));
    done(t("form:saved"));
    onClose();
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t("payments:allocate")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack>
        {problem && <ProblemBanner problem={problem} />}
        <Allocations customer={payment.customer} currency={payment.currency} available={payment.unallocated} value={shares} onChange={setShares} />
        <Group justify="flex-end"><Button h={44} loading={busy} disabled={!sharesOf(shares).length} onClick={() => void submit()}>{t("form:save")}</Button></Group>
      </Stack>
    </Modal>
  );
}

function Cancel({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const kept = useKept();
  const [reason, setReason] = useState("");
  const { submit, busy, problem, errors } = useSubmit(async () => {
    kept(await api.send("post", "/{company}/payments/{id}/cancel", { id: payment.id }, { reason }));
    done(t("payments:cancelled"));
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t("payments:cancel")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          {problem && <ProblemBanner problem={problem} />}
          <Text fz="sm">{t("payments:cancel_hint")}</Text>
          <TextInput data-autofocus label={t("payments:field.reason")} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={errors["reason"]} placeholder={t("payments:reason_example")} />
          <Group justify="flex-end"><Button type="submit" color="red" loading={busy} disabled={!reason.trim()}>{t("payments:cancel")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
