/** Choose the files of another program; nothing is written before the preview has been read. */
import "@/i18n/late/imports";
import { Button, CloseButton, FileButton, Group, List, Menu, Stack, Text } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet, IconUpload } from "@tabler/icons-react";
import { useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { urlOf, useApi } from "@/api/client";
import { RecordHead } from "@/components/form/FormPage";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { download } from "@/lib/download";
import { decimal, NNBSP } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { useSubmit } from "@/lib/useSubmit";
import { KINDS } from "./words";
import look from "./imports.module.css";

export function NewImport() {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const { company } = useParams();
  const [files, setFiles] = useState<File[]>([]);
  const again = useRef<() => void>(null);
  const [over, setOver] = useState(false);
  const [step, setStep] = useState("");
  const add = (list: File[]) => setFiles((old) => [...old, ...list.filter((one) => !old.some((o) => o.name === one.name && o.size === one.size))].slice(0, 10));
  const { submit, busy, problem } = useSubmit(async () => {
    const sent = [];
    for (const file of files) {
      setStep(t("imports:sending", { name: file.name }));
      const stored = await api.send("post", "/{company}/files", {}, file as never, { query: { name: file.name, content_type: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream" } });
      sent.push({ file: stored.id, name: file.name });
    }
    setStep(t("imports:reading"));
    const made = await api.send("post", "/{company}/imports", {}, { files: sent });
    await navigate(`/c/${company}/imports/${made.id}`);
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  useTitle(t("app:create.import"));
  return (
    <div className={classes.page}>
      <RecordHead back={{ to: `/c/${company}/imports`, label: t("app:page.imports") }} title={t("app:create.import")} subtitle={t("imports:new_hint")} />
      <Stack maw={720}>
        {problem && <ProblemBanner problem={problem} />}
        <div className={look.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
          <IconUpload size={32} stroke={1.4} aria-hidden />
          <Text fw={550}>{t("imports:drop")}</Text>
          <Text fz="sm" c="dimmed">{t("imports:drop_hint")}</Text>
          <FileButton resetRef={again} multiple accept=".xlsx,.xls,.xlsm,.csv,.txt,.tsv" onChange={(list) => { add(list); again.current?.(); }} inputProps={{ "aria-label": t("imports:choose") }}>{(props) => <Button variant="default" h={44} {...props}>{t("imports:choose")}</Button>}</FileButton>
        </div>
        {files.length > 0 && (
          <List listStyleType="none" spacing={6}>
            {files.map((file) => (
              <List.Item key={file.name + file.size} icon={<IconFileSpreadsheet size={20} stroke={1.6} />}>
                <Group gap="xs"><Text fz="sm">{file.name}</Text><Text fz="xs" c="dimmed" className="num">{decimal(String(Math.max(1, Math.round(file.size / 1024))))}{NNBSP}{t("imports:kilobytes")}</Text>
                  <CloseButton size="sm" aria-label={t("imports:remove", { name: file.name })} onClick={() => setFiles(files.filter((one) => one !== file))} /></Group>
              </List.Item>
            ))}
          </List>
        )}
        <Blanks />
        <Group justify="flex-end"><Text fz="sm" c="dimmed" role="status">{busy ? step : ""}</Text><MainAction disabled={!files.length} loading={busy} onClick={() => void submit()}>{t("imports:preview")}</MainAction></Group>
      </Stack>
    </div>
  );
}

/** Template files to fill, one per kind of row. */
function Blanks() {
  const { t } = useTranslation();
  const api = useApi();
  return (
    <section aria-labelledby="blanks">
      <Text id="blanks" fz="sm" fw={550}>{t("imports:blanks")}</Text>
      <Text fz="xs" c="dimmed" mb={6}>{t("imports:blanks_hint")}</Text>
      <Group gap="xs">
        {KINDS.map((kind) => (
          <Menu key={kind} position="bottom-start">
            <Menu.Target><Button variant="default" size="compact-sm" leftSection={<IconDownload size={14} aria-hidden />}>{t(`imports:kind.${kind}`)}</Button></Menu.Target>
            <Menu.Dropdown>{(["xlsx", "csv"] as const).map((format) => <Menu.Item key={format} onClick={() => void download(urlOf("/{company}/import-fields/{id}", { company: api.company, id: kind }, { format }))}>{t(`list:export_${format}`)}</Menu.Item>)}</Menu.Dropdown>
          </Menu>
        ))}
      </Group>
    </section>
  );
}
