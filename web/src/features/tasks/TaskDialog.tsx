/** A task (a day) or a reminder (an hour), new or changed. */
import { Anchor, Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { useMe } from "@/app/session";
import { DateInput } from "@/components/DateInput";
import { PageSkeleton, ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { parisHour, parisInstant, parisToday } from "./paris";
import { PAGES, useColleagues, type Subject } from "./tasks";

export interface Props {
  /** changed when given, else a new one */
  id?: string | undefined;
  subject?: Subject | undefined;
  sort?: "task" | "reminder";
  onClose: () => void;
}

type Out = Schemas["TaskOut"];

export default function TaskDialog({ id, ...props }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const found = useQuery({ queryKey: [api.company, "record", "task", id], enabled: !!id, queryFn: ({ signal }) => api.get("/{company}/tasks/{id}", { id: id! }, undefined, signal), staleTime: 0 });
  return (
    <Modal opened onClose={props.onClose} size="lg" title={t(id ? "tasks:change" : "tasks:new")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      {id && !found.data ? <PageSkeleton /> : <TaskForm task={found.data} {...props} />}
    </Modal>
  );
}

function TaskForm({ task, subject, sort = "task", onClose }: Omit<Props, "id"> & { task: Out | undefined }) {
  const { t } = useTranslation();
  const api = useApi();
  const me = useMe().data;
  const queries = useQueryClient();
  const colleagues = useColleagues();
  const [values, setValues] = useState(() => ({
    sort: task?.sort ?? sort, title: task?.title ?? "", text: task?.text ?? "", assignee: task?.assignee ?? me?.id ?? "",
    due_on: task?.due_on ?? (sort === "reminder" ? parisToday() : null), hour: task?.due_at ? parisHour(task.due_at) : "09:00",
  }));
  const set = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const { hour, ...given } = values;
    const reminder = given.sort === "reminder";
    const body = { ...given, due_on: reminder ? null : given.due_on, due_at: reminder && given.due_on ? parisInstant(given.due_on, hour) : null };
    if (task) await api.send("put", "/{company}/tasks/{id}", { id: task.id }, body, { version: task.version });
    else await api.send("post", "/{company}/tasks", {}, { ...body, subject: subject ?? null });
    await queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).includes("task") });
    done(t(task ? "tasks:changed" : "tasks:created"));
    onClose();
  });
  const refusal = banner(["title", "assignee", "due_at"]);
  const reminder = values.sort === "reminder";
  const people = colleagues.some((one) => one.value === values.assignee) || !task ? colleagues : [...colleagues, { value: task.assignee, label: task.assignee_name }];
  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack gap="sm">
        {refusal && <ProblemBanner problem={refusal} />}
        <SegmentedControl value={values.sort} onChange={(value) => set({ sort: value as "task" | "reminder", due_on: values.due_on ?? (value === "reminder" ? parisToday() : null) })} aria-label={t("tasks:field.sort")}
          data={(["task", "reminder"] as const).map((value) => ({ value, label: t(`tasks:sort.${value}`) }))} />
        <TextInput name="title" label={t("tasks:field.title")} required data-autofocus maxLength={200} value={values.title} onChange={(e) => set({ title: e.currentTarget.value })} error={errors["title"]} />
        <Group grow align="flex-start">
          <Select name="assignee" label={t("tasks:field.assignee")} data={people} searchable allowDeselect={false} value={values.assignee} onChange={(value) => value && set({ assignee: value })} error={errors["assignee"]} />
          <DateInput name="due_on" label={t("tasks:field.due_on")} clearable={!reminder} value={values.due_on} onChange={(value) => set({ due_on: value })} error={errors["due_at"]} />
          {reminder && <TextInput type="time" name="hour" label={t("tasks:field.hour")} required value={values.hour} onChange={(e) => set({ hour: e.currentTarget.value })} />}
        </Group>
        {task?.subject && <Text fz="sm">{t("tasks:field.subject_label")}{t("form:why.colon")}<Anchor component={Link} to={`/c/${api.company}/${PAGES[task.subject.kind]}/${task.subject.id}`} inherit>{task.subject.label}</Anchor></Text>}
        <Textarea name="text" label={t("tasks:field.text")} autosize minRows={2} maxRows={8} maxLength={4000} value={values.text} onChange={(e) => set({ text: e.currentTarget.value })} />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" h={44} onClick={onClose}>{t("app:action.cancel")}</Button>
          <Button type="submit" h={44} data-main-action loading={busy} disabled={!values.title.trim() || (reminder && !values.due_on)}>{t(task ? "form:save" : "tasks:create")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
