import { Menu, Popover, ScrollArea, TextInput, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { matches } from "@/lib/fold";
import { useMe, useMembership } from "../session";
import { CompanyFace, CompanyMark } from "./faces";
import classes from "./shell.module.css";

/** From this many on, one types a few letters instead of reading them all. */
const MANY = 8;

/** The companies of the person; each opens by its own address, so another tab may stay where it is. */
export default function CompanySwitcher({ opened }: { opened: boolean }) {
  const { t } = useTranslation();
  const membership = useMembership();
  const me = useMe().data;
  const [typed, setTyped] = useState("");
  if (!membership || !me) return null;
  const many = me.companies.length > MANY;
  const shown = me.companies.filter((one) => !typed || matches(one.name, typed));
  return (
    <Menu position="bottom-start" width={320} defaultOpened={opened} withInitialFocusPlaceholder={!many} onClose={() => setTyped("")}>
      <Menu.Target>
        <UnstyledButton className={classes.companyButton} autoFocus={opened}><CompanyFace name={membership.name} colour={membership.colour} /></UnstyledButton>
      </Menu.Target>
      <Dropdown many={many}>
        <Menu.Label>{t("app:shell.companies")}</Menu.Label>
        {many && (
          <TextInput px={8} pb={8} data-autofocus aria-label={t("app:shell.company_search")} placeholder={t("app:shell.company_search")} leftSection={<IconSearch size={16} />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        )}
        <div {...(many && { role: "menu", "data-menu-dropdown": true })}>
          <ScrollArea.Autosize mah={320} type="auto">
            {shown.map((one) => (
              <Menu.Item key={one.company} mih={44} aria-current={one.company === membership.company || undefined} fw={one.company === membership.company ? 600 : 400} component={Link} to={`/c/${one.company}`}
                leftSection={<CompanyMark name={one.name} colour={one.colour} />} rightSection={one.company === membership.company && <IconCheck size={16} aria-hidden />}>{one.name}</Menu.Item>
            ))}
            {!shown.length && <Menu.Label>{t("app:shell.company_none")}</Menu.Label>}
          </ScrollArea.Autosize>
          <Menu.Divider />
          <Menu.Item mih={44} leftSection={<IconPlus size={16} />} component={Link} to="/companies/new">{t("app:create.company")}</Menu.Item>
        </div>
      </Dropdown>
    </Menu>
  );
}

/** A menu holds nothing but its items: with a field above them they are a menu inside a dialog. */
function Dropdown({ many, children }: { many: boolean; children: ReactNode }) {
  return many ? <Popover.Dropdown p={4}>{children}</Popover.Dropdown> : <Menu.Dropdown>{children}</Menu.Dropdown>;
}
