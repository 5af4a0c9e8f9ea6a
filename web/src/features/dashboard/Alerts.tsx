/** What should not wait: each line opens the list it counts. Nothing for who may not see figures. */
import "@/i18n/late/dashboard";
import { Skeleton, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useCan } from "@/app/session";
import look from "@/features/tasks/tasks.module.css";
import { money } from "@/lib/format";
import { before, daysAfter, daysBefore, DUE, FOLLOWED, listTo, OPEN, until, useFigures, VALIDATED } from "./figures";

export function Alerts() {
  const { t } = useTranslation();
  const { company } = useParams();
  const allowed = useCan()("statistics:read");
  const { data } = useFigures();
  if (!allowed) return null;
  if (!data) return <Skeleton h={120} />;
  const { overdue, to_invoice, sleeping, covers_ending } = data.alerts;
  const lines = [
    { key: "overdue", ...overdue, to: listTo("invoices", [DUE, before("due_on", data.today)]), urgent: true },
    { key: "to_invoice", ...to_invoice, to: listTo("orders", [VALIDATED, until("planned_on", data.today)]), urgent: false },
    { key: "sleeping", ...sleeping, to: listTo("orders", [OPEN, before("ordered_on", daysBefore(data.today, 7))]), urgent: false },
    { key: "covers_ending", ...covers_ending, to: listTo("customers", [until("credit_until", daysAfter(data.today, 30)), FOLLOWED]), urgent: false },
  ].filter((line) => line.count > 0);
  return (
    <section aria-labelledby="alerts">
      <Title order={2} id="alerts" className={look.groupTitle}>{t("dashboard:alerts")}</Title>
      {lines.length === 0 && <Text fz="sm" c="dimmed">{t("dashboard:no_alert")}</Text>}
      {lines.map((line) => (
        <Link key={line.key} to={`/c/${company}/${line.to}`} className={look.alert} data-urgent={line.urgent || undefined} data-alert={line.key}>
          <span className={look.alertFigure}>{money(line.amount)}</span>
          {t(`dashboard:alert.${line.key}`, { count: line.count })}
        </Link>
      ))}
    </section>
  );
}
