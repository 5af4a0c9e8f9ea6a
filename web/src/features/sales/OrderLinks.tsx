/** What an order came from and became. */
import { Anchor } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { later } from "@/lib/onDemand";
import { download } from "@/lib/download";
import { date, int, money } from "@/lib/format";
import { DocumentChain } from "./DocumentChain";
import type { Order } from "./orderForm";

const SendDialog = later(async () => (await import("@/features/mailing/SendDialog")).SendDialog);

export function OrderLinks({ order }: { order: Order }) {
  const { t } = useTranslation();
  return (
    <DocumentChain customer={{ id: order.customer, name: order.customer_name }} documents={[
      !!order.quote && { key: "quote", label: t("sales:quote.number", { number: order.quote_number }), to: `quotes/${order.quote}` },
      { key: "order", label: t("sales:order_number", { number: order.number }), note: date(order.ordered_on) },
      !!order.proforma && { key: "proforma", label: t("sales:proforma.number", { number: order.proforma_number }), note: <Proforma order={order} /> },
      ...order.deposits.map((one) => ({ key: one.invoice, label: t("sales:deposit.number", { number: one.number }), to: `invoices/${one.invoice}`, note: `${date(one.on)} · ${money(one.gross, order.currency)}` })),
      ...order.deliveries.map((one) => ({
        key: one.note, label: t("sales:note.number", { number: one.number }), to: `delivery-notes/${one.note}`,
        note: `${date(one.on)} · ${t("sales:line.cols", { count: one.cols, text: int(one.cols) })}${one.state === "issued" ? "" : ` · ${t(`sales:note.state.${one.state}`)}`}`,
      })),
      (order.shipped === "to_ship" || order.shipped === "partly") && (order.state === "validated" || order.state === "invoiced") && { key: "rest", label: t(`sales:shipped.${order.shipped}`), missing: true },
      order.invoice ? { key: "invoice", label: t("sales:invoice_number", { number: order.invoice_number }), to: `invoices/${order.invoice}` } : { key: "invoice", label: t("sales:not_invoiced"), missing: true },
      !!order.credit_note && { key: "credit", label: t("sales:credit.number", { number: order.credit_note_number }), to: `invoices/${order.credit_note}` },
    ]} />
  );
}

/** Its paper, in both languages, and the e-mail that carries it. */
function Proforma({ order }: { order: Order }) {
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const [sending, dialog] = useDisclosure(false);
  const papers = (["fr", "en"] as const).map((lang) => (
    <Anchor key={lang} component="button" type="button" fz="xs" mr="sm" onClick={() => void download(urlOf("/{company}/orders/{id}/pro-forma", { company: api.company, id: order.id }, { lang }))}>
      {t(`sales:proforma.pdf_${lang}`)}
    </Anchor>
  ));
  return (
    <>
      {papers}
      {can("sales:write") && <Anchor component="button" type="button" fz="xs" onClick={dialog.open}>{t("mailing:send")}</Anchor>}
      {sending && <SendDialog kind="proforma" id={order.id} onClose={dialog.close} />}
    </>
  );
}
