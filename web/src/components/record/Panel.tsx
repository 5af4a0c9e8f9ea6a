/** The boxes of a record's right rail: a title, then facts in two columns or anything else. */
import { Title } from "@mantine/core";
import clsx from "clsx";
import type { ReactNode } from "react";
import classes from "../form/form.module.css";

/** `onScreen`: holds nothing but what one can press, so it is left off paper. */
export function Panel({ title, children, onScreen }: { title: string; children: ReactNode; onScreen?: boolean }) {
  return (
    <section className={clsx(classes.panel, onScreen && "no-print")}>
      <Title order={2} className={classes.panelTitle}>{title}</Title>
      {children}
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
  strong?: boolean;
}

export function Facts({ facts }: { facts: (Fact | false | null | undefined | "")[] }) {
  const kept = facts.filter((fact): fact is Fact => !!fact && fact.value !== "" && fact.value !== null && fact.value !== undefined);
  return (
    <dl className={classes.facts}>
      {kept.map(({ label, value, strong }) => [
        <dt key={`${label}-t`} className={strong ? classes.strong : undefined}>{label}</dt>,
        <dd key={`${label}-d`} className={strong ? classes.strong : undefined}>{value}</dd>,
      ])}
    </dl>
  );
}
