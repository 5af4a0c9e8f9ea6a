import { ActionIcon, Burger, Kbd, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconHelp, IconSearch, IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { CompanyMenu, PersonButton } from "./faces";
import { SupportButton } from "@/features/support/SupportButton";
import { openHelp, openPalette } from "./parts";
import classes from "./shell.module.css";

export function Header({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const small = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false });
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  return (
    <header className={`${classes.header} app-header`}>
      {small && <Burger size="sm" w={44} h={44} onClick={onMenu} aria-label={t("app:shell.open_menu")} />}
      <div className={classes.company}><CompanyMenu /></div>
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={phone ? 20 : 16} aria-hidden />
        <span className={classes.searchText}>{t("app:shell.search")}</span>
        <Kbd className={classes.searchKey} size="xs" aria-hidden>Ctrl K</Kbd>
      </UnstyledButton>
      <div className={classes.spacer} />
      {!phone && (
        <>
          <ActionIcon title={t("app:shell.whats_new")} component={Link} to={`/c/${company}/changelog`} variant="subtle" color="gray" c="inherit" size={40} aria-label={t("app:shell.whats_new")}>
            <IconSparkles size={20} stroke={1.7} />
          </ActionIcon>
          <SupportButton />
          <ActionIcon title={t("app:shell.help")} variant="subtle" color="gray" c="inherit" size={40} aria-label={t("app:shell.help")} onClick={openHelp}>
            <IconHelp size={20} stroke={1.7} />
          </ActionIcon>
        </>
      )}
      <PersonButton />
    </header>
  );
}
