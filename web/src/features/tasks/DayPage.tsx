/** My day: reminders of the day, what is late, today, coming; beside it what should not wait in the company. */
import { Anchor, Button, Group, Text, Title } from "@mantine/core";
import { IconBell, IconListCheck, IconPlus, IconSun } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import form from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { Empty, ErrorState, PageSkeleton } from "@/components/states";
import { Alerts } from "@/features/dashboard/Alerts";
import { int } from "@/lib/format";
import { TaskDialog } from "./lazyDialog";
import { TaskLines } from "./TaskLines";
import { useDay } from "./tasks";
import look from "./tasks.module.css";

const GROUPS = ["overdue", "reminders", "today", "coming", "undated"] as const;

export default function DayPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const day = useDay();
  const [making, make] = useState<"task" | "reminder">();
  if (day.isPending) return <PageSkeleton />;
  if (day.isError) return <ErrorState problem={asProblem(day.error)} retry={() => void day.refetch()} />;
  const shown = GROUPS.filter((group) => day.data[group].length > 0);
  return (
    <>
      <PageHead title={t("app:page.day")}>
        <Button variant="default" h={44} visibleFrom="sm" component={Link} to={`/c/${company}/tasks`} leftSection={<IconListCheck size={18} />}>{t("tasks:all")}</Button>
        <Button variant="default" h={44} leftSection={<IconBell size={18} />} onClick={() => make("reminder")}>{t("tasks:sort.reminder")}</Button>
        <MainAction leftSection={<IconPlus size={18} />} onClick={() => make("task")}>{t("tasks:new")}</MainAction>
      </PageHead>
      <div className={form.page}>
        <div className={look.day}>
          <div>
            {shown.length === 0 && (
              <Empty icon={IconSun} title={t("tasks:empty_day")} action={<Group gap="xs"><Button variant="default" onClick={() => make("reminder")}>{t("tasks:empty_action")}</Button></Group>}>{t("tasks:empty_day_hint")}</Empty>
            )}
            <Anchor component={Link} to={`/c/${company}/tasks`} hiddenFrom="sm" fz="sm" mih={44} display="inline-flex" style={{ alignItems: "center" }}>{t("tasks:all")}</Anchor>
            {shown.map((group) => (
              <section key={group} className={look.group} aria-labelledby={`day-${group}`}>
                <Title order={2} id={`day-${group}`} className={look.groupTitle} data-late={group === "overdue" || undefined}>{t(`tasks:group.${group}`)} <Text span fz="inherit" fw={400}>{int(day.data[group].length)}</Text></Title>
                <TaskLines tasks={day.data[group]} about label={t(`tasks:group.${group}`)} />
              </section>
            ))}
          </div>
          <Alerts />
        </div>
      </div>
      {making && <TaskDialog sort={making} onClose={() => make(undefined)} />}
    </>
  );
}
