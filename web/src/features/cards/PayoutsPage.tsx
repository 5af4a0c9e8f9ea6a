/** What partners paid to the bank: payments less fees, to the cent; what does not add up stands out. */
import "@/i18n/late/cards";
import { IconBuildingBank } from "@tabler/icons-react";
import { useMemo } from "react";
import { ListPage, defineList } from "@/components/list/ListPage";

export default function PayoutsPage() {
  const spec = useMemo(() => defineList({
    name: "payouts", ns: "cards", path: "/{company}/payouts", kinds: ["payout"], title: "app:page.payouts", sort: "-paid_on,reference",
    rowTo: (row) => `payouts/${encodeURIComponent(row.id)}`, rowLabel: (row) => row.reference,
    columns: [
      { key: "paid_on", type: "date", card: "title" }, { key: "partner", type: "choice", choices: ["stripe", "gocardless"] }, { key: "reference", type: "text", card: "line", roomy: true },
      { key: "payments", type: "int", roomy: true }, { key: "gross", type: "cents", total: true }, { key: "fees", type: "cents", total: true, card: "named" }, { key: "net", type: "cents", total: true, card: "figure" },
      { key: "gap", type: "cents", total: true, card: "named" },
    ],
    views: [{ key: "gap", label: "cards:view.gap", filters: [{ field: "gap", op: "ne", value: "0" }] }],
    empty: { icon: IconBuildingBank, title: "cards:empty", hint: "cards:empty_hint" },
  }), []);
  return <ListPage spec={spec} />;
}
