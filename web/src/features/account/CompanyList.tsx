/** The companies of a person, each in its colour: a row to press, with a filter when there are many. */
import { Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/app/session";
import { CompanyMark } from "@/app/shell/faces";
import { matches } from "@/lib/fold";
import classes from "./account.module.css";

export const MANY = 8;

export function CompanyList() {
  const { t } = useTranslation();
  const companies = useMe().data?.companies ?? [];
  const [typed, setTyped] = useState("");
  const shown = companies.filter((one) => !typed || matches(one.name, typed));
  return (
    <Stack gap="xs">
      {companies.length > MANY && (
        <TextInput size="md" autoFocus aria-label={t("app:shell.company_search")} placeholder={t("app:shell.company_search")} leftSection={<IconSearch size={16} />} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} />
      )}
      {shown.map((one) => (
        <UnstyledButton key={one.company} component={Link} to={`/c/${one.company}`} className={classes.company!}>
          <CompanyMark name={one.name} colour={one.colour} />
          <Text span fw={550} flex={1}>{one.name}</Text>
          <IconChevronRight size={16} aria-hidden />
        </UnstyledButton>
      ))}
      {companies.length > 0 && !shown.length && <Text c="dimmed" fz="sm">{t("app:shell.company_none")}</Text>}
    </Stack>
  );
}
