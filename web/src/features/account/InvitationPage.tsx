/** A mailed invitation: join with the login one has, or make one; the address is proved by having the link. */
import "@/i18n/late/account";
import { Button, Loader, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { personApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useMe } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import type { Language } from "@/i18n";
import { useMailToken } from "@/lib/mailToken";
import { useSubmit } from "@/lib/useSubmit";
import { AccountFrame } from "./AccountFrame";

export default function InvitationPage() {
  const { t } = useTranslation();
  const { token, spent } = useMailToken("invitation");
  const me = useMe();
  const seen = useQuery<Schemas["InvitationSeenOut"]>({
    queryKey: ["invitation", token], staleTime: Infinity, refetchOnWindowFocus: false,
    queryFn: () => personApi.send("post", "/invitations/seen", {}, { token }),
  });
  if (seen.isPending || me.isPending) return <AccountFrame title={t("account:invitation.title")}><Loader aria-label={t("app:state.loading")} /></AccountFrame>;
  if (seen.isError) return <AccountFrame title={t("account:invitation.title")}><ProblemBanner problem={asProblem(seen.error)} /></AccountFrame>;
  const { company_name, email, known } = seen.data;
  const lead = t("account:invitation.lead", { company: company_name, email });
  return (
    <AccountFrame title={t("account:invitation.title")} lead={lead}>
      {me.data ? <Join token={token} spent={spent} mine={me.data.email === email} email={email} /> : known ? <SignInFirst /> : <Enrol token={token} spent={spent} />}
    </AccountFrame>
  );
}

function useJoined(spent: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (company: string) => {
    spent();
    await queries.refetchQueries({ queryKey: ["me"] });
    await navigate(`/c/${company}`, { replace: true });
  };
}

function Join({ token, spent, mine, email }: { token: string; spent: () => void; mine: boolean; email: string }) {
  const { t } = useTranslation();
  const joined = useJoined(spent);
  const { submit, busy, problem } = useSubmit(async () => joined((await personApi.send("post", "/invitations/joined", {}, { token })).company));
  return (
    <Stack>
      {problem && <ProblemBanner problem={problem} />}
      {!mine && <Text fz="sm" c="dimmed">{t("account:invitation.other", { email })}</Text>}
      <MainAction loading={busy} onClick={() => void submit()}>{t("account:invitation.join")}</MainAction>
    </Stack>
  );
}

function SignInFirst() {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text fz="sm">{t("account:invitation.known")}</Text>
      <MainAction component={Link} to="/signin?next=/invitation">{t("account:signin.submit")}</MainAction>
    </Stack>
  );
}

function Enrol({ token, spent }: { token: string; spent: () => void }) {
  const { t, i18n } = useTranslation();
  const joined = useJoined(spent);
  const [form, setForm] = useState({ name: "", password: "" });
  const { submit, busy, errors, banner } = useSubmit(async () =>
    joined((await personApi.send("post", "/invitations/signup", {}, { token, ...form, language: i18n.language as Language })).company));
  const refusal = banner(["name", "password"]);
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack>
        {refusal && <ProblemBanner problem={refusal} />}
        <TextInput label={t("account:field.name")} size="md" autoFocus autoComplete="name" value={form.name} onChange={(e) => setForm({ ...form, name: e.currentTarget.value })} error={errors["name"]} />
        <PasswordInput label={t("account:field.password")} description={t("account:signup.password_hint")} size="md" autoComplete="new-password" value={form.password} onChange={(e) => setForm({ ...form, password: e.currentTarget.value })} error={errors["password"]}
          visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
        <MainAction type="submit" loading={busy}>{t("account:invitation.enrol")}</MainAction>
        <Button variant="subtle" component={Link} to="/signin?next=/invitation">{t("account:invitation.have_login")}</Button>
      </Stack>
    </form>
  );
}
