/** Tasks and notes of any record, in its right rail: `<RecordWork kind="order" id={…} label="C-12 · Le Bistrot" />`. */
import { ActionIcon, Button, Group, Text, Textarea } from "@mantine/core";
import { IconBell, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { useCan, useMe } from "@/app/session";
import { Panel } from "@/components/record/Panel";
import { ago, instant } from "@/lib/format";
import { optimistic } from "@/lib/optimistic";
import { done, failed } from "@/lib/toast";
import { TaskDialog } from "./lazyDialog";
import { TaskLines } from "./TaskLines";
import { useTasksOf, type Subject } from "./tasks";
import look from "./tasks.module.css";

export function RecordWork(subject: Subject) {
  const can = useCan();
  if (!can("tasks:read")) return null;
  return (
    <>
      <Tasks subject={subject} />
      <Notes subject={subject} />
    </>
  );
}

function Tasks({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  const can = useCan();
  const tasks = useTasksOf(subject);
  const [making, make] = useState<"task" | "reminder">();
  const items = tasks.data?.items ?? [];
  const sorted = [...items.filter((one) => one.state !== "done"), ...items.filter((one) => one.state === "done")];
  return (
    <Panel title={t("tasks:title")}>
      {sorted.length > 0 ? <TaskLines tasks={sorted} label={t("tasks:title")} /> : tasks.isSuccess && <Text fz="sm" c="dimmed">{t("tasks:none_here")}</Text>}
      {can("tasks:write") && (
        <Group gap={4} mt={6} ml={-8}>
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => make("task")}>{t("tasks:sort.task")}</Button>
          <Button size="compact-sm" variant="subtle" leftSection={<IconBell size={14} />} onClick={() => make("reminder")}>{t("tasks:sort.reminder")}</Button>
        </Group>
      )}
      {making && <TaskDialog subject={subject} sort={making} onClose={() => make(undefined)} />}
    </Panel>
  );
}

const noteKey = (company: string, { kind, id }: Subject) => [company, "notes", kind, id];

function Notes({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const key = noteKey(api.company, subject);
  const notes = useQuery({ queryKey: key, meta: { kinds: ["note"] }, queryFn: ({ signal }) => api.get("/{company}/notes", {}, { kind: subject.kind, id: subject.id }, signal) });
  const write = async () => {
    setBusy(true);
    try {
      await api.send("post", "/{company}/notes", {}, { subject, text: text.trim() });
      setText("");
      await queries.invalidateQueries({ queryKey: key });
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={t("tasks:notes")}>
      {can("tasks:write") && (
        <form onSubmit={(event) => { event.preventDefault(); void write(); }}>
          <Textarea name="note" aria-label={t("tasks:note_new")} placeholder={t("tasks:note_placeholder")} autosize minRows={1} maxRows={6} maxLength={4000} value={text} onChange={(e) => setText(e.currentTarget.value)} />
          {text.trim() && <Group justify="flex-end" mt={6}><Button type="submit" size="xs" loading={busy}>{t("tasks:note_add")}</Button></Group>}
        </form>
      )}
      <div role="list" aria-label={t("tasks:notes")} style={{ marginTop: 6 }}>
        {(notes.data?.items ?? []).map((note) => <Note key={note.id} note={note} refresh={() => queries.invalidateQueries({ queryKey: key })} subject={subject} />)}
      </div>
    </Panel>
  );
}

function Note({ note, subject, refresh }: { note: Schemas["NoteOut"]; subject: Subject; refresh: () => Promise<void> }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const mine = useMe().data?.id === note.author;
  const drop = async () => {
    const gone = await optimistic<Schemas["NotesOut"]>(queries, noteKey(api.company, subject), (old) => ({ ...old, items: old.items.filter((one) => one.id !== note.id) }),
      () => api.send("delete", "/{company}/notes/{id}", { id: note.id }));
    if (gone) done(t("tasks:note_deleted"), { undo: async () => { await api.send("post", "/{company}/notes", {}, { subject, text: note.text }); await refresh(); } });
  };
  return (
    <div role="listitem" className={look.note}>
      <div className={look.noteText}>{note.text}</div>
      <div className={look.noteFoot}>
        <span title={instant(note.created_at)}>{note.author_name} · {ago(note.created_at, Date.now())}</span>
        {mine && <ActionIcon size={24} variant="subtle" color="gray" ml="auto" aria-label={t("tasks:note_delete")} onClick={() => void drop()}><IconTrash size={14} /></ActionIcon>}
      </div>
    </div>
  );
}
