import "@/i18n/late/account";
import { PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { personApi } from "@/api/client";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { useMailToken } from "@/lib/mailToken";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { AccountFrame } from "./AccountFrame";

export default function ResetPage() {
  const { t } = useTranslation();
  const { token, spent } = useMailToken("reset");
  const navigate = useNavigate();
  const [password, setPassword] = useState("");
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await personApi.send("post", "/password/reset", {}, { token, password });
    spent();
    done(t("account:reset.done"));
    await navigate("/signin");
  });
  const refusal = banner(["password"]);
  return (
    <AccountFrame title={t("account:reset.title")} lead={t("account:reset.lead")}>
      {refusal && <ProblemBanner problem={refusal} />}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack>
          <PasswordInput label={t("account:field.new_password")} description={t("account:signup.password_hint")} autoComplete="new-password" size="md" required autoFocus value={password} onChange={(e) => setPassword(e.currentTarget.value)} error={errors["password"]}
            visibilityToggleButtonProps={{ "aria-label": t("account:show_password") }} />
          <MainAction type="submit" fullWidth loading={busy}>{t("account:reset.submit")}</MainAction>
        </Stack>
      </form>
    </AccountFrame>
  );
}
