/** Reminders made by the night: looked at, then sent in one go; what is held back stands in views of its own. */
import "@/i18n/late/reminders";
import { IconBellRinging, IconX, IconSend } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import type { Tone } from "@/components/list/types";
import { bulkPayLink } from "@/features/cards/bulk";
import { later } from "@/lib/onDemand";
import { done, refused } from "@/lib/toast";
import type { ReminderChoice } from "./RemindDialog";

const RemindDialog = later(async () => (await import("./RemindDialog")).RemindDialog);
const STATES = ["pending", "sent", "dropped", "superseded", "lapsed", "disputed", "excluded"] as const;
const TONES: Record<string, Tone> = { pending: "amber", sent: "green", dropped: "gray", superseded: "gray", lapsed: "gray", disputed: "red", excluded: "red" };
const LEVELS = ["1", "2", "3"];

export default function RemindersPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [asked, ask] = useState<ReminderChoice[] | null>(null);
  const answer = useRef<(sent: boolean) => void>(() => undefined);
  const spec = useMemo(() => defineList({
    name: "reminders", ns: "reminders", path: "/{company}/reminders", kinds: ["dunning", "held_back"], title: "app:page.reminders", sort: "due_on,number",
    rowTo: (row) => (row.invoice ? `invoices/${row.invoice}` : `customers/${row.customer}`), rowLabel: (row) => row.number || row.customer_name,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" }, { key: "state", type: "choice", choices: STATES, tone: TONES },
      { key: "level", type: "int", cell: (row) => (row.level ? t(`reminders:level.${LEVELS[row.level - 1]}`) : "") }, { key: "due_on", type: "date", card: "named" }, { key: "balance", type: "cents", total: true, card: "figure" },
      { key: "made_on", type: "date", roomy: true }, { key: "sent_at", type: "instant", hidden: true }, { key: "fee", type: "cents", hidden: true }, { key: "interest", type: "cents", hidden: true },
      { key: "reason", type: "text", hidden: true }, { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] },
    ],
    views: [
      { key: "pending", label: "reminders:view.pending", filters: [{ field: "state", op: "in", value: "pending" }] },
      { key: "sent", label: "reminders:view.sent", filters: [{ field: "state", op: "in", value: "sent" }], sort: "-sent_at" },
      { key: "held", label: "reminders:view.held", filters: [{ field: "state", op: "in", value: "disputed,excluded" }] },
    ],
    bulk: [
      {
        key: "send", label: "reminders:look_and_send", icon: IconSend, scope: "payments:write", allowed: (row) => row.state === "pending",
        run: async (rows) => {
          const sent = new Promise<boolean>((resolve) => { answer.current = resolve; });
          ask(rows.map((row) => ({ id: row.id, number: row.number, customer: row.customer_name })));
          return (await sent) ? undefined : false;
        },
      },
      bulkPayLink(api, t, (row) => row.invoice ?? "", (row) => row.state === "pending" && !!row.invoice),
      {
        key: "drop", label: "reminders:drop", icon: IconX, scope: "payments:write", allowed: (row) => row.state === "pending",
        run: async (rows, step) => {
          const bad: string[] = [];
          for (let at = 0; at < rows.length; at += 40) {
            const some = rows.slice(at, at + 40);
            const out = await api.send("post", "/{company}/reminders", {}, { ids: some.map((row) => row.id), to: "dropped" });
            bad.push(...out.items.filter((one) => one.problem).map((one) => `${one.number || one.id} : ${one.problem}`));
            step(at + some.length);
          }
          done(t("reminders:dropped", { count: rows.length - bad.length }));
          if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad);
        },
      },
    ],
    empty: { icon: IconBellRinging, title: "reminders:empty", hint: "reminders:empty_hint" },
  }), [api, t]);
  const close = (sent: boolean) => { ask(null); answer.current(sent); };
  return <><ListPage spec={spec} />{asked && <RemindDialog chosen={asked} onClose={close} />}</>;
}
