/** What is debited: asked, collected, failed; asked now, again, or put into a file for the bank. */
import "@/i18n/late/debits";
import { IconArrowBackUp, IconBuildingBank, IconRepeat, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import type { Tone } from "@/components/list/types";
import { done, refused } from "@/lib/toast";
import { DebitTools } from "./Tools";

const STATES = ["submitted", "confirmed", "paid_out", "failed", "charged_back", "cancelled"] as const;
const TONES: Record<string, Tone> = { submitted: "amber", confirmed: "green", paid_out: "green", failed: "red", charged_back: "red", cancelled: "gray" };
type To = Schemas["DebitMoveIn"]["to"];

export default function DebitsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const spec = useMemo(() => {
    const moving = (to: To) => async (rows: { id: string }[], step: (at: number) => void) => {
      const bad: string[] = [];
      for (let at = 0; at < rows.length; at += 40) {
        const some = rows.slice(at, at + 40);
        const out = await api.send("post", "/{company}/debits", {}, { ids: some.map((row) => row.id), to, cause: "" });
        bad.push(...out.items.filter((one) => one.problem).map((one) => `${one.number || one.id} : ${one.problem}`));
        step(at + some.length);
      }
      if (rows.length > bad.length) done(t("debits:moved", { count: rows.length - bad.length }));
      if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad);
    };
    return defineList({
      name: "debits", ns: "debits", path: "/{company}/debits", kinds: ["collection"], title: "app:page.debits", sort: "-charge_on,number",
      rowTo: (row) => `invoices/${row.invoice}`, rowLabel: (row) => row.number,
      columns: [
        { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" }, { key: "state", type: "choice", choices: STATES, tone: TONES },
        { key: "due_on", type: "date", roomy: true }, { key: "charge_on", type: "date", card: "named" }, { key: "amount", type: "cents", total: true, card: "figure" },
        { key: "cause", type: "text" }, { key: "attempt", type: "int", hidden: true }, { key: "reference", type: "text", hidden: true }, { key: "asked_at", type: "instant", hidden: true },
        { key: "moved_on", type: "date", hidden: true }, { key: "customer_code", type: "text", hidden: true }, { key: "alert", type: "bool", hidden: true },
      ],
      views: [
        { key: "alert", label: "debits:view.alert", filters: [{ field: "alert", op: "eq", value: "true" }] },
        { key: "submitted", label: "debits:view.submitted", filters: [{ field: "state", op: "in", value: "submitted" }], sort: "charge_on" },
        { key: "received", label: "debits:view.received", filters: [{ field: "state", op: "in", value: "confirmed,paid_out" }] },
      ],
      actions: <DebitTools />,
      bulk: [
        { key: "again", label: "debits:again", icon: IconRepeat, scope: "payments:write", allowed: (row) => row.state === "failed" || row.state === "charged_back", run: moving("submitted") },
        { key: "cancel", label: "debits:cancel", icon: IconX, scope: "payments:write", allowed: (row) => row.state === "submitted" && !row.file, run: moving("cancelled") },
        { key: "reject", label: "debits:reject", icon: IconArrowBackUp, scope: "payments:write", allowed: (row) => !!row.file && (row.state === "submitted" || row.state === "confirmed"), run: moving("failed") },
      ],
      empty: { icon: IconBuildingBank, title: "debits:empty", hint: "debits:empty_hint" },
    });
  }, [api, t]);
  return <ListPage spec={spec} />;
}
