/** What an invoice came from, and the credit notes made of it; a credit note, the invoice that it credits. */
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { date, money } from "@/lib/format";
import { DocumentChain } from "./DocumentChain";

export function InvoiceLinks({ invoice }: { invoice: Schemas["InvoiceOut"] }) {
  const { t } = useTranslation();
  const credit = invoice.kind === "credit_note";
  return (
    <DocumentChain customer={{ id: invoice.buyer.id, name: invoice.buyer.name }} documents={[
      { key: "order", label: t("sales:order_number", { number: invoice.order_number }), to: `orders/${invoice.order}` },
      ...invoice.deposits.map((one) => ({ key: one.invoice, label: t("sales:deposit.number", { number: one.number }), to: `invoices/${one.invoice}`, note: `${date(one.on)} · ${money(-one.gross, invoice.currency)}` })),
      ...invoice.preceding.map((one) => ({ key: one.id, label: t("sales:invoice_number", { number: one.number }), to: `invoices/${one.id}`, note: date(one.issued_on) })),
      { key: "here", label: t(credit ? "sales:credit.number" : invoice.kind === "deposit_invoice" ? "sales:deposit.number" : "sales:invoice_number", { number: invoice.number }), note: date(invoice.issued_on) },
      ...invoice.credit_notes.map((one) => ({ key: one.id, label: t("sales:credit.number", { number: one.number }), to: `invoices/${one.id}`, note: `${date(one.on)} · ${money(-one.gross, invoice.currency)}` })),
    ]} />
  );
}
