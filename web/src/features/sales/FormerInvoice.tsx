/** An invoice of the former program: what is owed, what was paid here, its reminders. Its lines and its paper are there, not here. */
import "@/i18n/late/payments";
import { Anchor, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { RecordAside } from "@/components/record/Aside";
import { Facts, Panel } from "@/components/record/Panel";
import { ErrorState, PageSkeleton } from "@/components/states";
import { HoldPanel } from "@/features/reminders/HoldPanel";
import { date, money } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { INVOICE_TONES } from "./words";

const MOST = 50;

export function FormerInvoice({ id }: { id: string }) {
  const { company } = useParams();
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: [api.company, "former", id], meta: { kinds: ["receivable"] },
    queryFn: ({ signal }) => api.get("/{company}/invoices", {}, { where: JSON.stringify({ field: "id", op: "eq", value: id }), limit: 1 }, signal),
  });
  const row = query.data?.items[0];
  useTitle(row?.number);
  if (query.isPending) return <PageSkeleton />;
  if (query.isError || !row) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/invoices`, label: t("app:page.invoices") }} title={`${row.number} · ${row.customer_name}`}
        badge={<><StatusBadge tone="gray">{t("sales:kind.former")}</StatusBadge><StatusBadge tone={INVOICE_TONES[row.status]!}>{t(`sales:status.${row.status}`)}</StatusBadge></>}
        subtitle={t("sales:issued_due", { issued: date(row.issued_on), due: date(row.due_on) })} />
      <div className={classes.columns}>
        <div>
          <section className={classes.section}><Text fz="sm" c="dimmed">{t("sales:former_hint")}</Text></section>
          <section className={classes.section} aria-label={t("sales:payments")}><Payments customer={row.customer} number={row.number} /></section>
        </div>
        <aside className={classes.aside}>
          <Panel title={t("sales:settlement")}>
            <Facts facts={[
              { label: t("sales:totals.gross"), value: money(row.gross, row.currency) },
              { label: t("sales:field.paid"), value: money(row.paid, row.currency) },
              { label: t("sales:field.balance"), value: <span data-balance>{money(row.balance, row.currency)}</span>, strong: true },
              { label: t("sales:field.due_on"), value: date(row.due_on) },
              !!row.reference && { label: t("sales:field.reference"), value: row.reference },
            ]} />
          </Panel>
          <Panel title={t("sales:buyer")}><Anchor component={Link} to={`/c/${company}/customers/${row.customer}`} fz="sm" fw={550}>{row.customer_name}</Anchor></Panel>
          {row.balance > 0 && <HoldPanel kind="invoice" id={row.id} />}
          <RecordAside subject={{ kind: "invoice", id: row.id, label: `${row.number} · ${row.customer_name}` }} scope="sales:write" history="receivable" version={row.paid} />
        </aside>
      </div>
    </div>
  );
}

/** What was paid of it here: before it came, the former program alone knows. */
function Payments({ customer, number }: { customer: string; number: string }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const where = JSON.stringify({ and: [{ field: "customer", op: "eq", value: customer }, { field: "invoices", op: "contains", value: number }] });
  const rows = useQuery({ queryKey: [api.company, "former", "payments", where], meta: { kinds: ["payment"] }, queryFn: ({ signal }) => api.get("/{company}/payments", {}, { where, limit: MOST }, signal) }).data?.items ?? [];
  if (!rows.length) return <Text fz="sm" c="dimmed">{t("sales:no_payment")}</Text>;
  return (
    <Table aria-label={t("sales:payments")}>
      <Table.Thead><Table.Tr><Table.Th>{t("payments:field.number")}</Table.Th><Table.Th>{t("payments:field.received_on")}</Table.Th><Table.Th ta="right">{t("payments:field.amount")}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {rows.map((one) => (
          <Table.Tr key={one.id}><Table.Td><Anchor component={Link} to={`/c/${company}/payments/${one.id}`} fz="sm">{one.number}</Anchor></Table.Td><Table.Td>{date(one.received_on)}</Table.Td><Table.Td ta="right" className="num">{money(one.amount, one.currency)}</Table.Td></Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
