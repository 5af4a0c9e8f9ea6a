/** Filters as a sentence of chips: "en retard · Restaurant · plus de 500 €". A chip opens on what it says. */
import { Button, Group, Popover, Skeleton, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { date, decimal, money, readCents } from "@/lib/format";
import { matches } from "@/lib/fold";
import { choiceLabel, labelOf } from "./cells";
import { OPS } from "./ops";
import type { Column, Filter } from "./types";
import classes from "./list.module.css";

const Editor = lazy(() => import("./FilterEditor"));

type AnyColumn = Column<never>;

function valueText(column: AnyColumn, ns: string, filter: Filter, t: TFunction): string {
  switch (column.type) {
    case "choice": case "id": return filter.value.split(",").map((v) => choiceLabel(column, ns, v, t)).join(` ${t("list:or")} `);
    case "cents": return money(readCents(filter.value) ?? 0);
    case "int": case "decimal": case "percent": return decimal(filter.value);
    case "date": case "instant": return filter.value.startsWith("@") ? t(`list:${filter.op === "ge" ? "since" : "before"}.${filter.value.slice(1)}`) : date(filter.value);
    default: return filter.value;
  }
}

/** "Ville contient Bordeaux"; a choice or a yes/no speaks for itself. */
export function sentenceOf(column: AnyColumn, ns: string, filter: Filter, t: TFunction): string {
  const label = labelOf(column, ns, t);
  if (column.type === "bool") return filter.value === "true" ? label : t("list:not", { label });
  if (filter.op === "empty") return t(filter.value === "false" ? "list:op.filled" : "list:op.empty", { label });
  const value = valueText(column, ns, filter, t);
  if (column.type === "choice" || column.type === "id") return filter.op === "ne" ? t("list:not", { label: value }) : value;
  if (filter.value.startsWith("@") && (column.type === "date" || column.type === "instant")) return `${label} ${value}`;
  const dated = column.type === "date" || column.type === "instant";
  return t(`list:op.${dated ? "date_" : ""}${filter.op}`, { label, value });
}

interface Props {
  columns: AnyColumn[];
  ns: string;
  filters: Filter[];
  /** one filter that holds is enough */
  any: boolean;
  onChange: (filters: Filter[]) => void;
  onAny: (any: boolean) => void;
}

export function Filters({ columns, ns, filters, any, onChange, onAny }: Props) {
  const { t } = useTranslation();
  const filterable = columns.filter((c) => c.filterable !== false && (c.type !== "id" || !!c.options));
  const known = filters.flatMap((filter, i) => {
    const column = columns.find((c) => c.key === filter.field);
    return column ? [{ filter, column, i }] : [];
  });
  return (
    <Group gap={6} role="group" aria-label={t("list:filters")}>
      {known.map(({ filter, column, i }, at) => (
        <Group key={`${filter.field}-${i}`} gap={6}>
          {at > 0 && <Button variant="subtle" color="gray" c="dimmed" size="compact-xs" title={t("list:join_hint")} onClick={() => onAny(!any)}>{t(any ? "list:or" : "list:and")}</Button>}
          <Chip column={column} ns={ns} filter={filter}
            onChange={(next) => onChange(next ? filters.map((f, n) => (n === i ? next : f)) : filters.filter((_, n) => n !== i))} />
        </Group>
      ))}
      <AddFilter columns={filterable} ns={ns} onAdd={(filter) => onChange([...filters, filter])} />
    </Group>
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

function AddFilter({ columns, ns, onAdd }: { columns: AnyColumn[]; ns: string; onAdd: (f: Filter) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<AnyColumn | null>(null);
  const [typed, setTyped] = useState("");
  const close = () => { setOpen(false); setChosen(null); setTyped(""); };
  const shown = columns.filter((c) => !typed || matches(labelOf(c, ns, t), typed));
  return (
    <Popover opened={open} onChange={(value) => !value && close()} position="bottom-start" trapFocus returnFocus width={280}>
      <Popover.Target>
        <Button variant="subtle" color="gray" c="dimmed" size="sm" px={8} leftSection={<IconFilter size={16} />} onClick={() => (open ? close() : setOpen(true))}>{t("list:add_filter")}</Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {chosen ? (
          <Suspense fallback={<Skeleton h={90} />}><Editor column={chosen} ns={ns} filter={{ field: chosen.key, op: OPS[chosen.type][0]!, value: "" }} onDone={(filter) => { close(); if (filter) onAdd(filter); }} /></Suspense>
        ) : (
          <Stack gap={4}>
            <TextInput data-autofocus placeholder={t("list:find_field")} aria-label={t("list:find_field")} value={typed} onChange={(e) => setTyped(e.currentTarget.value)}
              onKeyDown={(e) => { if (e.key === "Enter" && shown[0]) setChosen(shown[0]); }} />
            <div style={{ maxHeight: 280, overflowY: "auto" }}>
              {shown.map((column) => (
                <Button key={column.key} fullWidth justify="flex-start" variant="subtle" color="gray" c="inherit" fw={400} onClick={() => setChosen(column)}>{labelOf(column, ns, t)}</Button>
              ))}
            </div>
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
