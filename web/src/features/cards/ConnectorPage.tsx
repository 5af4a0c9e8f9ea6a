/** Taking cards by Stripe: its keys typed and tried, where it tells its events, which e-mails carry a pay button. */
import "@/i18n/late/account";
import "@/i18n/late/cards";
import { Alert, Anchor, Button, Checkbox, Code, CopyButton, Group, List, PasswordInput, Select, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconCopy, IconPlugConnected } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { BUTTONS } from "./words";

type Connector = Schemas["ConnectorOut"];
const STRIPE = { partner: "stripe" };
const EVENTS = ["checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.expired", "charge.refunded", "charge.dispute.*", "payout.paid", "payout.reconciliation_completed"];

export default function ConnectorPage() {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: [api.company, "connector", "stripe"], meta: { kinds: ["payment_connector"] },
    queryFn: ({ signal }) => api.get("/{company}/connectors/{partner}", STRIPE, undefined, signal),
  });
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const { key_end, enabled, trial } = query.data;
  return (
    <>
      <PageHead title={t("app:page.card_payments")}>
        {key_end && <StatusBadge tone={enabled ? (trial ? "amber" : "green") : "gray"}>{t(enabled ? (trial ? "cards:on_trial" : "cards:on") : "cards:off")}</StatusBadge>}
      </PageHead>
      <div className={classes.page}>
        <section className={classes.section}><Keys key={query.data.version} connector={query.data} /></section>
        {key_end && <section className={classes.section}><Webhook connector={query.data} /></section>}
      </div>
    </>
  );
}

function useKept() {
  const queries = useQueryClient();
  const api = useApi();
  return () => queries.invalidateQueries({ queryKey: [api.company, "connector", "stripe"] });
}

function Keys({ connector }: { connector: Connector }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const kept = useKept();
  const writable = useCan()("tenancy:write");
  const [form, setForm] = useState({ key: "", webhook_secret: "", method: connector.method, buttons: connector.key_end ? connector.buttons : [...BUTTONS] });
  const [leaving, leave] = useState(false);
  const methods = useQuery({ queryKey: [api.company, "methods"], meta: { kinds: ["payment_methods"] }, queryFn: ({ signal }) => api.get("/{company}/payment-methods", {}, undefined, signal) });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await api.send("put", "/{company}/connectors/{partner}", STRIPE, { ...form, enabled: true }, { version: connector.version });
    done(t(form.key ? "cards:connected" : "form:saved"));
    await kept();
  });
  const refusal = banner(["key", "webhook_secret", "method"]);
  const choices = (methods.data?.items ?? []).filter((one) => !one.archived && one.kind === "card").map((one) => ({ value: one.id, label: i18n.language === "en" ? one.label_en || one.label_fr : one.label_fr }));
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack maw={640}>
        {refusal && <ProblemBanner problem={refusal} />}
        <Title order={2} fz="lg">{t("cards:keys")}</Title>
        <Text fz="sm" c="dimmed">{t("cards:keys_hint")} <Anchor href="https://dashboard.stripe.com/apikeys" target="_blank" rel="noreferrer" inherit>{t("cards:open_stripe")}</Anchor></Text>
        <PasswordInput label={t("cards:field.key")} description={connector.key_end ? t("cards:known_key", { end: connector.key_end }) : undefined} placeholder={connector.key_end ? `…${connector.key_end}` : "sk_…"} autoComplete="off" disabled={!writable}
          value={form.key} onChange={(e) => setForm({ ...form, key: e.currentTarget.value.trim() })} error={errors["key"]} visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
        <PasswordInput label={t("cards:field.secret")} description={t(connector.has_secret ? "cards:known_secret" : "cards:secret_hint")} placeholder={"whsec_…"} autoComplete="off" disabled={!writable}
          value={form.webhook_secret} onChange={(e) => setForm({ ...form, webhook_secret: e.currentTarget.value.trim() })} error={errors["webhook_secret"]} visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
        <Select label={t("cards:field.method")} description={t("cards:method_hint")} data={choices} value={form.method} allowDeselect={false} disabled={!writable} onChange={(method) => setForm({ ...form, method: method! })} error={errors["method"]} />
        <Checkbox.Group label={t("cards:field.buttons")} description={t("cards:buttons_hint")} value={form.buttons} onChange={(buttons) => setForm({ ...form, buttons: buttons as Connector["buttons"] })}>
          <Group my="xs" gap="md">{BUTTONS.map((one) => <Checkbox key={one} value={one} label={t(`cards:letter.${one}`)} disabled={!writable} />)}</Group>
        </Checkbox.Group>
        {writable && (
          <Group justify="flex-end" mt="sm">
            {connector.key_end && <Button variant="subtle" color="red" h={44} onClick={() => leave(true)}>{t("cards:disconnect")}</Button>}
            <MainAction type="submit" loading={busy} disabled={!form.key && !connector.key_end}>{t(form.key ? "cards:try" : "form:save")}</MainAction>
          </Group>
        )}
      </Stack>
      <Leave opened={leaving} onClose={() => leave(false)} version={connector.version} />
    </form>
  );
}

function Leave({ opened, onClose, version }: { opened: boolean; onClose: () => void; version: number }) {
  const { t } = useTranslation();
  const api = useApi();
  const kept = useKept();
  return (
    <Confirm opened={opened} title={t("cards:disconnect")} action={t("cards:disconnect")} onClose={onClose}
      onConfirm={async () => { await api.send("delete", "/{company}/connectors/{partner}", STRIPE, undefined, { version }); await kept(); }}>
      {t("cards:disconnect_hint")}
    </Confirm>
  );
}

function Webhook({ connector }: { connector: Connector }) {
  const { t } = useTranslation();
  return (
    <Stack maw={640}>
      <Title order={2} fz="lg">{t("cards:webhook")}</Title>
      {!connector.has_secret && <Alert color="amber" icon={<IconPlugConnected size={18} />}>{t("cards:webhook_missing")}</Alert>}
      <Text fz="sm">{t("cards:webhook_hint")}</Text>
      <Group wrap="nowrap" align="center">
        <Code block style={{ flex: 1, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }} data-webhook>{connector.webhook}</Code>
        <CopyButton value={connector.webhook}>{({ copied, copy }) => <Button variant="default" h={44} leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>{t(copied ? "app:action.copied" : "app:action.copy")}</Button>}</CopyButton>
      </Group>
      <Text fz="sm">{t("cards:webhook_events")}</Text>
      <List size="sm">{EVENTS.map((one) => <List.Item key={one}><Code>{one}</Code></List.Item>)}</List>
    </Stack>
  );
}
