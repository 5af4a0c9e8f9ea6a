/** Tasks one under the other: tick it and it is done (with a way back), click it and it opens. */
import { Anchor, Badge, Checkbox, Text, UnstyledButton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan, useMe } from "@/app/session";
import { date } from "@/lib/format";
import { done, failed } from "@/lib/toast";
import { TaskDialog } from "./lazyDialog";
import { parisHour, parisToday } from "./paris";
import { overdue, subjectTo, type Task } from "./tasks";
import look from "./tasks.module.css";

interface Props {
  tasks: Task[];
  /** say the record each is about (not on the record's own page) */
  about?: boolean;
  label: string;
}

export function TaskLines({ tasks, about = false, label }: Props) {
  const [opened, open] = useState<string>();
  return (
    <>
      <ul className={look.lines} aria-label={label}>
        {tasks.map((task) => <Line key={task.id} task={task} about={about} onOpen={() => open(task.id)} />)}
      </ul>
      {opened && <TaskDialog id={opened} onClose={() => open(undefined)} />}
    </>
  );
}

function Line({ task, about, onOpen }: { task: Task; about: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const me = useMe().data;
  const move = useMove();
  const [ticked, setTicked] = useState<boolean>(); // shown at once, until the server has said
  const closed = ticked ?? task.state === "done";
  const to = about ? subjectTo(task) : undefined;
  return (
    <li className={look.line} data-task={task.id} data-done={closed || undefined}>
      <label className={look.tick}>
        <Checkbox checked={closed} disabled={!can("tasks:write")} onChange={() => { setTicked(!closed); void move(task).finally(() => setTicked(undefined)); }} aria-label={t(closed ? "tasks:reopen" : "tasks:finish", { title: task.title })} size="sm" radius="xl" />
      </label>
      <div className={look.words}>
        <UnstyledButton className={look.title} onClick={onOpen}>{task.sort === "reminder" && <IconBell size={14} aria-label={t("tasks:sort.reminder")} role="img" />} {task.title}</UnstyledButton>
        <div className={look.facts}>
          <Due task={task} />
          {task.assignee !== me?.id && <span>{task.assignee_name ?? "–"}</span>}
          {to && <Anchor component={Link} to={`/c/${company}/${to}`} fz="inherit">{task.subject_label}</Anchor>}
          {task.state === "doing" && <span>{t("tasks:state.doing")}</span>}
        </div>
      </div>
    </li>
  );
}

function Due({ task }: { task: Task }) {
  const { t } = useTranslation();
  if (!task.due_on) return null;
  const today = parisToday();
  const day = task.due_on === today ? t("tasks:today") : date(task.due_on);
  const text = task.due_at ? t("tasks:at_hour", { day, hour: parisHour(task.due_at) }) : day;
  if (!overdue(task, today, Date.now())) return <Text span fz="inherit" className="num">{text}</Text>;
  return <Badge color="red" variant="light" size="sm" tt="none" fw={550}>{t("tasks:late", { since: text })}</Badge>;
}

function useMove() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const to = async (id: string, state: "todo" | "done") => {
    await api.send("post", "/{company}/tasks/{id}/transitions", { id }, { to: state });
    await queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).includes("task") });
  };
  return async (task: Task) => {
    try {
      if (task.state === "done") return await to(task.id, "todo");
      await to(task.id, "done");
      done(t("tasks:finished", { title: task.title }), { undo: () => to(task.id, "todo") });
    } catch (error) {
      failed(error);
    }
  };
}
