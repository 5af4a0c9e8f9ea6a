/**
 * Every filter of the list at once, groups inside groups: all of these, any of these, none of these. What is changed
 * here is in the address at once, as a chip's change is; the number of rows at the bottom follows.
 */
import { ActionIcon, Button, Collapse, Group, Modal, Select, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconBrackets, IconBracketsOff, IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import FilterEditor from "./FilterEditor";
import { MOST_DEPTH, pruned } from "./filterText";
import NewFilter from "./NewFilter";
import { groupSentence, sentenceOf } from "./sentence";
import type { Column, Filter, FilterGroup, Join } from "./types";
import classes from "./builder.module.css";

interface Props {
  /** columns one may choose, and all that a filter may name */
  columns: Column<never>[];
  all: Column<never>[];
  ns: string;
  root: FilterGroup;
  count: number | undefined;
  onChange: (root: FilterGroup, replace?: boolean) => void;
  onClose: () => void;
}

const other = (join: Join): Join => (join === "all" ? "any" : "all");
const fresh = (join: Join): FilterGroup => ({ join, filters: [], groups: [] });

export function FilterBuilder({ root, count, onChange, onClose, ...known }: Props) {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  // An empty group is not in the address yet: it lives here until it says something.
  const [draft, setDraft] = useState(root);
  const changed = useRef(false);
  const set = (next: FilterGroup) => {
    setDraft(next);
    onChange(pruned(next), changed.current);
    changed.current = true; // one step back undoes the whole visit
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };
  const said = groupSentence(draft, known.all, known.ns, t);
  return (
    <Modal opened onClose={onClose} onKeyDown={onKeyDown} closeOnEscape={false} size="lg" fullScreen={!!phone} title={t("list:builder")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Part group={draft} depth={0} onChange={set} {...known} />
      <p className={classes.said} aria-live="polite">{said || t("list:builder_nothing")}</p>
      <Group justify="space-between" className={classes.foot!}>
        <span className="num" aria-live="polite">{count === undefined ? "" : t("list:rows", { count })}</span>
        <Button onClick={onClose}>{t("list:done")}</Button>
      </Group>
    </Modal>
  );
}

type Known = Pick<Props, "columns" | "all" | "ns">;

interface PartProps extends Known {
  group: FilterGroup;
  depth: number;
  onChange: (group: FilterGroup) => void;
  onDrop?: () => void;
  /** its parts go to the group around it */
  onOpenUp?: () => void;
}

function Part({ group, depth, onChange, onDrop, onOpenUp, ...known }: PartProps) {
  const { t } = useTranslation();
  const { filters, groups } = group;
  const joins: Join[] = depth ? ["all", "any", "none"] : ["all", "any"];
  const wrap = (at: number) => onChange({ ...group, filters: filters.filter((_, n) => n !== at), groups: [...groups, { ...fresh(other(group.join)), filters: [filters[at]!] }] });
  const openUp = (at: number) => onChange({ ...group, filters: [...filters, ...groups[at]!.filters], groups: [...groups.slice(0, at), ...groups[at]!.groups, ...groups.slice(at + 1)] });
  return (
    <div role="group" aria-label={t(`list:join.${group.join}`)} className={classes.part} data-depth={depth}>
      <div className={classes.head}>
        <Select aria-label={t("list:join_hint")} allowDeselect={false} value={group.join} onChange={(join) => join && onChange({ ...group, join: join as Join })} className={classes.join!} comboboxProps={{ withinPortal: false }}
          data={joins.map((value) => ({ value, label: t(`list:join.${value}`) }))} />
        {onOpenUp && <Tool label={t("list:group_open")} icon={<IconBracketsOff size={18} />} onClick={onOpenUp} />}
        {onDrop && <Tool label={t("list:group_drop")} icon={<IconX size={18} />} onClick={onDrop} />}
      </div>
      {filters.map((filter, at) => (
        <Leaf key={`${at}-${filter.field}`} filter={filter} {...known} onChange={(next) => onChange({ ...group, filters: filters.map((one, n) => (n === at ? next : one)) })}
          onDrop={() => onChange({ ...group, filters: filters.filter((_, n) => n !== at) })} onWrap={depth < MOST_DEPTH ? () => wrap(at) : undefined} />
      ))}
      {groups.map((one, at) => (
        <Part key={at} group={one} depth={depth + 1} {...known} onChange={(next) => onChange({ ...group, groups: groups.map((old, n) => (n === at ? next : old)) })}
          onDrop={() => onChange({ ...group, groups: groups.filter((_, n) => n !== at) })} onOpenUp={() => openUp(at)} />
      ))}
      <Adding {...known} onAdd={(filter) => onChange({ ...group, filters: [...filters, filter] })}
        onGroup={depth < MOST_DEPTH ? () => onChange({ ...group, groups: [...groups, fresh(other(group.join))] }) : undefined} />
    </div>
  );
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return <ActionIcon variant="subtle" color="gray" c="dimmed" className={classes.tool!} aria-label={label} title={label} onClick={onClick}>{icon}</ActionIcon>;
}

/** Escape closes what is open in a line before it closes the window. */
function escaping(close: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
}

function Leaf({ filter, all, ns, onChange, onDrop, onWrap }: Known & { filter: Filter; onChange: (filter: Filter) => void; onDrop: () => void; onWrap?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const column = all.find((c) => c.key === filter.field);
  if (!column) return null;
  const text = sentenceOf(column, ns, filter, t);
  const close = () => { setOpen(false); button.current?.focus(); };
  return (
    <div className={classes.leaf} onKeyDown={open ? escaping(close) : undefined}>
      <div className={classes.line}>
        <UnstyledButton ref={button} className={classes.text!} aria-expanded={open} onClick={() => setOpen(!open)}>{text}</UnstyledButton>
        {onWrap && <Tool label={t("list:group_wrap", { text })} icon={<IconBrackets size={18} />} onClick={onWrap} />}
        <Tool label={t("list:drop_filter", { text })} icon={<IconX size={18} />} onClick={onDrop} />
      </div>
      <Collapse expanded={open} transitionDuration={0}>
        {open && <div className={classes.editor}><FilterEditor column={column} ns={ns} filter={filter} onDone={(next) => { close(); if (next) onChange(next); }} /></div>}
      </Collapse>
    </div>
  );
}

function Adding({ columns, ns, onAdd, onGroup }: Known & { onAdd: (filter: Filter) => void; onGroup?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => { setOpen(false); button.current?.focus(); };
  return (
    <div onKeyDown={open ? escaping(close) : undefined}>
      <Group gap={4}>
        <Button ref={button} variant="subtle" className={classes.add!} leftSection={<IconPlus size={16} />} aria-expanded={open} onClick={() => setOpen(!open)}>{t("list:add_one")}</Button>
        {onGroup && <Button variant="subtle" className={classes.add!} leftSection={<IconBrackets size={16} />} onClick={onGroup}>{t("list:add_group")}</Button>}
      </Group>
      {open && <div className={classes.editor}><NewFilter columns={columns} ns={ns} onDone={(filter) => { close(); if (filter) onAdd(filter); }} /></div>}
    </div>
  );
}
