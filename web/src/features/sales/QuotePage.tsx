/** A quote: typed as an order is, sent, answered, then an order. */
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { StatusBadge } from "@/components/list/cells";
import { SendButton } from "@/features/mailing/SendButton";
import { OfferPage, type OfferSpec } from "./OfferPage";
import { PdfMenu } from "./PdfMenu";
import { QuoteBar } from "./QuoteBar";
import { QuoteLinks } from "./QuoteLinks";
import { QUOTE_BLANK, quoteToBody, quoteToForm, type Quote } from "./orderForm";
import { QUOTE_TONES } from "./words";

const SPEC: OfferSpec<Quote> = {
  kind: "quote", list: "quotes", newTitle: "app:create.quote", open: ["draft"], typed: ["draft"],
  source: (packagings) => ({
    kind: "quote", kinds: ["order"], schema: "QuoteIn", blank: QUOTE_BLANK, toForm: quoteToForm,
    load: (a, one, signal) => a.get("/{company}/quotes/{id}", { id: one }, undefined, signal),
    create: (a, values) => a.send("post", "/{company}/quotes", {}, quoteToBody(values, packagings)),
    update: (a, one, values, version) => a.send("put", "/{company}/quotes/{id}", { id: one }, quoteToBody(values, packagings), { version }),
  }),
  badge: (quote) => <State quote={quote} />,
  links: (quote) => <QuoteLinks quote={quote} />,
  bar: (props) => <QuoteBar {...props} />,
  actions: (quote) => quote.lines.length > 0 && <><SendButton kind="quote" id={quote.id} /><Papers quote={quote} /></>,
};

export default function QuotePage() {
  return <OfferPage spec={SPEC} />;
}

function State({ quote }: { quote: Quote }) {
  const { t } = useTranslation();
  return <StatusBadge tone={QUOTE_TONES[quote.state]!}>{t(`sales:quote.state.${quote.state}`)}</StatusBadge>;
}

function Papers({ quote }: { quote: Quote }) {
  const api = useApi();
  return <PdfMenu papers={(["fr", "en"] as const).map((lang) => ({ label: `sales:quote.pdf_${lang}`, url: urlOf("/{company}/quotes/{id}/pdf", { company: api.company, id: quote.id }, { lang }) }))} />;
}
