import "@/i18n/late/account";
import { Anchor, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { personApi } from "@/api/client";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { useSubmit } from "@/lib/useSubmit";
import { AccountFrame } from "./AccountFrame";

export default function ForgotPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { submit, busy, errors, banner } = useSubmit(async () => {
    await personApi.send("post", "/password/forgotten", {}, { email });
    setSent(true);
  });
  const refusal = banner(["email"]);
  return (
    <AccountFrame title={t("account:forgot.title")} foot={<Anchor component={Link} to="/signin">{t("account:forgot.back")}</Anchor>}>
      {sent ? <Text role="status">{t("account:forgot.sent")}</Text> : (
        <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <Stack>
            {refusal && <ProblemBanner problem={refusal} />}
            <TextInput label={t("account:field.email")} type="email" size="md" required autoFocus value={email} onChange={(e) => setEmail(e.currentTarget.value)} error={errors["email"]} />
            <MainAction type="submit" fullWidth loading={busy}>{t("account:forgot.submit")}</MainAction>
          </Stack>
        </form>
      )}
    </AccountFrame>
  );
}
