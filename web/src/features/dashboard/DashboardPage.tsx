/** The home page: figures that open what they are made of, what waits for the person, charts; first steps on a new company. */
import "@/i18n/late/dashboard";
import { Anchor, Skeleton, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import form from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { TaskLines } from "@/features/tasks/TaskLines";
import { useDay } from "@/features/tasks/tasks";
import { date, int, money } from "@/lib/format";
import { Alerts } from "./Alerts";
import { MailAlerts } from "./MailAlerts";
import { Breakdown, change, Months } from "./Charts";
import { CountTiles } from "./Counts";
import { before, DUE, listTo, OPEN, until, useFigures, within, type Figures } from "./figures";
import { FirstSteps } from "./FirstSteps";
import { Forecast } from "./Forecast";
import { Followers } from "./Followers";
import look from "./dashboard.module.css";

export default function DashboardPage() {
  const { t } = useTranslation();
  const all = useCan()("statistics:read");
  return (
    <>
      <PageHead title={t("app:page.dashboard")} />
      <div className={form.page}>
        {all ? <Whole /> : <><MyDay /><div className={look.tiles}><CountTiles /></div></>}
        <FirstSteps />
      </div>
    </>
  );
}

function Whole() {
  const { data, isError, error, refetch } = useFigures();
  if (isError) return <ErrorState problem={asProblem(error)} retry={() => void refetch()} />;
  if (!data) return <div className={look.tiles} aria-busy="true">{Array.from({ length: 5 }, (_, i) => <Skeleton key={i} h={104} />)}</div>;
  const sold = data.months.some((one) => one.amount !== 0 || one.last_amount !== 0);
  return (
    <>
      <Tiles figures={data} />
      <div className={look.board}>
        <div className={look.charts}>{sold && <><Months figures={data} /><Breakdown figures={data} /><Followers /></>}</div>
        <aside className={look.side}><MyDay /><Alerts /><MailAlerts /><Forecast figures={data} /></aside>
      </div>
    </>
  );
}

function Tiles({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { turnover, today } = figures;
  const grown = change(turnover.amount, turnover.last_amount);
  const orders = (count: number) => t("dashboard:of.orders", { count, text: int(count) });
  const invoices = (count: number) => t("dashboard:of.invoices", { count, text: int(count) });
  const tiles = [
    { key: "turnover", amount: turnover.amount, to: listTo("invoices", within("issued_on", turnover.since, turnover.until)),
      note: grown ? t("dashboard:grown", { change: grown, year: turnover.last_until.slice(0, 4) }) : t("dashboard:month_until", { day: date(turnover.until) }) },
    { key: "to_validate", amount: figures.to_validate.amount, to: listTo("orders", [OPEN]), note: orders(figures.to_validate.count) },
    { key: "to_invoice", amount: figures.to_invoice.amount, to: listTo("orders", [until("invoice_from", today)]), note: orders(figures.to_invoice.count) },
    { key: "due", amount: figures.unpaid.amount, to: listTo("invoices", [DUE]), note: invoices(figures.unpaid.count) },
    { key: "late", amount: figures.overdue.amount, to: listTo("invoices", [DUE, before("due_on", today)]), note: invoices(figures.overdue.count), urgent: figures.overdue.count > 0 },
  ];
  return <div className={look.tiles}>{tiles.map(({ key, ...tile }) => <Tile key={key} name={key} {...tile} />)}<CountTiles only={["received_month"]} /></div>;
}

function Tile({ name, amount, to, note, urgent }: { name: string; amount: number; to: string; note: string; urgent?: boolean }) {
  const { t } = useTranslation();
  const { company } = useParams();
  return (
    <Link className={look.tile} to={`/c/${company}/${to}`} data-tile={name}>
      <span className={look.label}>{t(`dashboard:tile.${name}`)}</span>
      <span className={look.figure} data-urgent={urgent || undefined}>{money(amount)}</span>
      <span className={look.note}>{note}</span>
    </Link>
  );
}

/** Reminders and tasks of today and before; the rest is one click away. */
function MyDay() {
  const { t } = useTranslation();
  const { company } = useParams();
  const { data } = useDay();
  const tasks = data ? [...data.overdue, ...data.reminders, ...data.today] : [];
  if (!tasks.length) return null;
  return (
    <section className={look.mine} aria-labelledby="my-day">
      <Title order={2} id="my-day" className={look.cardTitle}><Anchor component={Link} to={`/c/${company}/day`} inherit c="inherit">{t("app:page.day")}</Anchor></Title>
      <TaskLines tasks={tasks.slice(0, 8)} about label={t("app:page.day")} />
    </section>
  );
}
