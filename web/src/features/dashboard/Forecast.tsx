/** What is validated and will be invoiced, month by month: each line opens the orders it counts. */
import "@/i18n/late/dashboard";
import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import look from "@/features/tasks/tasks.module.css";
import { int, money, monthName } from "@/lib/format";
import { endOfMonth, listTo, until, within, type Figures } from "./figures";

export function Forecast({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const { company } = useParams();
  if (!figures.forecast.length) return null;
  return (
    <section aria-labelledby="forecast">
      <Title order={2} id="forecast" className={look.groupTitle}>{t("dashboard:forecast")}</Title>
      <Text fz="xs" c="dimmed">{t("dashboard:forecast_hint")}</Text>
      {figures.forecast.map((one) => (
        <Link key={one.month} to={`/c/${company}/${listTo("orders", one.month <= figures.today ? [until("invoice_from", endOfMonth(one.month))] : within("invoice_from", one.month, endOfMonth(one.month)))}`} className={look.alert} data-forecast={one.month}>
          <span className={look.alertFigure}>{money(one.amount)}</span>
          {monthName(one.month, true)} {one.month.slice(0, 4)} · {t("dashboard:of.orders", { count: one.count, text: int(one.count) })}
        </Link>
      ))}
    </section>
  );
}
