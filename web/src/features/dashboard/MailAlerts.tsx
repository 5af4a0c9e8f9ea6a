/** Reminders that wait for a click, and e-mails that came back: each line opens the list it counts. */
import "@/i18n/late/dashboard";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import look from "@/features/tasks/tasks.module.css";
import { int, money } from "@/lib/format";

const WAITING = JSON.stringify({ field: "state", op: "eq", value: "pending" });
const WRONG = JSON.stringify({ field: "status", op: "in", value: ["bounced", "complained", "failed"] });

export function MailAlerts() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const can = useCan();
  const reminders = useQuery({
    queryKey: [api.company, "reminders", "waiting"], enabled: can("payments:read"), meta: { kinds: ["dunning"] },
    queryFn: ({ signal }) => api.get("/{company}/reminders", {}, { where: WAITING, sums: "balance", limit: 1 }, signal),
  });
  const mails = useQuery({
    queryKey: [api.company, "messages", "wrong"], enabled: can("sales:read"), meta: { kinds: ["message"] },
    queryFn: ({ signal }) => api.get("/{company}/messages", {}, { where: WRONG, limit: 1 }, signal),
  });
  const waiting = reminders.data?.count ?? 0;
  const wrong = mails.data?.count ?? 0;
  if (!waiting && !wrong) return null;
  return (
    <section aria-label={t("dashboard:mail_alerts")}>
      {waiting > 0 && (
        <Link to={`/c/${company}/reminders?f=state.in.pending`} className={look.alert} data-urgent data-alert="reminders">
          <span className={look.alertFigure}>{money(Number(reminders.data!.sums?.["balance"] ?? 0))}</span>{t("dashboard:alert.reminders", { count: waiting })}
        </Link>
      )}
      {wrong > 0 && (
        <Link to={`/c/${company}/messages?f=status.in.failed,bounced,complained`} className={look.alert} data-urgent data-alert="mails">
          <span className={look.alertFigure}>{int(wrong)}</span>{t("dashboard:alert.mails", { count: wrong })}
        </Link>
      )}
    </section>
  );
}
