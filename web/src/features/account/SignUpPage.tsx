import "@/i18n/late/account";
import { Anchor, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { personApi } from "@/api/client";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import type { Language } from "@/i18n";
import { useSubmit } from "@/lib/useSubmit";
import { AccountFrame } from "./AccountFrame";
import { useEntered } from "./SignInPage";

/** A new login, signed in at once; the address is proved by a mail later. */
export default function SignUpPage() {
  const { t, i18n } = useTranslation();
  const entered = useEntered();
  const [form, setForm] = useState({ name: "", email: "", password: "" });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await personApi.send("post", "/signup", {}, { ...form, language: i18n.language as Language });
    await entered();
  });
  const bind = (name: keyof typeof form) => ({
    value: form[name], error: errors[name], size: "md" as const, required: true,
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const refusal = banner(["name", "email", "password"]);
  return (
    <AccountFrame title={t("account:signup.title")} lead={t("account:signup.lead")} foot={<>{t("account:signup.known")} <Anchor component={Link} to="/signin">{t("account:signin.submit")}</Anchor></>}>
      {refusal && <ProblemBanner problem={refusal} />}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          <TextInput label={t("account:field.name")} autoComplete="name" autoFocus {...bind("name")} />
          <TextInput label={t("account:field.email")} type="email" autoComplete="email" {...bind("email")} />
          <PasswordInput label={t("account:field.password")} description={t("account:signup.password_hint")} autoComplete="new-password" {...bind("password")} visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
          <MainAction type="submit" fullWidth loading={busy}>{t("account:signup.submit")}</MainAction>
        </Stack>
      </form>
    </AccountFrame>
  );
}
