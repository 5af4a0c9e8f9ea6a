import "@/i18n/late/integrations";
import { Button, Group, Modal, MultiSelect, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { Secret } from "./NewKey";

interface Props {
  webhook?: Schemas["WebhookOut"];
  topics: string[];
  onClose: () => void;
  onDone: () => unknown;
}

/** A new address, or changes to one. Whole subjects ("customer.*") come before single events. */
export function WebhookDialog({ webhook, topics, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [form, setForm] = useState({ url: webhook?.url ?? "https://", topics: webhook?.topics ?? ["*"], active: webhook?.active ?? true, description: webhook?.description ?? "" });
  const [secret, setSecret] = useState<string | null>(null);
  const { submit, busy, errors, banner } = useSubmit(async () => {
    if (webhook) {
      await api.send("put", "/{company}/webhooks/{webhook}", { webhook: webhook.id }, form, { version: webhook.version });
      done(t("form:saved"));
      onDone();
      onClose();
    } else {
      setSecret((await api.send("post", "/{company}/webhooks", {}, form)).secret);
      onDone();
    }
  });
  const nouns = [...new Set(topics.map((one) => `${one.split(".")[0]}.*`))];
  const refusal = banner(["url", "topics", "description"]);
  return (
    <Modal opened onClose={onClose} size="lg" title={t(webhook ? "integrations:hook.change" : "integrations:hook.new")} closeOnClickOutside={!secret} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      {secret ? <Secret text={secret} words={t("integrations:hook.secret_once")} onClose={onClose} /> : (
        <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <Stack>
            {refusal && <ProblemBanner problem={refusal} />}
            <TextInput data-autofocus label={t("integrations:field.url")} type="url" value={form.url} onChange={(e) => setForm({ ...form, url: e.currentTarget.value })} error={errors["url"]} />
            <MultiSelect label={t("integrations:field.topics")} searchable value={form.topics} onChange={(v) => setForm({ ...form, topics: v })} data={["*", ...nouns, ...topics]} error={errors["topics"]} hidePickedOptions />
            <TextInput label={t("integrations:field.description")} value={form.description} onChange={(e) => setForm({ ...form, description: e.currentTarget.value })} error={errors["description"]} />
            <Switch label={t("integrations:hook.on")} checked={form.active} onChange={(e) => setForm({ ...form, active: e.currentTarget.checked })} />
            <Group justify="flex-end"><Button type="submit" loading={busy}>{t(webhook ? "form:save" : "form:create")}</Button></Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
