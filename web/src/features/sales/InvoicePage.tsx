/** An issued invoice: frozen content, its papers, what was paid on it, and the payment to record. */
import "@/i18n/late/payments";
import { Alert, Anchor, List, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { urlOf, useApi, type Schemas } from "@/api/client";
import { asProblem, sentenceFor } from "@/api/problem";
import { useCan } from "@/app/session";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { MainAction } from "@/components/MainAction";
import { RecordAside } from "@/components/record/Aside";
import { Facts, Panel } from "@/components/record/Panel";
import { ErrorState, PageSkeleton } from "@/components/states";
import { termLabel } from "@/features/crm/customers";
import { MessagesPanel } from "@/features/mailing/MessagesPanel";
import { SendButton } from "@/features/mailing/SendButton";
import { PaymentDialog } from "@/features/payments/PaymentDialog";
import { HoldPanel } from "@/features/reminders/HoldPanel";
import { later } from "@/lib/onDemand";
import { countryName } from "@/lib/countries";
import { date, money } from "@/lib/format";
import { useRecent } from "@/lib/recent";
import { useTitle } from "@/lib/title";
import { french } from "@/lib/typography";
import { InvoiceLinks } from "./InvoiceLinks";
import { InvoiceMore } from "./InvoiceMore";
import { LinesTable } from "./LinesTable";
import { PdfMenu } from "./PdfMenu";
import { Instalments } from "./Schedule";
import { TotalsPanel } from "./TotalsPanel";
import { INVOICE_TONES } from "./words";

const EInvoicePanel = later(async () => (await import("@/features/einvoicing/EInvoicePanel")).EInvoicePanel);
const FormerInvoice = later(async () => (await import("./FormerInvoice")).FormerInvoice);
const PayLinkPanel = later(async () => (await import("@/features/cards/PayLinkPanel")).PayLinkPanel);
type Invoice = Schemas["InvoiceOut"];

export default function InvoicePage() {
  const { id = "", company } = useParams();
  const [search] = useSearchParams();
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const [paying, pay] = useDisclosure(false);
  const former = search.has("former");
  const query = useQuery({
    queryKey: [api.company, "record", "invoice", id], enabled: !former, meta: { kinds: ["invoice", "receivable", "payment"] },
    queryFn: ({ signal }) => api.get("/{company}/invoices/{id}", { id }, undefined, signal),
  });
  const invoice = query.data;
  useTitle(invoice?.number);
  useRecent(`invoices/${id}`, invoice && `${invoice.number} · ${invoice.buyer.name}`, "app:page.invoices");
  if (former || (query.isError && asProblem(query.error).code === "sales.invoice.former")) return <FormerInvoice id={id} />;
  if (query.isPending) return <PageSkeleton />;
  if (query.isError || !invoice) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const due = invoice.balance > 0;
  const credit = invoice.kind === "credit_note";
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/invoices`, label: t("app:page.invoices") }} title={`${invoice.number} · ${invoice.buyer.name}`}
        badge={credit ? <StatusBadge tone="gray">{t("sales:credit.badge")}</StatusBadge> : <>{invoice.kind === "deposit_invoice" && <StatusBadge tone="blue">{t("sales:deposit.badge")}</StatusBadge>}<StatusBadge tone={INVOICE_TONES[invoice.status]!}>{t(`sales:status.${invoice.status}`)}</StatusBadge></>}
        subtitle={credit ? [date(invoice.issued_on), invoice.reason].filter(Boolean).join(" · ") : t("sales:issued_due", { issued: date(invoice.issued_on), due: date(invoice.due_on) })}
        actions={<><SendButton kind="invoice" id={invoice.id} /><Papers invoice={invoice} />{!credit && <InvoiceMore invoice={invoice} />}{due && can("payments:write") && <MainAction onClick={pay.open}>{t("sales:action.pay")}</MainAction>}</>} />
      <div className={classes.columns}>
        <div>
          {invoice.warnings.length > 0 && (
            <Alert color="amber" icon={<IconAlertTriangle size={18} />} mb="md" title={t("sales:einvoice_warnings")}>
              <List size="sm">{invoice.warnings.map((one) => <List.Item key={one.rule + one.field}>{sentenceFor(one.field, one.detail)}</List.Item>)}</List>
            </Alert>
          )}
          <section className={classes.section} aria-label={t("sales:lines")}><LinesTable lines={invoice.lines} currency={invoice.currency} /></section>
          {invoice.schedule.length > 0 && <section className={classes.section} aria-label={t("sales:schedule.title")}><Instalments schedule={invoice.schedule} currency={invoice.currency} /></section>}
          {!credit && <section className={classes.section} aria-label={t("sales:payments")}><Payments invoice={invoice} /></section>}
          {invoice.mentions.length > 0 && <section className={classes.section}><Mentions invoice={invoice} /></section>}
        </div>
        <aside className={classes.aside}>
          <TotalsPanel totals={invoice.totals} currency={invoice.currency} stale={false} mention={undefined} exchange={invoice.exchange} euros={invoice.home?.gross} />
          {!credit && <Balance invoice={invoice} />}
          <Buyer invoice={invoice} />
          <EInvoicePanel id={invoice.id} />
          <MessagesPanel about={invoice.id} />
          {!credit && <PayLinkPanel id={invoice.id} />}
          {due && <HoldPanel kind="invoice" id={invoice.id} />}
          <InvoiceLinks invoice={invoice} />
          <RecordAside subject={{ kind: "invoice", id: invoice.id, label: `${invoice.number} · ${invoice.buyer.name}` }} scope="sales:write" history="receivable" version={invoice.settlements.length} />
        </aside>
      </div>
      {paying && <PaymentDialog customer={{ id: invoice.buyer.id, name: invoice.buyer.name }} invoice={invoice} onClose={pay.close} />}
    </div>
  );
}

function Papers({ invoice }: { invoice: Invoice }) {
  const api = useApi();
  return <PdfMenu papers={(["fr", "en"] as const).map((lang) => ({ label: `sales:${invoice.kind === "credit_note" ? "credit." : ""}pdf_${lang}`, url: urlOf("/{company}/invoices/{id}/pdf", { company: api.company, id: invoice.id }, { lang }) }))} />;
}

function Payments({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  const { company } = useParams();
  if (!invoice.settlements.length) return <Text fz="sm" c="dimmed">{t("sales:no_payment")}</Text>;
  return (
    <Table aria-label={t("sales:payments")}>
      <Table.Thead><Table.Tr><Table.Th>{t("payments:field.number")}</Table.Th><Table.Th>{t("payments:field.received_on")}</Table.Th><Table.Th ta="right">{t("payments:field.amount")}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {invoice.settlements.map((one) => (
          <Table.Tr key={one.source + one.on + one.amount}>
            <Table.Td><Anchor component={Link} to={`/c/${company}/${one.source.startsWith("ivc_") ? "invoices" : "payments"}/${one.source}`} fz="sm">{one.number}</Anchor></Table.Td><Table.Td>{date(one.on)}</Table.Td><Table.Td ta="right" className="num">{money(one.amount, invoice.currency)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Mentions({ invoice }: { invoice: Invoice }) {
  const { i18n } = useTranslation();
  return invoice.mentions.map((one) => <Text key={one.code} fz="xs" c="dimmed" mb={4}>{i18n.language === "en" ? one.en : french(one.fr)}</Text>);
}

function Balance({ invoice }: { invoice: Invoice }) {
  const { t, i18n } = useTranslation();
  const method = i18n.language === "en" ? invoice.method.label_en || invoice.method.label_fr : invoice.method.label_fr;
  return (
    <Panel title={t("sales:settlement")}>
      <Facts facts={[
        { label: t("sales:field.paid"), value: money(invoice.paid, invoice.currency) },
        invoice.credited > 0 && { label: t("sales:field.credited"), value: money(invoice.credited, invoice.currency) },
        { label: t("sales:field.balance"), value: <span data-balance>{money(invoice.balance, invoice.currency)}</span>, strong: true },
        { label: t("sales:field.due_on"), value: date(invoice.due_on) },
        !invoice.schedule.length && { label: t("sales:field.payment_term"), value: <>{termLabel(invoice.term.value)}<Text span fz="xs" c="dimmed" display="block">{t(`sales:level.${invoice.term.level}`)}</Text></> },
        { label: t("sales:field.payment_method"), value: method },
        invoice.template && { label: t("sales:field.template"), value: <>{invoice.template.value}<Text span fz="xs" c="dimmed" display="block">{t(`sales:level.${invoice.template.level}`)}</Text></> },
      ]} />
    </Panel>
  );
}

function Buyer({ invoice }: { invoice: Invoice }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const { buyer } = invoice;
  return (
    <Panel title={t("sales:buyer")}>
      <Anchor component={Link} to={`/c/${company}/customers/${buyer.id}`} fz="sm" fw={550}>{buyer.name}</Anchor>
      <Text fz="sm" style={{ whiteSpace: "pre-line" }}>{[...buyer.address.lines, `${buyer.address.postcode} ${buyer.address.town}`, countryName(buyer.address.country)].filter((one) => one.trim()).join("\n")}</Text>
    </Panel>
  );
}
