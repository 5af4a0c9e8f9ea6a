import "@/i18n/late/payments";
import { IconCreditCard } from "@tabler/icons-react";
import { BookPage, type BookSpec } from "@/components/list/BookPage";
import type { Answer, Schemas } from "@/api/client";

const KINDS = ["transfer", "cheque", "card", "cash", "direct_debit", "bill", "other"];

const SPEC: BookSpec<Answer<"/{company}/payment-methods", "get">["items"][number]> = {
  ns: "payments", name: "methods", title: "app:page.methods", newTitle: "app:create.method", kinds: ["payment_methods"], scope: "payments:write", schema: "MethodIn",
  list: (api, signal) => api.get("/{company}/payment-methods", {}, undefined, signal),
  create: (api, values) => api.send("post", "/{company}/payment-methods", {}, values as Schemas["MethodIn"]),
  change: (api, id, values, version) => api.send("put", "/{company}/payment-methods/{id}", { id }, values as Schemas["MethodIn"], { version }),
  columns: [
    { key: "label_fr", type: "text", card: "title" }, { key: "label_en", type: "text" }, { key: "kind", type: "choice", card: "figure" }, { key: "account", type: "text" }, { key: "journal", type: "text", hidden: true }, { key: "bank", type: "text" },
  ],
  fields: [
    { name: "label_fr", type: "text", required: true, span: 3, autoFocus: true }, { name: "label_en", type: "text", span: 3 }, { name: "kind", type: "choice", choices: KINDS, required: true, span: 3 },
    { name: "account", type: "text", span: 3, hint: "payments:hint.account" }, { name: "journal", type: "text", span: 3, hint: "payments:hint.journal" }, { name: "journal_label", type: "text", span: 3 }, { name: "bank", type: "text", span: 3 },
  ],
  blank: { label_fr: "", label_en: "", kind: "transfer", account: null, journal: "", journal_label: "", bank: "", archived: false },
  empty: { icon: IconCreditCard, title: "payments:method_empty", hint: "payments:method_empty_hint" },
};

export default function MethodsPage() {
  return <BookPage spec={SPEC} />;
}
