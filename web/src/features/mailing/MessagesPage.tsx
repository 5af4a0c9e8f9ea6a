/** Every e-mail sent to a customer. */
import { IconMail } from "@tabler/icons-react";
import { ListPage, defineList } from "@/components/list/ListPage";
import { PAGES_OF, SORTS, STATUS_TONES, STATUSES } from "./words";

const SPEC = defineList({
  name: "messages", ns: "mailing", path: "/{company}/messages", kinds: ["message", "post"], title: "app:page.messages", sort: "-asked_at,-id",
  rowTo: (row) => (PAGES_OF[row.about_kind] ? `${PAGES_OF[row.about_kind]}/${row.about}` : undefined), rowLabel: (row) => row.subject,
  columns: [
    { key: "status", type: "choice", choices: STATUSES, tone: STATUS_TONES }, { key: "channel", type: "choice", choices: ["mail", "post"], hidden: true }, { key: "customer_name", type: "text", card: "title" },
    { key: "to", type: "text", card: "line" }, { key: "subject", type: "text", roomy: true }, { key: "asked_at", type: "instant", card: "named" },
    { key: "reason", type: "text", wrap: true }, { key: "opened_at", type: "instant", roomy: true },
    { key: "sort", type: "choice", choices: SORTS, hidden: true }, { key: "number", type: "text", hidden: true }, { key: "cc", type: "text", hidden: true }, { key: "by_name", type: "text", hidden: true },
    { key: "sent_at", type: "instant", hidden: true }, { key: "delivered_at", type: "instant", hidden: true }, { key: "cost", type: "cents", total: true, hidden: true }, { key: "job", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] },
  ],
  views: [
    { key: "wrong", label: "mailing:view.wrong", filters: [{ field: "status", op: "in", value: "failed,bounced,complained,rejected" }] },
    { key: "unopened", label: "mailing:view.unopened", filters: [{ field: "status", op: "in", value: "sent,delivered" }] },
    { key: "letters", label: "mailing:view.letters", filters: [{ field: "channel", op: "in", value: "post" }] },
    { key: "reminders", label: "mailing:view.reminders", filters: [{ field: "sort", op: "in", value: "reminder_1,reminder_2,reminder_3" }] },
  ],
  empty: { icon: IconMail, title: "mailing:empty.messages", hint: "mailing:empty.messages_hint" },
});

export default function MessagesPage() {
  return <ListPage spec={SPEC} />;
}
