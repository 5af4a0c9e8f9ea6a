/** A statement of commissions: its lines, why each rate, its papers; issued once its period is over, then paid. */
import "@/i18n/late/agents";
import { Anchor, Button, Popover, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconReceipt } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { urlOf, useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { RecordHead } from "@/components/form/FormPage";
import form from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { LocalList } from "@/components/list/LocalList";
import { Facts, Panel } from "@/components/record/Panel";
import { ErrorState, PageSkeleton } from "@/components/states";
import { PdfMenu } from "@/features/sales/PdfMenu";
import { date, int, money, percent } from "@/lib/format";
import { useRecent } from "@/lib/recent";
import { useTitle } from "@/lib/title";
import { done } from "@/lib/toast";
import { TONES } from "./statements";
import { Said } from "./WhyRate";

type Statement = Schemas["StatementOut"];
type Commission = Schemas["StatementOut"]["commissions"][number];

export default function StatementPage() {
  const { id = "", company } = useParams();
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: [api.company, "record", "commission_statement", id], meta: { kinds: ["commission_statement", "commission_ledger"] },
    queryFn: ({ signal }) => api.get("/{company}/statements/{id}", { id }, undefined, signal),
  });
  const out = query.data;
  const label = out && `${out.agent_name} · ${out.period}`;
  useTitle(label);
  useRecent(`statements/${id}`, label, "app:page.statements");
  if (query.isPending) return <PageSkeleton />;
  if (query.isError || !out) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  return (
    <div className={form.page}>
      <RecordHead back={{ to: `/c/${company}/statements`, label: t("app:page.statements") }} title={label ?? ""}
        badge={<StatusBadge tone={TONES[out.state]!}>{t(`agents:state.${out.state}`)}</StatusBadge>}
        subtitle={[out.number, t("agents:dates", { since: date(out.since), until: date(out.until) })].filter(Boolean).join(" · ")}
        actions={<><Papers out={out} />{out.allowed.map((to) => <Move key={to} out={out} to={to as "issued" | "paid"} />)}</>} />
      <div className={form.columns}>
        <div>
          <section className={form.section} aria-label={t("agents:lines")}>
            <Lines out={out} />
            {out.lines > out.commissions.length && <Text fz="sm" c="dimmed" mt="xs">{t("agents:more_lines", { shown: int(out.commissions.length), count: out.lines })}</Text>}
          </section>
        </div>
        <aside className={form.aside}>
          <Panel title={t("agents:totals")}>
            <Facts facts={[{ label: t("agents:field.base"), value: money(out.base) }, { label: t("agents:field.amount"), value: money(out.amount), strong: true }, { label: t("agents:field.lines"), value: int(out.lines) }]} />
          </Panel>
          <Panel title={t("agents:booked")}>
            <Facts facts={[{ label: t("agents:field.account"), value: out.account }, { label: t("agents:field.counterpart"), value: out.counterpart }, { label: t("agents:field.issued_on"), value: out.issued_on && date(out.issued_on) }, { label: t("agents:field.paid_on"), value: out.paid_on && date(out.paid_on) }]} />
          </Panel>
          <Panel title={t("agents:agent")} onScreen><Anchor component={Link} to={`/c/${company}/agents/${out.agent}`} fz="sm">{out.agent_name}</Anchor></Panel>
        </aside>
      </div>
    </div>
  );
}

function Lines({ out }: { out: Statement }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const rows = out.commissions.map((one, n) => ({ ...one, id: String(n) }));
  return (
    <LocalList title={t("agents:lines")} ns="agents" rows={rows} empty={{ icon: IconReceipt, title: "agents:no_line", hint: "agents:no_line_hint" }}
      columns={[
        { key: "on", type: "date" }, { key: "cause", type: "choice", choices: ["invoice", "payment", "cancellation", "credit_note"] },
        { key: "invoice_number", type: "text", card: "title", cell: (row) => <Anchor component={Link} to={`/c/${company}/invoices/${row.invoice}`} fz="inherit">{row.invoice_number}</Anchor> },
        { key: "customer_name", type: "text", card: "line" }, { key: "base", type: "cents" },
        { key: "rate", type: "text", card: "named", cell: (row) => <Why line={row} /> }, { key: "amount", type: "cents", card: "figure" }, { key: "label", type: "text" },
      ]} />
  );
}

/** The rate of a line; pressed, why it is that one. */
function Why({ line }: { line: Commission }) {
  const { t } = useTranslation();
  return (
    <Popover withArrow shadow="md" position="left">
      <Popover.Target><UnstyledButton fz="inherit" aria-label={`${percent(line.rate)} ${t(`agents:level.${line.level}`)} · ${t("agents:why.of", { rate: percent(line.rate), label: line.label })}`} style={{ textDecoration: "underline dotted", textUnderlineOffset: 3 }}>{percent(line.rate)} <Text span fz="xs" c="dimmed">{t(`agents:level.${line.level}`)}</Text></UnstyledButton></Popover.Target>
      <Popover.Dropdown><Text fw={600} fz="sm" mb={4}>{t("agents:why.title")}</Text><Said said={line.said} /></Popover.Dropdown>
    </Popover>
  );
}

function Papers({ out }: { out: Statement }) {
  const api = useApi();
  const papers = [["pdf", true], ["pdf", false], ["xlsx", true], ["xlsx", false]] as const;
  return <PdfMenu papers={papers.map(([format, amounts]) => ({ label: `agents:paper.${format}${amounts ? "" : "_bare"}`, url: urlOf("/{company}/statements/{id}/file", { company: api.company, id: out.id }, { format, amounts }) }))} />;
}

function Move({ out, to }: { out: Statement; to: "issued" | "paid" }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const [asking, ask] = useDisclosure(false);
  if (!can("agents:write")) return null;
  const move = async () => {
    await api.send("post", "/{company}/statements", {}, { to, ids: [out.id] });
    await queries.invalidateQueries({ queryKey: [api.company, "record", "commission_statement", out.id] });
    done(t(`agents:moved.${to}`, { count: 1 }));
  };
  return (
    <>
      <Button onClick={ask.open}>{t(`agents:action.${to === "issued" ? "issue" : "pay"}`)}</Button>
      <Confirm opened={asking} title={t(`agents:ask.${to}`)} action={t(`agents:action.${to === "issued" ? "issue" : "pay"}`)} onClose={ask.close} onConfirm={move}>{t(`agents:ask.${to}_hint`)}</Confirm>
    </>
  );
}
