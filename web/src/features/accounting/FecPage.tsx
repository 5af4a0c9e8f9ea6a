/** Exports for the accountant: the FEC of a year, and a checker for any FEC file, ours or another program's. */
import "@/i18n/late/accounting";
import { Alert, Button, FileButton, Group, Select, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi, type Answer } from "@/api/client";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ProblemBanner } from "@/components/states";
import { download } from "@/lib/download";
import { useSubmit } from "@/lib/useSubmit";

type Check = Answer<"/{company}/accounting/fec/check", "post">;

export default function FecPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("app:page.fec")} />
      <div className={classes.page}>
        <section className={classes.section}><Export /></section>
        <section className={classes.section}><Checker /></section>
      </div>
    </>
  );
}

function Export() {
  const { t } = useTranslation();
  const api = useApi();
  const now = new Date().getFullYear();
  const [form, setForm] = useState({ year: String(now), separator: "tab", encoding: "utf-8" });
  return (
    <Stack maw={680}>
      <div><Title order={2} className={classes.sectionTitle}>{t("accounting:fec.title")}</Title><Text fz="sm" c="dimmed">{t("accounting:fec.hint")}</Text></div>
      <Group align="flex-end">
        <Select label={t("accounting:field.year")} allowDeselect={false} w={120} value={form.year} onChange={(v) => v && setForm({ ...form, year: v })} data={Array.from({ length: 8 }, (_, i) => String(now + 1 - i))} />
        <Select label={t("accounting:fec.separator")} allowDeselect={false} w={170} value={form.separator} onChange={(v) => v && setForm({ ...form, separator: v })} data={["tab", "pipe"].map((value) => ({ value, label: t(`accounting:fec.${value}`) }))} />
        <Select label={t("accounting:fec.encoding")} allowDeselect={false} w={170} value={form.encoding} onChange={(v) => v && setForm({ ...form, encoding: v })} data={["utf-8", "iso-8859-15"].map((value) => ({ value, label: value.toUpperCase() }))} />
      </Group>
      <Group gap="sm">
        <MainAction onClick={() => void download(urlOf("/{company}/accounting/fec", { company: api.company }, form))} leftSection={<IconDownload size={18} />}>{t("accounting:fec.download")}</MainAction>
        <Button variant="default" h={44} onClick={() => void download(urlOf("/{company}/accounting/ledger/export", { company: api.company }, { format: "xlsx" }))} leftSection={<IconDownload size={16} />}>{t("accounting:ledger_xlsx")}</Button></Group>
    </Stack>
  );
}

function Checker() {
  const { t } = useTranslation();
  const api = useApi();
  const again = useRef<() => void>(null);
  const [result, setResult] = useState<{ name: string; check: Check } | null>(null);
  const { submit, busy, problem } = useSubmit(async (file: File | null) => {
    if (file) setResult({ name: file.name, check: await api.send("post", "/{company}/accounting/fec/check", {}, file as never) });
  });
  return (
    <Stack maw={860}>
      <div><Title order={2} className={classes.sectionTitle}>{t("accounting:check.title")}</Title><Text fz="sm" c="dimmed">{t("accounting:check.hint")}</Text></div>
      <Group>
        <FileButton resetRef={again} onChange={(file) => { void submit(file); again.current?.(); }} accept=".txt,.csv,text/plain" inputProps={{ "aria-label": t("accounting:check.choose") }}>{(props) => <Button variant="default" h={44} loading={busy} {...props}>{t("accounting:check.choose")}</Button>}</FileButton>
      </Group>
      {problem && <ProblemBanner problem={problem} />}
      {result && (result.check.accepted ? (
        <Alert color="green" icon={<IconCircleCheck size={18} />} title={t("accounting:check.accepted")} role="status">{result.name}</Alert>
      ) : (
        <>
          <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("accounting:check.refused", { count: result.check.count })} role="status">{result.name}</Alert>
          <Table aria-label={t("accounting:check.findings")}>
            <Table.Thead><Table.Tr><Table.Th>{t("accounting:check.line")}</Table.Th><Table.Th>{t("accounting:check.column")}</Table.Th><Table.Th>{t("accounting:check.detail")}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{result.check.findings.slice(0, 200).map((one, i) => <Table.Tr key={i}><Table.Td>{one.line || "–"}</Table.Td><Table.Td>{one.column || "–"}</Table.Td><Table.Td>{one.detail}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </>
      ))}
    </Stack>
  );
}
