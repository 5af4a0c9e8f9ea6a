import "@/i18n/late/einvoicing";
import { Button } from "@mantine/core";
import { IconFileInvoice } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useApi } from "@/api/client";
import { bulkPayLink } from "@/features/cards/bulk";
import { LINK_STATES, LINK_TONES } from "@/features/cards/words";
import { bulkSend } from "@/features/mailing/bulk";
import { usePosting } from "@/features/mailing/usePosting";
import { bulkFiles } from "./bulkFiles";
import { STATES as EINVOICE_STATES, TONES as EINVOICE_TONES } from "@/features/einvoicing/words";
import { INVOICE_KINDS, INVOICE_STATES, INVOICE_TONES, KIND_TONES } from "./words";

export default function InvoicesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const { bulk: post, dialog } = usePosting("invoice");
  const spec = useMemo(() => {
    const due = { field: "status", op: "in", value: "unpaid,partly_paid" } as const;
    return defineList({
      name: "invoices", ns: "sales", path: "/{company}/invoices", exportPath: "/{company}/invoices/export", kinds: ["invoice", "receivable"], title: "app:page.invoices", sort: "-issued_on,-number",
      rowTo: (row) => `invoices/${row.id}${row.kind === "former" ? "?former" : ""}`, rowLabel: (row) => row.number,
      columns: [
        { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" }, { key: "issued_on", type: "date" }, { key: "due_on", type: "date", card: "named" },
        { key: "status", type: "choice", choices: INVOICE_STATES, tone: INVOICE_TONES }, { key: "kind", type: "choice", choices: INVOICE_KINDS, tone: KIND_TONES, hidden: true },
        { key: "net", type: "cents", total: true, card: false, roomy: true }, { key: "gross", type: "cents", total: true, card: "figure" }, { key: "balance", type: "cents", total: true },
        { key: "home_gross", type: "cents", total: true, hidden: true }, { key: "home_balance", type: "cents", total: true, hidden: true }, { key: "vat", type: "cents", total: true, hidden: true }, { key: "paid", type: "cents", total: true, hidden: true }, { key: "cols", type: "int", total: true, hidden: true },
        { key: "pay_link", type: "choice", choices: LINK_STATES, tone: LINK_TONES, hidden: true },
        { key: "order_number", type: "text", hidden: true }, { key: "reference", type: "text", hidden: true }, { key: "paid_on", type: "date", hidden: true },
        { key: "credited", type: "cents", total: true, hidden: true }, { key: "corrects_number", type: "text", hidden: true },
        { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] }, { key: "updated_at", type: "instant", hidden: true }, { key: "einvoice", type: "choice", choices: EINVOICE_STATES, tone: EINVOICE_TONES, label: "einvoicing:panel", choiceLabel: "einvoicing:state", hidden: true },
      ],
      views: [
        { key: "due", label: "sales:view.due", filters: [due], sort: "due_on,number" },
        { key: "late", label: "sales:view.late", filters: [due, { field: "due_on", op: "lt", value: "@today" }], sort: "due_on,number" },
        { key: "paid", label: "sales:view.paid", filters: [{ field: "status", op: "in", value: "paid" }] },
        { key: "credits", label: "sales:view.credits", filters: [{ field: "kind", op: "in", value: "credit_note" }] },
      ],
      bulk: [bulkSend(api, t, "invoice", (row) => row.kind !== "former"), post, bulkPayLink(api, t, (row) => row.id, (row) => row.balance > 0 && row.kind !== "former" && row.kind !== "credit_note"), ...bulkFiles(api)],
      empty: { icon: IconFileInvoice, title: "sales:empty.invoices", hint: "sales:empty.invoices_hint", action: <Button variant="default" component={Link} to={`/c/${company}/orders?f=state.in.validated`}>{t("sales:empty.invoices_action")}</Button> },
    });
  }, [company, api, post, t]);
  return <><ListPage spec={spec} />{dialog}</>;
}
