import { ActionIcon, Burger, Kbd, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { IconHelp, IconSearch, IconSelector, IconSparkles, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useMe, useMembership } from "../session";
import { PersonMenu } from "./PersonMenu";
import { shortcutsSheet } from "./Shortcuts";
import classes from "./shell.module.css";

export function Header({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const small = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false });
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  return (
    <header className={`${classes.header} app-header`}>
      {small && <Burger size="sm" w={44} h={44} onClick={onMenu} aria-label={t("app:shell.open_menu")} />}
      <div className={classes.company}><CompanySwitcher /></div>
      <UnstyledButton className={classes.search} onClick={spotlight.open} aria-label={t("app:shell.search")}>
        <IconSearch size={phone ? 20 : 16} aria-hidden />
        <span className={classes.searchText}>{t("app:shell.search")}</span>
        <Kbd className={classes.searchKey} size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      <div className={classes.spacer} />
      {!phone && (
        <>
          <Tooltip label={t("app:shell.whats_new")}>
            <ActionIcon component={Link} to={`/c/${company}/changelog`} variant="subtle" color="gray" c="inherit" size={40} aria-label={t("app:shell.whats_new")}>
              <IconSparkles size={20} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t("app:shell.help")}>
            <ActionIcon variant="subtle" color="gray" c="inherit" size={40} aria-label={t("app:shell.help")} onClick={shortcutsSheet.open}>
              <IconHelp size={20} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </>
      )}
      <PersonMenu phone={!!phone} />
    </header>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s'’-]+/).filter((w) => w.length > 2);
  return ((words[0]?.[0] ?? name[0] ?? "") + (words[1]?.[0] ?? "")).toUpperCase();
}

function CompanySwitcher() {
  const { t } = useTranslation();
  const membership = useMembership();
  const me = useMe().data;
  const navigate = useNavigate();
  if (!membership || !me) return null;
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <UnstyledButton className={classes.companyButton} aria-label={t("app:shell.company_menu", { name: membership.name })}>
          <span className={classes.mark} aria-hidden>{initials(membership.name)}</span>
          <span className={classes.companyName}>{membership.name}</span>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("app:shell.companies")}</Menu.Label>
        {me.companies.map((c) => (
          <Menu.Item key={c.company} aria-current={c.company === membership.company || undefined} fw={c.company === membership.company ? 600 : 400} component="a" href={`/c/${c.company}`}>
            {c.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => void navigate("/companies/new")}>{t("app:create.company")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
