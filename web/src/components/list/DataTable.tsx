/** The table itself: frozen first column, sort by heading, selection with shift, rows walked with the arrows. */
import { Checkbox, Skeleton, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import clsx from "clsx";
import { useRef, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useLive } from "@/app/live";
import { useKeys } from "@/lib/keys";
import { cellOf, isFigure, labelOf, totalOf } from "./cells";
import { directionOf, nextSort } from "./params";
import type { Selection } from "./selection";
import type { AnyRow, Column } from "./types";
import classes from "./list.module.css";

export interface TableProps {
  ns: string;
  columns: Column<AnyRow>[];
  rows: AnyRow[] | undefined;
  rowId: (row: AnyRow) => string;
  rowTo?: ((row: AnyRow) => string | undefined) | undefined;
  /** opens a row in place; false when it has to be gone to */
  onOpen?: ((row: AnyRow) => boolean) | undefined;
  /** told as one walks the rows while one is open */
  onFollow?: ((row: AnyRow) => void) | undefined;
  isOpen?: ((row: AnyRow) => boolean) | undefined;
  rowLabel: (row: AnyRow) => string;
  sort: string;
  onSort: (sort: string) => void;
  selection?: Selection | undefined;
  sums?: Record<string, number | string> | undefined;
  count?: number | undefined;
  dense: boolean;
  fading?: boolean;
  title: string;
}

export function DataTable(props: TableProps) {
  const { columns, rows, rowId, selection } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (step: number) => {
    const all = [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
    const at = all.indexOf(document.activeElement?.closest("tr[data-row]") as HTMLElement);
    all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) });
  const totals = columns.some((c) => c.total) && props.sums && rows && rows.length > 0;
  return (
    <table className={clsx(classes.table, props.fading && classes.fading)} data-dense={props.dense} aria-label={props.title}>
      <Head {...props} />
      <tbody ref={body}>
        {rows
          ? rows.map((row, i) => <Row key={rowId(row)} row={row} index={i} {...props} />)
          : Array.from({ length: 12 }, (_, i) => <Bones key={i} columns={columns} pick={!!selection} seed={i} />)}
      </tbody>
      {totals && <Totals {...props} />}
    </table>
  );
}

function Head({ columns, ns, sort, onSort, selection, rows = [], rowId }: TableProps) {
  const { t } = useTranslation();
  const ids = rows.map(rowId);
  const all = ids.length > 0 && ids.every((id) => selection?.has(id));
  return (
    <thead>
      <tr>
        {selection && (
          <th className={classes.pick} scope="col">
            <Checkbox size="xs" aria-label={t("list:select_all")} checked={all} indeterminate={!all && selection.rows.size > 0} onChange={() => (all ? selection.drop(ids) : selection.take(rows))} />
          </th>
        )}
        {columns.map((column, i) => {
          const direction = directionOf(sort, column.key);
          const label = labelOf(column as Column<never>, ns, t);
          return (
            <th key={column.key} scope="col" className={clsx(i === 0 && classes.frozen, isFigure(column) && classes.figure)}
              aria-sort={direction && (direction === "asc" ? "ascending" : "descending")}>
              {column.sortable === false ? label : (
                <UnstyledButton className={classes.sort} onClick={() => onSort(nextSort(sort, column))}>
                  {label}
                  {direction === "asc" && <IconArrowUp size={14} aria-hidden />}
                  {direction === "desc" && <IconArrowDown size={14} aria-hidden />}
                </UnstyledButton>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function interactive(target: EventTarget): boolean {
  return !!(target as HTMLElement).closest("a,button,input,label,[role=button]");
}

function Row({ row, index, columns, ns, rowId, rowTo, onOpen, onFollow, isOpen, rowLabel, selection }: TableProps & { row: AnyRow; index: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { fresh } = useLive();
  const id = rowId(row);
  const to = rowTo?.(row);
  const chosen = selection?.has(id) ?? false;
  const flash = fresh.has(id) || fresh.has(String(row["id"]));
  const open = (aside: boolean) => {
    if (!to) return;
    if (aside) window.open(to, "_blank");
    else if (!onOpen?.(row)) void navigate(to);
  };
  const onLink = (event: MouseEvent) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !onOpen?.(row)) return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    if (interactive(event.target) || window.getSelection()?.toString()) return;
    open(event.ctrlKey || event.metaKey);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") open(event.ctrlKey || event.metaKey);
    else if (event.key === "x" || event.key === " ") selection?.toggle(id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  return (
    <tr data-row={id} data-open={isOpen?.(row) || undefined} className={classes.row} onFocus={(event) => event.target === event.currentTarget && onFollow?.(row)} tabIndex={index === 0 ? 0 : -1} aria-selected={selection ? chosen : undefined}
      onClick={onClick} onKeyDown={onKeyDown}>
      {selection && (
        <td className={clsx(classes.pick, flash && classes.flash)}>
          <Checkbox size="xs" aria-label={t("list:select_one", { name: rowLabel(row) })} checked={chosen} onChange={() => undefined}
            onClick={(event) => selection.toggle(id, event.shiftKey)} tabIndex={-1} />
        </td>
      )}
      {columns.map((column, i) => {
        const content = cellOf(column, row, ns, t);
        return (
          <td key={column.key} className={clsx(i === 0 && classes.frozen, isFigure(column) && classes.figure, column.wrap && classes.wrap, flash && classes.flash)}>
            {i === 0 && to ? <Link to={to} className={classes.lead} tabIndex={-1} onClick={onLink}>{content || "–"}</Link> : content}
            {i === 0 && row["archived"] === true && <span className={classes.aside}>{t("form:is_archived")}</span>}
          </td>
        );
      })}
    </tr>
  );
}

function Totals({ columns, sums, count, selection }: TableProps) {
  const { t } = useTranslation();
  return (
    <tfoot>
      <tr className={classes.totals}>
        {selection && <td className={classes.pick} />}
        {columns.map((column, i) => (
          <td key={column.key} className={clsx(i === 0 && classes.frozen, isFigure(column) && classes.figure)}>
            {i === 0 ? t("list:total", { count: count ?? 0 }) : column.total ? totalOf(column, sums?.[column.key]) : ""}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

function Bones({ columns, pick, seed }: { columns: Column<AnyRow>[]; pick: boolean; seed: number }) {
  return (
    <tr aria-hidden>
      {pick && <td className={classes.pick} />}
      {columns.map((column, i) => (
        <td key={column.key}><Skeleton h={12} w={isFigure(column) ? 56 : 70 + ((seed * 37 + i * 53) % 90)} ml={isFigure(column) ? "auto" : undefined} /></td>
      ))}
    </tr>
  );
}
