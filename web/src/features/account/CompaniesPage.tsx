import { Button, Stack, Text } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { AccountFrame } from "./AccountFrame";

export default function CompaniesPage() {
  const { t } = useTranslation();
  const companies = useMe().data?.companies ?? [];
  return (
    <AccountFrame title={t("app:shell.companies")}>
      <Stack gap="xs">
        {companies.length === 0 && <Text c="dimmed">{t("company:new.none")}</Text>}
        {companies.map((one) => (
          <Button key={one.company} variant="default" h={52} justify="space-between" rightSection={<IconChevronRight size={16} />} component={Link} to={`/c/${one.company}`}>{one.name}</Button>
        ))}
        <MainAction component={Link} to="/companies/new">{t("app:create.company")}</MainAction>
      </Stack>
    </AccountFrame>
  );
}
