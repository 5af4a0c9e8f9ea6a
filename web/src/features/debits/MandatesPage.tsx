/** Mandates: invited, signed, active, ended; customers are invited by e-mail, several at once. */
import "@/i18n/late/debits";
import { IconSignature, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import { done } from "@/lib/toast";
import { MandateTools } from "./Tools";
import { TONES } from "./words";

const STATES = ["pending", "active", "cancelled"] as const;

export default function MandatesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const spec = useMemo(() => defineList({
    name: "mandates", ns: "debits", path: "/{company}/mandates", kinds: ["mandate"], title: "app:page.mandates", sort: "-updated_at",
    rowTo: (row) => `customers/${row.id}`, rowLabel: (row) => row.customer_name,
    columns: [
      { key: "customer_name", type: "text", card: "title" }, { key: "state", type: "choice", choices: STATES, tone: TONES }, { key: "partner", type: "choice", choices: ["gocardless", "own"], card: "line" },
      { key: "invited_on", type: "date", roomy: true }, { key: "signed_on", type: "date", card: "named" }, { key: "active_on", type: "date", roomy: true },
      { key: "rum", type: "text" }, { key: "iban_end", type: "text", hidden: true }, { key: "email", type: "text", hidden: true }, { key: "scheme", type: "text", filterable: false, hidden: true },
      { key: "cause", type: "text", hidden: true }, { key: "customer_code", type: "text", hidden: true }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: STATES.map((one) => ({ key: one, label: `debits:mandates.${one}`, filters: [{ field: "state", op: "in", value: one }] })),
    actions: <MandateTools />,
    bulk: [{
      key: "end", label: "debits:end", icon: IconX, scope: "payments:write", allowed: (row) => row.state !== "cancelled",
      run: async (rows, step) => {
        for (const [at, row] of rows.entries()) {
          await api.send("post", "/{company}/mandates/{id}", { id: row.id }, { to: "cancelled" });
          step(at + 1);
        }
        done(t("debits:ended", { count: rows.length }));
      },
    }],
    empty: { icon: IconSignature, title: "debits:no_mandate", hint: "debits:no_mandate_hint" },
  }), [api, t]);
  return <ListPage spec={spec} />;
}
