/** Groups of pages; a group folds and the rail remembers it. A page the role may not see is not there. */
import { UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconChevronDown, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation, useParams } from "react-router";
import { GROUPS, PAGES, type PageSpec } from "../pages";
import { useCan } from "../session";
import classes from "./shell.module.css";

/** Folded until somebody opens them, so that the daily pages fit without scrolling. */
const SELDOM: string[] = ["settings"];

export function Rail({ folded, onFold }: { folded: boolean; onFold?: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const { company } = useParams();
  const { pathname } = useLocation();
  const [closed, setClosed] = useLocalStorage<string[]>({ key: "caveau.rail-closed", defaultValue: SELDOM, getInitialValueInEffect: false });
  const Fold = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <>
      {GROUPS.map((group) => {
        const pages = PAGES.filter((page) => page.group === group && can(page.scope));
        if (!pages.length) return null;
        const here = pages.some((page) => page.path && pathname.startsWith(`/c/${company}/${page.path}`));
        const open = folded || here || group === "home" || !closed.includes(group);
        return (
          <div key={group}>
            {group !== "home" && !folded && (
              <UnstyledButton className={classes.group} aria-expanded={open}
                onClick={() => setClosed(open ? [...new Set([...closed, group])] : closed.filter((one) => one !== group))}>
                <span className={classes.groupName}>{t(`app:group.${group}`)}</span>
                <IconChevronDown size={14} className={classes.chevron} aria-hidden />
              </UnstyledButton>
            )}
            {open && pages.map((page) => <Item key={page.path} page={page} folded={folded} />)}
          </div>
        );
      })}
      {onFold && (
        <UnstyledButton className={`${classes.item} ${classes.fold}`} onClick={onFold} aria-label={t(folded ? "app:shell.unfold" : "app:shell.fold")}>
          <Fold size={18} stroke={1.7} className={classes.itemIcon} aria-hidden />
          {!folded && t("app:shell.fold")}
        </UnstyledButton>
      )}
    </>
  );
}

function Item({ page, folded }: { page: PageSpec; folded: boolean }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const label = t(page.title!);
  const Symbol = page.icon!;
  return (
    <NavLink to={page.path ? `/c/${company}/${page.path}` : `/c/${company}`} end={page.path === ""} className={classes.item!} aria-label={folded ? label : undefined} title={folded ? label : undefined}>
      <Symbol size={18} stroke={1.7} className={classes.itemIcon} aria-hidden />
      {!folded && label}
    </NavLink>
  );
}
