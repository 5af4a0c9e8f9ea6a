/** Real figures, each opening the list it counts; on a new company, the first steps instead. */
import { Anchor, Button, List, Skeleton, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Api } from "@/api/client";
import { useCan, useMe } from "@/app/session";
import { whereOf, writeFilter } from "@/components/list/params";
import type { Column, Filter } from "@/components/list/types";
import form from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { int, money } from "@/lib/format";
import look from "./dashboard.module.css";

interface Tile {
  key: string;
  list: "orders" | "invoices" | "customers" | "payments";
  scope: string;
  filters: Filter[];
  /** column summed; the count alone when left out */
  sum?: string;
  kinds: string[];
}

const COLUMNS: Column<never>[] = [
  { key: "state", type: "choice" }, { key: "status", type: "choice" }, { key: "due_on", type: "date" }, { key: "issued_on", type: "date" }, { key: "received_on", type: "date" }, { key: "archived", type: "bool" }, { key: "unallocated", type: "cents" },
];

function tiles(today: string): Tile[] {
  const month = `${today.slice(0, 8)}01`;
  const due: Filter = { field: "status", op: "in", value: "unpaid,partly_paid" };
  return [
    { key: "drafts", list: "orders", scope: "sales:read", filters: [{ field: "state", op: "in", value: "draft,pending" }], sum: "gross", kinds: ["order"] },
    { key: "to_invoice", list: "orders", scope: "sales:read", filters: [{ field: "state", op: "in", value: "validated" }], sum: "gross", kinds: ["order"] },
    { key: "invoiced_month", list: "invoices", scope: "sales:read", filters: [{ field: "issued_on", op: "ge", value: month }], sum: "net", kinds: ["invoice", "receivable"] },
    { key: "due", list: "invoices", scope: "sales:read", filters: [due], sum: "balance", kinds: ["receivable"] },
    { key: "late", list: "invoices", scope: "sales:read", filters: [due, { field: "due_on", op: "lt", value: today }], sum: "balance", kinds: ["receivable"] },
    { key: "received_month", list: "payments", scope: "payments:read", filters: [{ field: "received_on", op: "ge", value: month }, { field: "state", op: "in", value: "recorded" }], sum: "amount", kinds: ["payment"] },
    { key: "customers", list: "customers", scope: "crm:read", filters: [{ field: "archived", op: "eq", value: "false" }], kinds: ["customer"] },
  ];
}

async function figure(api: Api, tile: Tile, signal: AbortSignal): Promise<{ count: number; sum: number }> {
  const query = { where: whereOf(tile.filters, COLUMNS), limit: 1, sums: tile.sum };
  const page = await api.get(`/{company}/${tile.list}`, {}, query, signal);
  return { count: page.count, sum: Number(page.sums?.[tile.sum ?? ""] ?? 0) };
}

export default function DashboardPage() {
  const { t } = useTranslation();
  const can = useCan();
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());
  const shown = tiles(today).filter((tile) => can(tile.scope));
  return (
    <>
      <PageHead title={t("app:page.dashboard")} />
      <div className={form.page}>
        <div className={look.tiles}>{shown.map((tile) => <Figure key={tile.key} tile={tile} />)}</div>
        <FirstSteps />
      </div>
    </>
  );
}

function Figure({ tile }: { tile: Tile }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const { data, isError } = useQuery({ queryKey: [api.company, "tile", tile.key, tile.filters], queryFn: ({ signal }) => figure(api, tile, signal), meta: { kinds: tile.kinds } });
  const search = tile.filters.map((filter) => `f=${encodeURIComponent(writeFilter(filter))}`).join("&");
  const urgent = tile.key === "late" && !!data?.count;
  return (
    <Link className={look.tile} to={`/c/${company}/${tile.list}?${search}`} data-tile={tile.key}>
      <span className={look.label}>{t(`dashboard:tile.${tile.key}`)}</span>
      {data ? <span className={look.figure} data-urgent={urgent || undefined}>{tile.sum ? money(data.sum) : int(data.count)}</span> : isError ? <span className={look.figure}>–</span> : <Skeleton h={30} w={120} />}
      <span className={look.note}>{data && tile.sum ? t(`dashboard:of.${tile.list}`, { count: data.count, text: int(data.count) }) : " "}</span>
    </Link>
  );
}

/** What a new company does first; gone once the first invoice is paid. */
function FirstSteps() {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const can = useCan();
  const me = useMe().data;
  const count = (list: "orders" | "invoices" | "customers" | "payments") => async ({ signal }: { signal: AbortSignal }) => (await api.get(`/{company}/${list}`, {}, { limit: 1 }, signal)).count;
  const allowed = can("crm:read") && can("sales:read") && can("payments:read");
  const ask = (list: "orders" | "invoices" | "customers" | "payments", kinds: string[]) => ({ queryKey: [api.company, "count", list], queryFn: count(list), meta: { kinds }, enabled: allowed });
  const customers = useQuery(ask("customers", ["customer"]));
  const orders = useQuery(ask("orders", ["order"]));
  const invoices = useQuery(ask("invoices", ["receivable"]));
  const payments = useQuery(ask("payments", ["payment"]));
  if (!allowed || payments.data === undefined || payments.data > 0) return null;
  const steps = [
    { key: "company", done: true, to: "company" }, { key: "totp", done: !!me?.totp, to: "/profil" }, { key: "import", done: !!customers.data, to: "imports/new" },
    { key: "order", done: !!orders.data, to: "orders/new" }, { key: "invoice", done: !!invoices.data, to: "orders" }, { key: "payment", done: false, to: "invoices" },
  ];
  const next = steps.find((step) => !step.done);
  return (
    <section className={look.steps} aria-labelledby="steps">
      <Text component="h2" id="steps" fw={600} fz="lg" m={0} mb="sm">{t("dashboard:steps")}</Text>
      <List spacing={8} listStyleType="none">
        {steps.map((step) => (
          <List.Item key={step.key} icon={<ThemeIcon size={22} radius="xl" variant="light" color={step.done ? "green" : "gray"} aria-label={t(step.done ? "dashboard:step_done" : "dashboard:step_todo")} role="img">{step.done ? <IconCheck size={14} /> : <IconCircle size={10} />}</ThemeIcon>}>
            {step.done ? <Text c="dimmed" span>{t(`dashboard:step.${step.key}`)}</Text> : <Anchor component={Link} to={step.to.startsWith("/") ? step.to : `/c/${company}/${step.to}`}>{t(`dashboard:step.${step.key}`)}</Anchor>}
          </List.Item>
        ))}
      </List>
      {next && <Button mt="md" h={44} component={Link} to={next.to.startsWith("/") ? next.to : `/c/${company}/${next.to}`}>{t("dashboard:next", { step: t(`dashboard:step.${next.key}`) })}</Button>}
    </section>
  );
}
