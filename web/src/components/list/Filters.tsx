/** Filters as a sentence of chips: "en retard · Restaurant · plus de 500 €". A chip opens on what it says. */
import { Button, Group, Popover, Skeleton, UnstyledButton } from "@mantine/core";
import { IconBrackets, IconFilter, IconX } from "@tabler/icons-react";
import clsx from "clsx";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "@/lib/onDemand";
import { groupSentence, sentenceOf } from "./sentence";
import type { Column, Filter, FilterGroup } from "./types";
import classes from "./list.module.css";

const Editor = lazy(() => import("./FilterEditor"));
const NewFilter = lazy(() => import("./NewFilter"));
const Builder = later(async () => (await import("./FilterBuilder")).FilterBuilder);

type AnyColumn = Column<never>;

interface Props {
  columns: AnyColumn[];
  ns: string;
  /** what stands beside each other: all must hold, or any */
  root: FilterGroup;
  /** no "or", no groups */
  flat: boolean;
  /** rows that the filters give */
  count: number | undefined;
  onChange: (root: FilterGroup, replace?: boolean) => void;
}

export function Filters({ columns, ns, root, flat, count, onChange }: Props) {
  const { t } = useTranslation();
  const [building, setBuilding] = useState(false);
  const { filters, groups } = root;
  const filterable = columns.filter((c) => c.filterable !== false && (c.type !== "id" || !!c.options?.length));
  const known = filters.flatMap((filter, i) => {
    const column = columns.find((c) => c.key === filter.field);
    return column ? [{ filter, column, i }] : [];
  });
  const any = root.join === "any";
  const join = flat ? null : <Button variant="subtle" color="gray" c="dimmed" size="compact-xs" title={t("list:join_hint")} onClick={() => onChange({ ...root, join: any ? "all" : "any" })}>{t(any ? "list:or" : "list:and")}</Button>;
  return (
    <Group gap={6} role="group" aria-label={t("list:filters")}>
      {known.map(({ filter, column, i }, at) => (
        <Group key={`${filter.field}-${i}`} gap={6}>
          {at > 0 && join}
          <Chip column={column} ns={ns} filter={filter}
            onChange={(next) => onChange({ ...root, filters: next ? filters.map((f, n) => (n === i ? next : f)) : filters.filter((_, n) => n !== i) })} />
        </Group>
      ))}
      {!flat && groups.map((group, at) => (
        <Group key={at} gap={6} maw="100%">
          {known.length + at > 0 && join}
          <GroupChip text={groupSentence(group, columns, ns, t)} onOpen={() => setBuilding(true)} onDrop={() => onChange({ ...root, groups: groups.filter((_, n) => n !== at) })} />
        </Group>
      ))}
      <AddFilter columns={filterable} ns={ns} onAdd={(filter) => onChange({ ...root, filters: [...filters, filter] })} onBuild={flat ? undefined : () => setBuilding(true)} />
      {building && <Builder columns={filterable} all={columns} ns={ns} root={root} count={count} onChange={onChange} onClose={() => setBuilding(false)} />}
    </Group>
  );
}

function GroupChip({ text, onOpen, onDrop }: { text: string; onOpen: () => void; onDrop: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={clsx(classes.chip, classes.chipGroup)}>
      <UnstyledButton className={classes.chipText!} aria-haspopup="dialog" onClick={onOpen} fz="inherit">{text}</UnstyledButton>
      <UnstyledButton className={classes.chipDrop!} aria-label={t("list:drop_filter", { text })} onClick={onDrop}><IconX size={14} /></UnstyledButton>
    </span>
  );
}

function Chip({ column, ns, filter, onChange }: { column: AnyColumn; ns: string; filter: Filter; onChange: (f: Filter | null) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const text = sentenceOf(column, ns, filter, t);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <span className={classes.chip}>
        <Popover.Target>
          <UnstyledButton className={classes.chipText!} onClick={() => setOpen(!open)} fz="inherit">{text}</UnstyledButton>
        </Popover.Target>
        <UnstyledButton className={classes.chipDrop!} aria-label={t("list:drop_filter", { text })} onClick={() => onChange(null)}><IconX size={14} /></UnstyledButton>
      </span>
      <Popover.Dropdown>
        <Suspense fallback={<Skeleton h={90} w={220} />}><Editor column={column} ns={ns} filter={filter} onDone={(next) => { setOpen(false); if (next) onChange(next); }} /></Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

function AddFilter({ columns, ns, onAdd, onBuild }: { columns: AnyColumn[]; ns: string; onAdd: (f: Filter) => void; onBuild?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus width={280}>
      <Popover.Target>
        <Button variant="subtle" color="gray" c="dimmed" size="sm" px={8} leftSection={<IconFilter size={16} />} onClick={() => setOpen(!open)}>{t("list:add_filter")}</Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Suspense fallback={<Skeleton h={90} />}><NewFilter columns={columns} ns={ns} onDone={(filter) => { setOpen(false); if (filter) onAdd(filter); }} /></Suspense>
        {onBuild && <Button fullWidth mt={4} justify="flex-start" variant="subtle" leftSection={<IconBrackets size={16} />} onClick={() => { setOpen(false); onBuild(); }}>{t("list:groups")}</Button>}
      </Popover.Dropdown>
    </Popover>
  );
}
