/** Statements of commissions, open and issued: one issues and settles several at once. */
import "@/i18n/late/agents";
import { Button } from "@mantine/core";
import { IconCheck, IconCoinEuro, IconReceipt } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ListPage, defineList } from "@/components/list/ListPage";
import { done, refused } from "@/lib/toast";
import { STATES, TONES, ended } from "./statements";

const MOST = 25;

/** In portions that the server takes whole, oldest first. */
async function move(api: Api, to: "issued" | "paid", rows: { id: string; until: string }[], step: (done: number) => void): Promise<number> {
  const ids = [...rows].sort((a, b) => a.until.localeCompare(b.until)).map((row) => row.id);
  for (let at = 0; at < ids.length; at += MOST) {
    await api.send("post", "/{company}/statements", {}, { to, ids: ids.slice(at, at + MOST) });
    step(Math.min(at + MOST, ids.length));
  }
  return ids.length;
}

export default function StatementsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const spec = useMemo(() => {
    const run = (to: "issued" | "paid") => async (rows: { id: string; until: string }[], step: (done: number) => void) => {
      try {
        done(t(`agents:moved.${to}`, { count: await move(api, to, rows, step) }));
        return undefined;
      } catch (error) {
        refused(t("agents:not_moved"), [asProblem(error).message]);
        return false as const;
      }
    };
    return defineList({
      name: "statements", ns: "agents", path: "/{company}/statements", kinds: ["commission_ledger", "commission_statement"], title: "app:page.statements", sort: "-until,agent_name",
      rowTo: (row) => `statements/${row.id}`, rowLabel: (row) => `${row.agent_name} ${row.period}`,
      columns: [
        { key: "agent_name", type: "text", card: "title" }, { key: "period", type: "text", card: "line" }, { key: "state", type: "choice", choices: STATES, tone: TONES },
        { key: "number", type: "text", card: "line" }, { key: "since", type: "date", hidden: true }, { key: "until", type: "date" }, { key: "lines", type: "int" },
        { key: "base", type: "cents", total: true }, { key: "amount", type: "cents", total: true, card: "figure" }, { key: "issued_on", type: "date" }, { key: "paid_on", type: "date" }, { key: "agent", type: "id", filterOnly: true, options: [] },
      ],
      views: [
        { key: "to_issue", label: "agents:view.to_issue", filters: [{ field: "state", op: "in", value: "open" }, { field: "until", op: "lt", value: "@today" }] },
        { key: "to_pay", label: "agents:view.to_pay", filters: [{ field: "state", op: "in", value: "issued" }] },
      ],
      bulk: [
        { key: "issue", label: "agents:action.issue", icon: IconCheck, scope: "agents:write", allowed: (row) => row.state === "open" && ended(row.until), run: run("issued") },
        { key: "pay", label: "agents:action.pay", icon: IconCoinEuro, scope: "agents:write", allowed: (row) => row.state === "issued", run: run("paid") },
      ],
      empty: { icon: IconReceipt, title: "agents:statement_empty", hint: "agents:statement_empty_hint", action: <Button variant="default" component={Link} to={`/c/${company}/agents`}>{t("app:page.agents")}</Button> },
    });
  }, [api, company, t]);
  return <ListPage spec={spec} />;
}
