import "@/i18n/late/journal";
import { IconHistory } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { ListPage, defineList } from "@/components/list/ListPage";
import { instant } from "@/lib/format";
import { actorLabel, commandLabel, fieldLabel, kindLabel, shownValue } from "./words";

const KINDS = ["company", "settings", "member", "roles", "invitation", "api_key", "webhook", "customer", "customer_categories", "families", "packagings", "product", "variant", "grids", "tariff", "order", "invoice", "payment", "payment_methods", "payment_link", "deposit_slip", "payout", "entry", "chart", "import"];

/** The whole journal: who changed what, when, from what to what; filters and export in the address as everywhere. */
export default function HistoryPage() {
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const members = useQuery({ queryKey: [api.company, "members"], enabled: can("members:read"), queryFn: ({ signal }) => api.get("/{company}/members", {}, undefined, signal) });
  const spec = useMemo(() => defineList({
    name: "history", ns: "journal", path: "/{company}/history", exportPath: "/{company}/history/export", kinds: KINDS, title: "journal:title", sort: "-at", noSearch: true, flat: true,
    rowId: (row) => `${row.at}${row.kind}${row.id}${row.version}${row.field ?? ""}`, rowLabel: (row) => commandLabel(row.command),
    columns: [
      { key: "at", type: "instant", sortable: false, cell: (row) => <span className="num">{instant(row.at)}</span>, card: "line" },
      { key: "user", type: "id", sortable: false, options: (members.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })), cell: (row) => actorLabel(row.actor) },
      { key: "command", type: "text", sortable: false, filterable: false, cell: (row) => commandLabel(row.command), card: "title" },
      { key: "kind", type: "choice", sortable: false, options: KINDS.map((value) => ({ value, label: kindLabel(value) })), cell: (row) => kindLabel(row.kind) },
      { key: "field", type: "text", sortable: false, filterable: false, cell: (row) => (row.field ? fieldLabel(row.kind, row.field) : t(`journal:what.${row.what}`)) },
      { key: "before", type: "text", card: "named", sortable: false, filterable: false, cell: (row) => (row.field ? shownValue(row.before, row.kind, row.field) : "") },
      { key: "after", type: "text", card: "named", sortable: false, filterable: false, cell: (row) => (row.field ? shownValue(row.after, row.kind, row.field) : "") },
      { key: "id", type: "text", sortable: false, hidden: true },
    ],
    toQuery: (state) => {
      const value = (field: string, op?: string) => state.filters.find((f) => f.field === field && (!op || f.op === op))?.value.split(",")[0];
      return { kind: value("kind"), user: value("user"), id: value("id"), from: value("at", "ge"), to: value("at", "le"), limit: state.size, cursor: state.cursor };
    },
    empty: { icon: IconHistory, title: "journal:empty", hint: "journal:empty_hint" },
  }), [members.data, t]);
  return <ListPage spec={spec} />;
}
