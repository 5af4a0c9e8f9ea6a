/** Found a company: what identifies it, where it is, its bank; the logo and the colour come next. */
import { Anchor, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { personApi } from "@/api/client";
import { useMe } from "@/app/session";
import { Sections } from "@/components/form/Sections";
import { Guard } from "@/components/form/guard";
import { useForm } from "@/components/form/useForm";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { AccountFrame } from "@/features/account/AccountFrame";
import { asProblem } from "@/api/problem";
import { useSubmit } from "@/lib/useSubmit";
import { ADDRESS, BLANK, IDENTITY, tidy } from "./CompanyForm";
import { useBankSection } from "./CompanyPage";

export default function NewCompanyPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const bank = useBankSection();
  const some = !!useMe().data?.companies.length;
  const form = useForm({ ...BLANK });
  const { submit, busy, problem } = useSubmit(async () => {
    try {
      const company = await personApi.send("post", "/companies", {}, tidy(form.values));
      form.reset(form.values);
      await queries.refetchQueries({ queryKey: ["me"] });
      setTimeout(() => void navigate(`/c/${company.id}/company`, { replace: true }));
    } catch (error) {
      form.refuse(asProblem(error));
      throw error;
    }
  });
  return (
    <AccountFrame wide title={t("app:create.company")} lead={t("company:new.lead")} foot={some ? <Anchor component={Link} to="/companies">{t("app:shell.companies")}</Anchor> : t("company:new.invited")}>
      {problem && <ProblemBanner problem={problem} />}
      <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Sections sections={[IDENTITY, ADDRESS, bank]} form={form} ns="company" />
        <Group justify="flex-end" mt="md"><MainAction type="submit" loading={busy}>{t("company:new.submit")}</MainAction></Group>
      </form>
      <Guard dirty={form.dirty && !busy} />
    </AccountFrame>
  );
}
