/** API keys: a program's way in, with its own rights; the secret is shown once. */
import { Button, Code, CopyButton, Group, Modal, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { DateInput } from "@/components/DateInput";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useAccess, useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { StatusBadge } from "@/components/list/cells";
import { LocalList } from "@/components/list/LocalList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, ProblemBanner } from "@/components/states";
import { ScopePicker } from "@/features/company/ScopePicker";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

type Key = Schemas["KeyOut"];

export default function KeysPage() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("keys:write");
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const list = useQuery({ queryKey: [api.company, "keys"], queryFn: ({ signal }) => api.get("/{company}/api-keys", {}, undefined, signal), meta: { kinds: ["api_key", "api_key_book"] } });
  const refresh = () => queries.invalidateQueries({ queryKey: [api.company, "keys"] });
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  const create = writable && <MainAction leftSection={<IconPlus size={18} />} onClick={() => setCreating(true)}>{t("integrations:key.new")}</MainAction>;
  return (
    <>
      <PageHead title={t("app:page.keys")} count={list.data?.items.length}>{create}</PageHead>
      <LocalList<Key> title={t("app:page.keys")} ns="integrations" rows={list.data?.items}
        empty={{ icon: IconKey, title: "integrations:key.empty", hint: "integrations:key.empty_hint" }}
        columns={[
          { key: "name", type: "text", card: "title" },
          { key: "ending", type: "text", cell: (row) => <Code>…{row.ending}</Code> },
          { key: "state", type: "text", cell: (row) => <StatusBadge tone={row.revoked_at ? "red" : "green"}>{t(row.revoked_at ? "integrations:key.revoked" : "integrations:key.active")}</StatusBadge>, card: "figure" },
          { key: "scopes", type: "text", cell: (row) => <span title={row.scopes.join(", ")}>{t("integrations:key.scopes", { count: row.scopes.length })}</span> },
          { key: "created_at", type: "instant" }, { key: "last_used_at", type: "instant" }, { key: "expires_at", type: "instant" },
          { key: "actions", type: "id", cell: (row) => writable && !row.revoked_at && <Button size="compact-sm" variant="default" onClick={() => setRevoking(row)} aria-label={t("integrations:key.revoke_one", { name: row.name })}>{t("integrations:key.revoke")}</Button> },
        ]} />
      {creating && <NewKey onClose={() => setCreating(false)} onDone={refresh} />}
      <Confirm opened={!!revoking} title={t("integrations:key.revoke")} action={t("integrations:key.revoke")} onClose={() => setRevoking(null)}
        onConfirm={async () => { await api.send("delete", "/{company}/api-keys/{key}", { key: revoking!.id }); await refresh(); done(t("integrations:key.revoked_done")); }}>
        {t("integrations:key.revoke_sure", { name: revoking?.name })}
      </Confirm>
    </>
  );
}

function NewKey({ onClose, onDone }: { onClose: () => void; onDone: () => unknown }) {
  const { t } = useTranslation();
  const api = useApi();
  const mine = useAccess().data?.scopes ?? [];
  const roles = useQuery({ queryKey: [api.company, "roles"], queryFn: ({ signal }) => api.get("/{company}/roles", {}, undefined, signal) });
  const [form, setForm] = useState({ name: "", scopes: [] as string[], expires: null as string | null });
  const [secret, setSecret] = useState<string | null>(null);
  const { submit, busy, errors, problem } = useSubmit(async () => {
    const expires_at = form.expires ? `${form.expires}T22:00:00Z` : null;
    const made = await api.send("post", "/{company}/api-keys", {}, { name: form.name, scopes: form.scopes, expires_at });
    setSecret(made.secret);
    onDone();
  });
  const offered = (roles.data?.scopes ?? []).filter((one) => mine.includes(one.scope));
  return (
    <Modal opened onClose={onClose} size="lg" title={t("integrations:key.new")} closeOnClickOutside={!secret} closeButtonProps={{ "aria-label": t("app:action.close") }} scrollAreaComponent={ScrollArea.Autosize}>
      {secret ? <Secret text={secret} words={t("integrations:key.shown_once")} onClose={onClose} /> : (
        <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <Stack>
            {problem && <ProblemBanner problem={problem} />}
            <TextInput data-autofocus label={t("integrations:field.name")} description={t("integrations:key.name_hint")} value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={errors["name"]} />
            <DateInput label={t("integrations:field.expires_at")} clearable value={form.expires} onChange={(v) => setForm({ ...form, expires: v })} error={errors["expires_at"]} />
            <Text fz="sm" fw={500}>{t("integrations:field.scopes")}</Text>
            <ScopePicker all={offered} value={form.scopes} onChange={(scopes) => setForm({ ...form, scopes })} />
            <Group justify="flex-end"><Button type="submit" loading={busy} disabled={!form.name.trim() || !form.scopes.length}>{t("form:create")}</Button></Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

/** Shown now and never again. */
export function Secret({ text, words, onClose }: { text: string; words: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text fz="sm">{words}</Text>
      <Code block data-secret>{text}</Code>
      <Group justify="flex-end">
        <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{t(copied ? "app:action.copied" : "app:action.copy")}</Button>}</CopyButton>
        <Button onClick={onClose}>{t("account:totp.kept")}</Button>
      </Group>
    </Stack>
  );
}
