/** What a new company does first; gone once the first invoice is paid. */
import "@/i18n/late/dashboard";
import { Anchor, Button, List, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan, useMe } from "@/app/session";
import look from "./dashboard.module.css";

export function FirstSteps() {
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
