/** The two menus of the header: drawn at once, their lists fetched when a pointer or the focus comes near. */
import { UnstyledButton } from "@mantine/core";
import { IconSelector, IconUserCircle } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ComponentType, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ACCENTS } from "../palettes";
import { useMe, useMembership } from "../session";
import { DEFAULT_ACCENT, isAccent } from "../theme";
import classes from "./shell.module.css";

type Opened = { opened: boolean };
const loadCompanies = () => import("./CompanySwitcher");
const loadPerson = () => import("./PersonMenu");
const CompanySwitcher = lazy<ComponentType<Opened>>(loadCompanies);
const PersonMenu = lazy<ComponentType<Opened>>(loadPerson);

interface Props {
  menu: ComponentType<Opened>;
  load: () => Promise<unknown>;
  label?: string;
  className: string | undefined;
  children: ReactNode;
}

function Door({ menu: Menu, load, label, className, children }: Props) {
  const [wanted, setWanted] = useState(false);
  const face = (
    <UnstyledButton className={className!} aria-label={label} aria-haspopup="menu" onPointerEnter={() => void load()} onFocus={() => void load()} onClick={() => setWanted(true)}>{children}</UnstyledButton>
  );
  return wanted ? <Suspense fallback={face}><Menu opened /></Suspense> : face;
}

/** "Domaine des Trois Terroirs": DT. Small words do not count. */
function initials(name: string): string {
  const words = name.split(/[\s'’-]+/).filter((word) => /^\p{Lu}/u.test(word));
  return words.slice(0, 2).map((word) => word[0]).join("") || name.slice(0, 1).toUpperCase();
}

/** The company's initials on its colour: two companies are never confused. */
export function CompanyMark({ name, colour }: { name: string; colour: string }) {
  const colours = ACCENTS[isAccent(colour) ? colour : DEFAULT_ACCENT];
  return <span className={classes.mark} data-initials={initials(name)} style={{ background: colours[7] }} aria-hidden />;
}

export function CompanyFace({ name, colour }: { name: string; colour: string }) {
  const { t } = useTranslation();
  return (
    <>
      <CompanyMark name={name} colour={colour} />
      <span className={classes.companyName}>{name}</span>
      <span className="visually-hidden">{t("app:shell.company_menu")}</span>
      <IconSelector size={16} aria-hidden />
    </>
  );
}

export function CompanyMenu() {
  const membership = useMembership();
  if (!membership) return null;
  return <Door menu={CompanySwitcher} load={loadCompanies} className={classes.companyButton}><CompanyFace name={membership.name} colour={membership.colour} /></Door>;
}

export function PersonButton() {
  const { t } = useTranslation();
  const me = useMe().data;
  if (!me) return null;
  return <Door menu={PersonMenu} load={loadPerson} label={t("app:shell.person_menu", { name: me.name })} className={classes.person}><IconUserCircle size={26} stroke={1.5} /></Door>;
}
