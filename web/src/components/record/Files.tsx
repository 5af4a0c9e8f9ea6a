/** Files kept with a record: chosen, dropped or pasted; opened with a click; taken off with a way back. */
import { ActionIcon, Anchor, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconPaperclip, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import { download } from "@/lib/download";
import { ago, decimal, instant } from "@/lib/format";
import { optimistic } from "@/lib/optimistic";
import { done, failed } from "@/lib/toast";
import { Panel } from "./Panel";
import classes from "../form/form.module.css";

export type Subject = Schemas["SubjectIn"];
type Held = Schemas["AttachmentsOut"];

export function Files({ subject: { kind, id }, scope }: { subject: Subject; scope: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()(scope);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const key = [api.company, "attachments", kind, id];
  const held = useQuery<Held>({ queryKey: key, meta: { kinds: ["attachments"] }, queryFn: ({ signal }) => api.get("/{company}/attachments/{kind}/{id}", { kind, id }, undefined, signal) }).data;
  const set = (next: Held) => queries.setQueryData(key, next);
  const add = async (files: File[]) => {
    setBusy(true);
    try {
      for (const file of files) {
        const query = { name: file.name, content_type: file.type || "application/octet-stream" };
        set(await api.send("post", "/{company}/attachments/{kind}/{id}", { kind, id }, file as never, { query }));
      }
      if (files.length) done(t("form:files.added"));
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  const address = (file: string) => urlOf("/{company}/attachments/{kind}/{id}/{file}", { company: api.company, kind, id, file });
  const remove = async (one: Held["items"][number]) => {
    const gone = await optimistic<Held>(queries, key, (old) => ({ ...old, items: old.items.filter((other) => other.file !== one.file) }),
      () => api.send("delete", "/{company}/attachments/{kind}/{id}/{file}", { kind, id, file: one.file }));
    if (gone) done(t("form:files.removed"), { undo: () => restore(one) });
  };
  const restore = async (one: Held["items"][number]) => {
    try {
      set(await api.send("post", "/{company}/attachments/{kind}/{id}/{file}", { kind, id, file: one.file }));
      done(t("form:files.restored", { name: one.name }));
    } catch (error) {
      failed(error);
    }
  };
  const drag = {
    onDragOver: (event: DragEvent) => { event.preventDefault(); setOver(true); },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => { event.preventDefault(); setOver(false); void add([...event.dataTransfer.files]); },
  };
  return (
    <div className={classes.files} data-over={over} {...(writable ? drag : {})}>
      <Panel title={t("form:files.title")}>
        <Stack gap={6} role="list" aria-label={t("form:files.title")}>
          {held?.items.map((one) => (
            <Group key={one.file} role="listitem" gap={6} wrap="nowrap" justify="space-between">
              <div style={{ minWidth: 0 }}>
                <Anchor component="button" type="button" fz="sm" ta="left" style={{ overflowWrap: "anywhere" }} onClick={() => void download(address(one.file))}>{one.name}</Anchor>
                <Text fz="xs" c="dimmed" title={instant(one.at)}>{sizeOf(one.size, t)} · {one.by_name} · {ago(one.at, Date.now())}</Text>
              </div>
              {writable && <ActionIcon variant="subtle" color="gray" c="dimmed" size={28} aria-label={t("form:files.remove", { name: one.name })} onClick={() => void remove(one)}><IconX size={14} /></ActionIcon>}
            </Group>
          ))}
        </Stack>
        {writable && Boolean(held?.earlier.length) && (
          <details className={classes.earlier}>
            <summary>{t("form:files.earlier", { count: held?.earlier.length })}</summary>
            <Stack gap={6} mt={6} role="list" aria-label={t("form:files.earlier_list")}>
              {held?.earlier.map(({ file, gone_at, gone_by, until }) => (
                <Group key={file.file} role="listitem" gap={6} wrap="nowrap" justify="space-between">
                  <div style={{ minWidth: 0 }}>
                    <Text fz="sm" style={{ overflowWrap: "anywhere" }}>{file.name}</Text>
                    <Text fz="xs" c="dimmed" title={t("form:files.until", { until: instant(until) })}>{sizeOf(file.size, t)} · {gone_by} · {ago(gone_at, Date.now())}</Text>
                  </div>
                  <Button variant="subtle" size="compact-sm" onClick={() => void restore(file)} aria-label={t("form:files.restore_name", { name: file.name })}>{t("form:files.restore")}</Button>
                </Group>
              ))}
            </Stack>
          </details>
        )}
        {writable && (
          <FileButton onChange={(files) => void add(files)} multiple>
            {(props) => <Button {...props} variant="subtle" size="compact-sm" px={0} mt={4} loading={busy} leftSection={<IconPaperclip size={16} />}>{t(over ? "form:files.drop" : "form:files.add")}</Button>}
          </FileButton>
        )}
      </Panel>
    </div>
  );
}

function sizeOf(bytes: number, t: ReturnType<typeof useTranslation>["t"]): string {
  return bytes < 1_000_000 ? t("form:files.size_kb", { size: decimal(Math.max(1, Math.round(bytes / 1000))) }) : t("form:files.size_mb", { size: decimal((bytes / 1_000_000).toFixed(1)) });
}
