/** How far a quote is: until when it is good, the answer, the order it became. */
import { useTranslation } from "react-i18next";
import { date } from "@/lib/format";
import { DocumentChain } from "./DocumentChain";
import type { Quote } from "./orderForm";

export function QuoteLinks({ quote }: { quote: Quote }) {
  const { t } = useTranslation();
  const said = [
    quote.valid_until && t("sales:quote.valid_until", { date: date(quote.valid_until) }), quote.accepted_on && t("sales:quote.accepted_on", { date: date(quote.accepted_on) }), quote.reason,
  ].filter(Boolean).join(" · ");
  return (
    <DocumentChain customer={{ id: quote.customer, name: quote.customer_name }} documents={[
      { key: "quote", label: t("sales:quote.number", { number: quote.number }), note: said || date(quote.ordered_on) },
      quote.order ? { key: "order", label: t("sales:order_number", { number: quote.order_number }), to: `orders/${quote.order}` } : { key: "order", label: t("sales:quote.not_ordered"), missing: true },
    ]} />
  );
}
