/** A new key: its scopes among one's own, its end; then the secret, shown once. */
import "@/i18n/late/account";
import "@/i18n/late/integrations";
import { Button, Code, CopyButton, Group, Modal, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { useAccess } from "@/app/session";
import { DateInput } from "@/components/DateInput";
import { ProblemBanner } from "@/components/states";
import { ScopePicker } from "@/features/company/ScopePicker";
import { useSubmit } from "@/lib/useSubmit";

export function NewKey({ onClose, onDone }: { onClose: () => void; onDone: () => unknown }) {
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
