/** Sign in: address and password, then a code when the second factor is on; then back to where one was going. */
import "@/i18n/late/account";
import { Anchor, Button, PasswordInput, PinInput, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { personApi } from "@/api/client";
import { useMe } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { useSubmit } from "@/lib/useSubmit";
import { AccountFrame } from "./AccountFrame";

/** Only a path of this site: never an address elsewhere. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function useEntered(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return useCallback(async () => {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
    await queries.refetchQueries({ queryKey: ["me"] });
    await navigate(safeNext(search.get("next")), { replace: true });
  }, [queries, navigate, search]);
}

export default function SignInPage() {
  const me = useMe();
  const [search] = useSearchParams();
  const [challenge, setChallenge] = useState<string | null>(null);
  if (me.data) return <Navigate to={safeNext(search.get("next"))} replace />;
  return challenge === null ? <PasswordStep onChallenge={setChallenge} /> : <CodeStep challenge={challenge} onBack={() => setChallenge(null)} />;
}

function PasswordStep({ onChallenge }: { onChallenge: (challenge: string) => void }) {
  const { t } = useTranslation();
  const entered = useEntered();
  const [search] = useSearchParams();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const answer = await personApi.send("post", "/login", {}, { email, password });
    if (answer.step === "second_factor") onChallenge(answer.challenge!);
    else await entered();
  });
  const next = search.get("next");
  const suffix = next ? `?next=${encodeURIComponent(next)}` : "";
  const refusal = banner(["email", "password"]);
  return (
    <AccountFrame title={t("account:signin.title")} foot={<>{t("account:signin.new")} <Anchor component={Link} to={`/signup${suffix}`}>{t("account:signin.create")}</Anchor></>}>
      {refusal && <ProblemBanner problem={refusal} />}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          <TextInput label={t("account:field.email")} type="email" autoComplete="username" size="md" required autoFocus value={email} onChange={(e) => setEmail(e.currentTarget.value)} error={errors["email"]} />
          <PasswordInput label={t("account:field.password")} autoComplete="current-password" size="md" required value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={errors["password"]}
            visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
          <MainAction type="submit" fullWidth loading={busy}>{t("account:signin.submit")}</MainAction>
          <Anchor component={Link} to="/forgot" fz="sm" ta="center" lh="44px">{t("account:signin.forgot")}</Anchor>
        </Stack>
      </form>
    </AccountFrame>
  );
}

function CodeStep({ challenge, onBack }: { challenge: string; onBack: () => void }) {
  const { t } = useTranslation();
  const entered = useEntered();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState("");
  const { submit, busy, problem } = useSubmit(async (typed: string) => {
    await personApi.send("post", "/login/second-factor", {}, recovery ? { challenge, recovery_code: typed } : { challenge, code: typed });
    await entered();
  });
  const send = async (typed: string) => (await submit(typed)) || setCode("");
  return (
    <AccountFrame title={t("account:code.title")} lead={t(recovery ? "account:code.recovery_lead" : "account:code.lead")}>
      {problem && <ProblemBanner problem={problem} />}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void send(code); }}>
        <Stack>
          {recovery ? (
            <TextInput label={t("account:code.recovery")} size="md" autoFocus autoComplete="off" value={code} onChange={(e) => setCode(e.currentTarget.value)} placeholder="xxxx-xxxx-xxxx-xxxx" />
          ) : (
            <div role="group" aria-label={t("account:code.code")}>
              <Text fz="sm" fw={500} mb={6} aria-hidden>{t("account:code.code")}</Text>
              <PinInput length={6} type="number" oneTimeCode autoFocus size="lg" value={code} onChange={setCode} onComplete={(typed) => void send(typed)} ariaLabel={t("account:code.digit")} />
            </div>
          )}
          <MainAction type="submit" fullWidth loading={busy}>{t("account:code.submit")}</MainAction>
          <Button variant="subtle" onClick={() => { setRecovery(!recovery); setCode(""); }}>{t(recovery ? "account:code.use_code" : "account:code.use_recovery")}</Button>
          <Button variant="subtle" color="gray" c="dimmed" onClick={onBack}>{t("account:code.back")}</Button>
        </Stack>
      </form>
    </AccountFrame>
  );
}
