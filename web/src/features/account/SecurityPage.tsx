/** The account: name, password, second factor, open sessions. */
import "@/i18n/late/account";
import { Alert, Anchor, Badge, Button, Divider, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { personApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useMe } from "@/app/session";
import { ErrorState, ProblemBanner } from "@/components/states";
import { instant } from "@/lib/format";
import { done, failed } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { AccountFrame } from "./AccountFrame";
import { Mails } from "./Mails";
import { SecondFactor } from "./SecondFactor";

export default function SecurityPage() {
  const { t } = useTranslation();
  const me = useMe().data;
  if (!me) return null;
  return (
    <AccountFrame wide title={t("account:security.title")} lead={me.email} foot={<Anchor component={Link} to="/">{t("app:action.go_home")}</Anchor>}>
      <Stack gap="lg">
        {!me.verified && <Unproved />}
        <Part title={t("account:security.identity")}><Identity name={me.name} version={me.version} /></Part>
        <Part title={t("account:security.totp")}><SecondFactor on={me.totp} left={me.recovery_left} /></Part>
        <Part title={t("account:security.password")}><Password /></Part>
        <Part title={t("account:mails.title")}><Mails /></Part>
        <Part title={t("account:security.sessions")}><Sessions /></Part>
      </Stack>
    </AccountFrame>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Divider mb="md" />
      <Title order={2} fz="md" mb="sm">{title}</Title>
      {children}
    </section>
  );
}

function Unproved() {
  const { t } = useTranslation();
  const { submit, busy } = useSubmit(async () => {
    try {
      await personApi.send("post", "/me/verification", {});
      done(t("account:verify.sent"));
    } catch (error) {
      failed(error);
    }
  });
  return (
    <Alert color="amber" icon={<IconMailCheck size={18} />} title={t("account:verify.needed_title")}>
      <Stack gap="xs" align="flex-start">
        <span>{t("account:verify.needed")}</span>
        <Button size="xs" variant="default" loading={busy} onClick={() => void submit()}>{t("account:verify.send_again")}</Button>
      </Stack>
    </Alert>
  );
}

function Identity({ name, version }: { name: string; version: number }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(name);
  const { submit, busy, errors } = useSubmit(async () => {
    await personApi.send("put", "/me", {}, { name: typed, language: i18n.language as "fr" | "en" }, { version });
    await queries.invalidateQueries({ queryKey: ["me"] });
    done(t("form:saved"));
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Group align="flex-end">
        <TextInput flex={1} label={t("account:field.name")} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} error={errors["name"]} />
        <Button type="submit" variant="default" loading={busy} disabled={typed === name || !typed.trim()}>{t("form:save")}</Button>
      </Group>
    </form>
  );
}

function Password() {
  const { t } = useTranslation();
  const [form, setForm] = useState({ current: "", password: "" });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await personApi.send("put", "/me/password", {}, form);
    setForm({ current: "", password: "" });
    done(t("account:security.password_changed"));
  });
  const refusal = banner(["current", "password"]);
  const toggle = { visibilityToggleButtonProps: { "aria-label": t("account:show_password") } };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack gap="sm">
        {refusal && <ProblemBanner problem={refusal} />}
        <PasswordInput label={t("account:field.current")} autoComplete="current-password" value={form.current} onChange={(e) => setForm({ ...form, current: e.currentTarget.value })} error={errors["current"]} {...toggle} />
        <PasswordInput label={t("account:field.new_password")} autoComplete="new-password" value={form.password} onChange={(e) => setForm({ ...form, password: e.currentTarget.value })} error={errors["password"]} {...toggle} />
        <Group justify="flex-end"><Button type="submit" variant="default" loading={busy} disabled={!form.current || !form.password}>{t("account:security.change_password")}</Button></Group>
      </Stack>
    </form>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const list = useQuery<Schemas["SessionsOut"]>({ queryKey: ["sessions"], queryFn: ({ signal }) => personApi.get("/me/sessions", {}, undefined, signal) });
  const revoke = async (id: string) => {
    try {
      await personApi.send("delete", "/me/sessions/{session}", { session: id });
      await queries.invalidateQueries({ queryKey: ["sessions"] });
      done(t("account:sessions.revoked"));
    } catch (error) {
      failed(error);
    }
  };
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  return (
    <Stack gap={0} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {(list.data?.items ?? []).map((one) => (
        <Group key={one.id} component="li" justify="space-between" py="xs" style={{ borderTop: "1px solid var(--c-line)" }}>
          <div>
            <Group gap="xs"><Text fz="sm" fw={550}>{one.device}</Text>{one.current && <Badge variant="light" color="green" tt="none">{t("account:sessions.current")}</Badge>}</Group>
            <Text fz="xs" c="dimmed">{t("account:sessions.opened", { at: instant(one.opened_at), address: one.address })}</Text>
          </div>
          {!one.current && <Button size="xs" variant="default" aria-label={t("account:sessions.revoke_one", { device: one.device })} onClick={() => void revoke(one.id)}>{t("account:sessions.revoke")}</Button>}
        </Group>
      ))}
    </Stack>
  );
}
