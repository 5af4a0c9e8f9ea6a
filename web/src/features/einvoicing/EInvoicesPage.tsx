/** Invoices at the approved platform: where each stands, why one did not leave; the ones that failed leave again from here. */
import "@/i18n/late/einvoicing";
import { Button } from "@mantine/core";
import { IconFileCertificate, IconSend } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import { done, refused } from "@/lib/toast";
import { STATES, TONES, WRONG, problemText, reasonText } from "./words";

const MOST = 20;

export default function EInvoicesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const spec = useMemo(() => defineList({
    name: "einvoices", ns: "einvoicing", path: "/{company}/einvoices", kinds: ["einvoice"], title: "app:page.einvoices", sort: "-issued_on,-number",
    rowTo: (row) => `invoices/${row.id}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" }, { key: "issued_on", type: "date" },
      { key: "state", type: "choice", choices: STATES, tone: TONES }, { key: "gross", type: "cents", card: "figure" },
      { key: "reason", type: "text", wrap: true, cell: (row) => [reasonText(row.reason, row.text, t), problemText(row.problem, t)].filter(Boolean).join(" · ") },
      { key: "reach", type: "choice", choices: ["yes", "no"], hidden: true }, { key: "problem", type: "text", hidden: true, cell: (row) => problemText(row.problem, t) }, { key: "sent_at", type: "instant", hidden: true }, { key: "asked_at", type: "instant", hidden: true },
      { key: "kind", type: "choice", choices: ["invoice", "credit_note", "deposit_invoice"], hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] },
    ],
    views: [
      { key: "wrong", label: "einvoicing:view.wrong", filters: [{ field: "state", op: "in", value: WRONG }] },
      { key: "waiting", label: "einvoicing:view.waiting", filters: [{ field: "state", op: "in", value: "pending" }] },
      { key: "done", label: "einvoicing:view.done", filters: [{ field: "state", op: "in", value: "collected" }] },
    ],
    bulk: [{
      key: "send", label: "einvoicing:send", icon: IconSend, scope: "sales:write", allowed: (row) => row.state === "failed" || row.state === "pending",
      run: async (rows, step) => {
        const bad: string[] = [];
        for (let at = 0; at < rows.length; at += MOST) {
          const some = rows.slice(at, at + MOST);
          const out = await api.send("post", "/{company}/einvoices", {}, { invoices: some.map((row) => row.id) });
          bad.push(...out.items.filter((one) => one.problem).map((one) => `${one.number || one.id} : ${problemText(one.problem, t)}`));
          step(at + some.length);
        }
        done(t("einvoicing:sent", { count: rows.length - bad.length }));
        if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad);
      },
    }],
    empty: { icon: IconFileCertificate, title: "einvoicing:empty", hint: "einvoicing:empty_hint", action: <Button variant="default" component={Link} to={`/c/${company}/platform`}>{t("einvoicing:empty_action")}</Button> },
  }), [api, company, t]);
  return <ListPage spec={spec} />;
}
