import "@/i18n/late/account";
import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useMe, useSignOut } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { Button } from "@mantine/core";
import { AccountFrame } from "./AccountFrame";
import { CompanyList } from "./CompanyList";

/** The address names a company that is not the person's: with another login perhaps, or one of these. */
export default function RefusedPage() {
  const { t } = useTranslation();
  const me = useMe().data;
  const signOut = useSignOut();
  const { pathname, search } = useLocation();
  const some = !!me?.companies.length;
  return (
    <AccountFrame title={t("account:refused.title")} lead={t("account:refused.lead", { email: me?.email })}>
      <Stack gap="md">
        <Text fz="sm">{t("account:refused.ask")}</Text>
        <MainAction onClick={() => void signOut(pathname + search)}>{t("account:refused.other")}</MainAction>
        {some ? <><Text fz="sm" fw={600} mt="xs">{t("account:refused.yours")}</Text><CompanyList /></> : <Button variant="default" h={44} component={Link} to="/companies">{t("app:action.go_home")}</Button>}
      </Stack>
    </AccountFrame>
  );
}
