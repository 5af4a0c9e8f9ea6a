/** What the buttons of direct debits open: inviting, a file for the bank, GoCardless's keys. */
import "@/i18n/late/debits";
import { Alert, Code, Group, Modal, MultiSelect, PasswordInput, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { DateInput } from "@/components/DateInput";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { download } from "@/lib/download";
import { money } from "@/lib/format";
import { done, refused } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

export type Opened = "invite" | "file" | "connect" | null;

export function Dialogs({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const { t } = useTranslation();
  if (!opened) return null;
  const inside = { invite: <Invite onClose={onClose} />, file: <File onClose={onClose} />, connect: <Connect onClose={onClose} /> }[opened];
  return <Modal opened onClose={onClose} title={t(`debits:do.${opened}`)} closeButtonProps={{ "aria-label": t("app:action.close") }}>{inside}</Modal>;
}

function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [typed, type] = useState("");
  const [q] = useDebouncedValue(typed, 250);
  const [chosen, choose] = useState<string[]>([]);
  const [names, name] = useState<Record<string, string>>({});
  const found = useQuery({ queryKey: [api.company, "customers", "invite", q], queryFn: ({ signal }) => api.get("/{company}/customers", {}, { q: q || undefined, limit: 30 }, signal) });
  const shown = (found.data?.items ?? []).map((one) => ({ value: one.id, label: `${one.code} ${one.name}` }));
  const known = chosen.filter((id) => !shown.some((one) => one.value === id)).map((id) => ({ value: id, label: names[id] ?? id }));
  const { submit, busy, problem } = useSubmit(async () => {
    const out = await api.send("post", "/{company}/mandates", {}, { customers: chosen });
    const bad = out.items.filter((one) => one.problem);
    if (out.done) done(t("debits:invited", { count: out.done }));
    if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad.map((one) => `${names[one.customer] ?? ""} : ${one.problem}`));
    await queries.invalidateQueries({ queryKey: [api.company] });
    onClose();
  });
  return (
    <Stack>
      {problem && <ProblemBanner problem={problem} />}
      <Text fz="sm" c="dimmed">{t("debits:invite_hint")}</Text>
      <MultiSelect data-autofocus label={t("debits:customers")} data={[...known, ...shown]} value={chosen} searchable searchValue={typed} onSearchChange={type} maxValues={40} filter={({ options }) => options}
        onChange={(ids) => { choose(ids); name({ ...names, ...Object.fromEntries(shown.map((one) => [one.value, one.label])) }); }} />
      <Group justify="flex-end"><MainAction loading={busy} disabled={!chosen.length} onClick={() => void submit()}>{t("debits:send")}</MainAction></Group>
    </Stack>
  );
}

function File({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [on, setOn] = useState("");
  const { submit, busy, problem } = useSubmit(async () => {
    const made = await api.send("post", "/{company}/debit-files", {}, { collect_on: on });
    done(t("debits:filed", { count: made.count, total: money(made.total, "EUR") }));
    await download(urlOf("/{company}/debit-files", { company: api.company }, { id: made.id }));
    await queries.invalidateQueries({ queryKey: [api.company] });
    onClose();
  });
  return (
    <Stack>
      {problem && <ProblemBanner problem={problem} />}
      <Text fz="sm" c="dimmed">{t("debits:file_hint")}</Text>
      <DateInput label={t("debits:collect_on")} value={on || null} onChange={(value) => setOn(value ?? "")} />
      <Group justify="flex-end"><MainAction loading={busy} disabled={!on} onClick={() => void submit()}>{t("debits:make_file")}</MainAction></Group>
    </Stack>
  );
}

function Connect({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const partner = { partner: "gocardless" };
  const known = useQuery({ queryKey: [api.company, "connector", "gocardless"], queryFn: ({ signal }) => api.get("/{company}/connectors/{partner}", partner, undefined, signal) });
  const [form, setForm] = useState({ key: "", webhook_secret: "" });
  const { submit, busy, problem } = useSubmit(async () => {
    await api.send("put", "/{company}/connectors/{partner}", partner, { ...form, method: known.data?.method ?? "direct_debit", enabled: true });
    done(t("form:saved"));
    await queries.invalidateQueries({ queryKey: [api.company, "connector", "gocardless"] });
    onClose();
  });
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack>
        {problem && <ProblemBanner problem={problem} />}
        <Text fz="sm" c="dimmed">{t("debits:connect_hint")}</Text>
        <PasswordInput label={t("debits:key")} placeholder={known.data?.key_end ? `…${known.data.key_end}` : "live_…"} autoComplete="off" value={form.key} onChange={(event) => setForm({ ...form, key: event.currentTarget.value.trim() })} />
        <PasswordInput label={t("debits:secret")} placeholder={known.data?.has_secret ? "…" : ""} autoComplete="off" value={form.webhook_secret} onChange={(event) => setForm({ ...form, webhook_secret: event.currentTarget.value.trim() })} />
        {known.data && <Alert variant="light" title={t("debits:webhook")}><Code style={{ overflowWrap: "anywhere" }}>{known.data.webhook}</Code></Alert>}
        <Group justify="flex-end"><MainAction type="submit" loading={busy} disabled={!known.data}>{t("form:save")}</MainAction></Group>
      </Stack>
    </form>
  );
}
