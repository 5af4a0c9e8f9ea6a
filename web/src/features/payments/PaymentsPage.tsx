import { IconCreditCard } from "@tabler/icons-react";
import { useMemo } from "react";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useMethodOptions } from "./methods";

export default function PaymentsPage() {
  const methods = useMethodOptions();
  const spec = useMemo(() => defineList({
    name: "payments", ns: "payments", path: "/{company}/payments", exportPath: "/{company}/payments/export", kinds: ["payment"], title: "app:page.payments", sort: "-received_on,-number",
    rowTo: (row) => `payments/${row.id}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" }, { key: "received_on", type: "date" }, { key: "method", type: "id", options: methods, file: "method_label", cell: (row) => row.method_label },
      { key: "state", type: "choice", choices: ["recorded", "cancelled"], tone: { recorded: "green", cancelled: "red" } },
      { key: "amount", type: "cents", total: true, card: "figure" }, { key: "unallocated", type: "cents", total: true }, { key: "invoices", type: "text" }, { key: "reference", type: "text" },
      { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] }, { key: "recorded_at", type: "instant", hidden: true }, { key: "cancelled_on", type: "date", hidden: true },
    ],
    views: [{ key: "credit", label: "payments:view.credit", filters: [{ field: "unallocated", op: "ge", value: "0.01" }, { field: "state", op: "in", value: "recorded" }] }],
    create: { to: "payments/new", label: "app:create.payment", scope: "payments:write" },
    empty: { icon: IconCreditCard, title: "payments:empty", hint: "payments:empty_hint" },
  }), [methods]);
  return <ListPage spec={spec} />;
}
