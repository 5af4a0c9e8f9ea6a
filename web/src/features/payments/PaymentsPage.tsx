import "@/i18n/late/payments";
import { IconBuildingBank, IconCreditCard } from "@tabler/icons-react";
import i18next from "i18next";
import { useMemo } from "react";
import { urlOf, useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import { download } from "@/lib/download";
import { done } from "@/lib/toast";
import { useMethodOptions } from "./methods";

const KINDS = ["transfer", "cheque", "card", "cash", "direct_debit", "bill", "other", "credit_note"];
const IN_HAND = ["cheque", "cash", "bill"];

export default function PaymentsPage() {
  const methods = useMethodOptions();
  const api = useApi();
  const spec = useMemo(() => defineList({
    name: "payments", ns: "payments", path: "/{company}/payments", exportPath: "/{company}/payments/export", kinds: ["payment"], title: "app:page.payments", sort: "-received_on,-number",
    rowTo: (row) => `payments/${row.id}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" }, { key: "received_on", type: "date" }, { key: "method", type: "id", options: methods, file: "method_label", cell: (row) => row.method_label },
      { key: "state", type: "choice", choices: ["recorded", "cancelled"], tone: { recorded: "green", cancelled: "red" } },
      { key: "amount", type: "cents", total: true, card: "figure" }, { key: "unallocated", type: "cents", total: true }, { key: "invoices", type: "text" }, { key: "reference", type: "text" },
      { key: "slip_number", type: "text", hidden: true }, { key: "refund_of_number", type: "text", hidden: true }, { key: "method_kind", type: "choice", choices: KINDS, choiceLabel: "payments:kind", hidden: true },
      { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] }, { key: "recorded_at", type: "instant", hidden: true }, { key: "cancelled_on", type: "date", hidden: true },
    ],
    views: [{ key: "credit", label: "payments:view.credit", filters: [{ field: "unallocated", op: "ge", value: "0.01" }, { field: "state", op: "in", value: "recorded" }] },
      { key: "in_hand", label: "payments:view.in_hand", filters: [{ field: "method_kind", op: "in", value: IN_HAND.join(",") }, { field: "slip_number", op: "empty", value: "true" }, { field: "state", op: "in", value: "recorded" }] }],
    bulk: [{
      key: "slip", label: "payments:slip.make", icon: IconBuildingBank, scope: "payments:write",
      allowed: (row) => row.state === "recorded" && !row.slip && row.amount > 0 && IN_HAND.includes(row.method_kind),
      run: async (rows) => {
        const slip = await api.send("post", "/{company}/deposit-slips", {}, { payments: rows.map((row) => row.id) });
        done(i18next.t("payments:slip.made", { number: slip.number }));
        await download(urlOf("/{company}/deposit-slips/{id}", { company: api.company, id: slip.id }));
      },
    }],
    create: { to: "payments/new", label: "app:create.payment", scope: "payments:write" },
    empty: { icon: IconCreditCard, title: "payments:empty", hint: "payments:empty_hint" },
  }), [api, methods]);
  return <ListPage spec={spec} />;
}
