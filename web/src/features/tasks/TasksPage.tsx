import { Button } from "@mantine/core";
import { IconListCheck, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useMe } from "@/app/session";
import { ListPage, defineList } from "@/components/list/ListPage";
import { MainAction } from "@/components/MainAction";
import { date } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { TaskDialog } from "./lazyDialog";
import { parisHour, parisToday } from "./paris";
import { overdue, useColleagues } from "./tasks";

/** Every task and reminder of the company; one opens in its dialog, with the record it is about. */
export default function TasksPage() {
  const { t } = useTranslation();
  const me = useMe().data;
  const people = useColleagues();
  const [making, make] = useState(false);
  useKeys({ n: () => make(true) });
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { company } = useParams();
  const opened = search.get("task");
  const rest = new URLSearchParams(search);
  rest.delete("task");
  const kept = rest.toString();
  const spec = useMemo(() => defineList({
    name: "tasks", ns: "tasks", path: "/{company}/tasks", kinds: ["task"], title: "app:page.tasks", sort: "due_on,created_at",
    rowTo: (row) => `tasks?${kept ? `${kept}&` : ""}task=${row.id}`, rowLabel: (row) => row.title,
    columns: [
      { key: "title", type: "text", card: "title", wrap: true },
      { key: "state", type: "choice", choices: ["todo", "doing", "done"], tone: { todo: "gray", doing: "blue", done: "green" } },
      { key: "due_on", type: "date", card: "figure", cell: (row) => {
        if (!row.due_on) return "";
        const text = row.due_at ? t("tasks:at_hour", { day: date(row.due_on), hour: parisHour(row.due_at) }) : date(row.due_on);
        return overdue(row, parisToday(), Date.now()) ? <strong style={{ color: "var(--mantine-color-red-text)" }}>{t("tasks:late", { since: text })}</strong> : text;
      } },
      { key: "assignee", type: "id", options: people },
      { key: "subject_label", type: "text" },
      { key: "sort", type: "choice", choices: ["task", "reminder"] },
      { key: "created_by", type: "id", options: people, hidden: true }, { key: "created_at", type: "instant", hidden: true }, { key: "done_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "open", label: "tasks:view.open", filters: [{ field: "state", op: "in", value: "todo,doing" }] },
      { key: "mine", label: "tasks:view.mine", filters: [{ field: "state", op: "in", value: "todo,doing" }, { field: "assignee", op: "in", value: me?.id ?? "" }] },
      { key: "given", label: "tasks:view.given", filters: [{ field: "state", op: "in", value: "todo,doing" }, { field: "created_by", op: "in", value: me?.id ?? "" }] },
      { key: "late", label: "tasks:view.late", filters: [{ field: "state", op: "in", value: "todo,doing" }, { field: "due_on", op: "lt", value: parisToday() }] },
      { key: "done", label: "tasks:view.done", filters: [{ field: "state", op: "in", value: "done" }], sort: "-done_at" },
    ],
    actions: <MainAction leftSection={<IconPlus size={18} />} onClick={() => make(true)}>{t("tasks:new")}</MainAction>,
    empty: { icon: IconListCheck, title: "tasks:empty", hint: "tasks:empty_hint", action: <Button variant="default" onClick={() => make(true)}>{t("list:begin")}</Button> },
  }), [t, me?.id, people, kept]);
  return (
    <>
      <ListPage spec={spec} />
      {making && <TaskDialog onClose={() => make(false)} />}
      {opened && <TaskDialog id={opened} onClose={() => void navigate(`/c/${company}/tasks${kept ? `?${kept}` : ""}`, { replace: true })} />}
    </>
  );
}
