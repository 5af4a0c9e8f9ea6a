/** The charts of the dashboard: each answers one question in its title, has its table, and opens the list behind. */
import "@/i18n/late/dashboard";
import { Anchor, Button, Skeleton, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, Suspense, useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { int, money, monthName, percent } from "@/lib/format";
import { endOfMonth, is, listTo, within, type Figures } from "./figures";
import look from "./dashboard.module.css";

const MonthsChart = lazy(() => import("./MonthsChart"));

/** "+8 %" of one amount over another; nothing over nothing, nor when there was next to nothing. */
export function change(now: number, before: number): string | null {
  if (before <= 0) return null;
  const part = Math.round(((now - before) / before) * 100);
  if (part > 300) return null; // a beginning, not a growth
  return `${part > 0 ? "+" : ""}${percent(part)}`;
}

function Card({ title, note, wide, children }: { title: string; note?: string; wide?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section className={look.card} data-wide={wide || undefined} aria-labelledby={id}>
      <Title order={2} id={id} className={look.cardTitle}>{title}</Title>
      {note && <Text fz="sm" c="dimmed" mb="sm">{note}</Text>}
      {children}
    </section>
  );
}

export function Months({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const navigate = useNavigate();
  const [table, { toggle }] = useDisclosure(false);
  const sum = figures.months.reduce((total, one) => total + one.amount, 0);
  const last = figures.months.reduce((total, one) => total + one.last_amount, 0);
  const to = (month: string) => `/c/${company}/${listTo("invoices", within("issued_on", month, endOfMonth(month)))}`;
  const grown = figures.months.every((one) => one.last_amount > 0) ? change(sum, last) : null;
  const title = grown ? t("dashboard:months_grown", { change: grown }) : t("dashboard:months");
  return (
    <Card title={title} note={t("dashboard:months_note", { amount: money(sum) })} wide>
      {table ? (
        <Table.ScrollContainer minWidth={320}>
          <Table fz="sm" aria-label={title}>
            <Table.Thead><Table.Tr><Table.Th>{t("dashboard:month")}</Table.Th><Table.Th ta="right">{t("dashboard:this_year")}</Table.Th><Table.Th ta="right">{t("dashboard:year_before")}</Table.Th><Table.Th ta="right">{t("dashboard:change")}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {figures.months.map((one) => (
                <Table.Tr key={one.month}>
                  <Table.Td><Anchor component={Link} to={to(one.month)} fz="sm">{monthName(one.month, true)}</Anchor></Table.Td>
                  <Table.Td ta="right" className="num">{money(one.amount)}</Table.Td><Table.Td ta="right" className="num">{money(one.last_amount)}</Table.Td><Table.Td ta="right" className="num">{change(one.amount, one.last_amount) ?? "–"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : <Suspense fallback={<Skeleton h={260} />}><MonthsChart months={figures.months} label={title} onMonth={(month) => void navigate(to(month))} /></Suspense>}
      <Button size="compact-sm" variant="subtle" mt={4} onClick={toggle}>{t(table ? "dashboard:see_chart" : "dashboard:see_table")}</Button>
    </Card>
  );
}

interface SlicesProps {
  title: string;
  note: string;
  none: string;
  slices: Figures["customers"];
  to: (id: string) => string;
}

/** Bars that are a table: a name, its share drawn, its amount; the line opens the list. */
function Slices({ title, note, none, slices, to }: SlicesProps) {
  const { t } = useTranslation();
  const { company } = useParams();
  const most = Math.max(1, ...slices.map((one) => one.amount));
  return (
    <Card title={title} note={note}>
      {slices.length === 0 && <Text fz="sm" c="dimmed">{t("dashboard:nothing_yet")}</Text>}
      <ol className={look.bars}>
        {slices.map((one) => (
          <li key={one.id}>
            <Link to={`/c/${company}/${to(one.id)}`} className={look.bar}>
              <span className={look.barName}>{one.name || none}</span><span className={look.barAmount}>{money(one.amount)}</span>
              <span className={look.barTrack} aria-hidden><span className={look.barFill} style={{ width: `${Math.max(0, (one.amount / most) * 100)}%` }} /></span>
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}

export function Breakdown({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const period = within("issued_on", figures.since, figures.today);
  const top = figures.customers[0];
  const sum = figures.months.reduce((total, one) => total + one.amount, 0);
  const share = top && sum > 0 ? percent(Math.round((top.amount / sum) * 100)) : null;
  return (
    <>
      <Slices title={share && top ? t("dashboard:customers_top", { name: top.name, share }) : t("dashboard:customers")} note={t("dashboard:customers_note", { count: figures.customers.length, text: int(figures.customers.length) })} none={t("dashboard:no_customer")}
        slices={figures.customers} to={(id) => listTo("invoices", [is("customer", id), ...period])} />
      <Slices title={t("dashboard:categories")} note={t("dashboard:twelve")} none={t("dashboard:no_category")} slices={figures.categories} to={(id) => listTo("customers", [is("category_id", id)])} />
      <Slices title={t("dashboard:grids")} note={t("dashboard:twelve")} none={t("dashboard:no_grid")} slices={figures.grids} to={(id) => listTo("orders", [is("grid", id), f("state", "invoiced"), ...within("ordered_on", figures.since, figures.today)])} />
    </>
  );
}

function f(field: string, value: string) {
  return { field, op: "in" as const, value };
}
