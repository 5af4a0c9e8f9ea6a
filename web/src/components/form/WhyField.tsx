/** A field that inherits: its list begins with "Par défaut (valeur, niveau)", and a question mark tells the whole story. */
import { ActionIcon, Popover, Skeleton } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "./paths";
import type { Field } from "./types";
import { useWhy } from "./why";
import classes from "./form.module.css";

const WhyLevels = lazy(() => import("./WhyLevels"));

interface Props {
  field: Field;
  values: Values;
  ns: string;
  children: (field: Field) => ReactNode;
}

export function WhyField({ field, values, ns, children }: Props) {
  const { t } = useTranslation();
  const why = useWhy(field, values);
  const [open, setOpen] = useState(false);
  const { level, show } = field.why!;
  const given = why?.defaults[level];
  const inherited = given?.value ? { value: show(given.value), level: t(`sales:level.${given.level}`) } : (field.inherited ?? null);
  const label = t(field.label ?? `${ns}:field.${field.name.replaceAll(".", "_")}`);
  return (
    <div className={classes.why}>
      {children({ ...field, inherited })}
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={340} trapFocus returnFocus withinPortal>
        <Popover.Target>
          <ActionIcon className={classes.whyButton!} variant="subtle" color="gray" c="dimmed" size={26} aria-label={t("form:why.of", { label })} title={t("form:why.title")} onClick={() => setOpen(!open)}><IconHelpCircle size={16} stroke={1.7} /></ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>{open && <Suspense fallback={<Skeleton h={120} />}><WhyLevels why={why} show={show} /></Suspense>}</Popover.Dropdown>
      </Popover>
    </div>
  );
}
