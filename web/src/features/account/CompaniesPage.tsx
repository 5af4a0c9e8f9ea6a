import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { AccountFrame } from "./AccountFrame";
import { CompanyList } from "./CompanyList";

export default function CompaniesPage() {
  const { t } = useTranslation();
  const none = !useMe().data?.companies.length;
  return (
    <AccountFrame title={t("app:shell.companies")} lead={none ? t("company:new.none") : undefined}>
      <Stack gap="md">
        {none && <Text fz="sm">{t("company:new.invited")}</Text>}
        <CompanyList />
        <MainAction component={Link} to="/companies/new" variant={none ? "filled" : "default"}>{t("app:create.company")}</MainAction>
      </Stack>
    </AccountFrame>
  );
}
