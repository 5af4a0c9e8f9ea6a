import { Menu, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMe, useMembership } from "../session";
import { CompanyFace } from "./faces";
import classes from "./shell.module.css";

/** The companies of the person; each opens by its own address, so another tab may stay where it is. */
export default function CompanySwitcher({ opened }: { opened: boolean }) {
  const { t } = useTranslation();
  const membership = useMembership();
  const me = useMe().data;
  const navigate = useNavigate();
  if (!membership || !me) return null;
  return (
    <Menu position="bottom-start" width={280} defaultOpened={opened}>
      <Menu.Target>
        <UnstyledButton className={classes.companyButton} autoFocus={opened}><CompanyFace name={membership.name} /></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("app:shell.companies")}</Menu.Label>
        {me.companies.map((c) => (
          <Menu.Item key={c.company} aria-current={c.company === membership.company || undefined} fw={c.company === membership.company ? 600 : 400} component="a" href={`/c/${c.company}`}>{c.name}</Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => void navigate("/companies/new")}>{t("app:create.company")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
