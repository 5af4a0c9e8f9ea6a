import "@/i18n/late/pricing";
import { ActionIcon, Popover, Skeleton } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import clsx from "clsx";
import { lazy, Suspense, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "@/app/live";
import listClasses from "@/components/list/list.module.css";
import { readDecimal, unitPrice } from "@/lib/format";
import { volumeLabel } from "@/features/catalogue/books";
import { gridName, withBasis, type Grid } from "./grids";
import type { PriceRow, Sheet } from "./sheet";
import { firstPrice } from "./tiers";
import classes from "./prices.module.css";

const TierEditor = lazy(async () => ({ default: (await import("./TierEditor")).TierEditor }));

interface Props {
  rows: PriceRow[];
  grids: Grid[];
  sheet: Sheet;
  writable: boolean;
}

/** Moves to the cell beside: up, down, left or right of the one that has the focus. */
function step(from: HTMLElement, rows: number, columns: number): void {
  const cell = from.closest("td");
  const line = cell?.parentElement as HTMLTableRowElement | null;
  const body = line?.parentElement as HTMLTableSectionElement | null;
  const target = body?.rows[line!.sectionRowIndex + rows]?.cells[cell!.cellIndex + columns];
  target?.querySelector<HTMLInputElement>("input")?.focus();
}

export function PriceTable({ rows, grids, sheet, writable }: Props) {
  const { t } = useTranslation();
  const { fresh } = useLive();
  const paste = (event: ClipboardEvent, at: number, column: number) => {
    const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    if (lines.length === 1 && lines[0]!.length === 1) return;
    event.preventDefault();
    sheet.setPrices(lines.flatMap((line, i) => line.flatMap((text, j) => {
      const [row, grid] = [rows[at + i], grids[column + j]];
      const price = text.trim() === "" ? null : readDecimal(text);
      return row && grid && (price !== null || text.trim() === "") ? [{ row, grid: grid.id, price }] : [];
    })));
  };
  return (
    <table className={clsx(listClasses.table, classes.sheet)} aria-label={t("app:page.prices")}>
      <thead>
        <tr>
          <th scope="col" className={listClasses.frozen}>{t("catalogue:field.label")}</th>
          <th scope="col">{t("catalogue:field.sku")}</th>
          <th scope="col">{t("catalogue:field.volume")}</th>
          {grids.map((grid) => <th key={grid.id} scope="col" className={listClasses.figure}>{withBasis(grid)}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={row.id}>
            <td className={listClasses.frozen}>{row.label}</td>
            <td>{row.sku}</td>
            <td className="num">{volumeLabel(row.volume)}</td>
            {grids.map((grid, j) => (
              <td key={grid.id} className={clsx(classes.cell, sheet.changed(row, grid.id) && classes.changed, fresh.has(row.id) && listClasses.flash)}>
                <PriceCell row={row} grid={grid} sheet={sheet} writable={writable} onPaste={(event) => paste(event, i, j)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  row: PriceRow;
  grid: Grid;
  sheet: Sheet;
  writable: boolean;
  onPaste: (event: ClipboardEvent) => void;
}

function PriceCell({ row, grid, sheet, writable, onPaste }: CellProps) {
  const { t } = useTranslation();
  const tiers = sheet.tiers(row, grid.id);
  const stored = firstPrice(tiers);
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const currency = grid.currency ?? "EUR";
  const wrong = typed !== null && typed.trim() !== "" && (readDecimal(typed) === null || (readDecimal(typed)!.split(".")[1] ?? "").length > (grid.decimals ?? 2));
  const commit = () => {
    if (typed === null || wrong) return;
    const price = typed.trim() === "" ? null : readDecimal(typed);
    if (price !== null ? Number(price) !== Number(stored || "NaN") : stored !== "") sheet.setPrices([{ row, grid: grid.id, price }]);
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const moves: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    const move = moves[event.key] ?? (typed === null ? ({ ArrowLeft: [0, -1], ArrowRight: [0, 1] } as Record<string, [number, number]>)[event.key] : undefined);
    if (event.key === "Escape") setTyped(null);
    else if (move) {
      event.preventDefault();
      commit();
      step(event.currentTarget, ...move);
    }
  };
  const label = t("pricing:cell", { label: row.label, grid: gridName(grid) });
  return (
    <div className={classes.inner}>
      <input className={classes.input} aria-label={label} aria-invalid={wrong || undefined} readOnly={!writable} inputMode="decimal" value={typed ?? (stored ? unitPrice(stored, currency) : "")} placeholder="–"
        onFocus={(event) => event.currentTarget.select()} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={commit} onKeyDown={onKeyDown} onPaste={onPaste} />
      <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus withinPortal>
        <Popover.Target>
          <ActionIcon className={classes.tiers} data-some={tiers.length > 1 || undefined} variant="subtle" color="gray" c="dimmed" size={28} tabIndex={-1} aria-label={t("pricing:tiers_of", { count: tiers.length, label })} onClick={() => setOpen(!open)}>
            {tiers.length > 1 ? <span className={classes.number} data-count={tiers.length} aria-hidden /> : <IconStack2 size={15} />}
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>{open && <Suspense fallback={<Skeleton h={120} w={380} />}><TierEditor tiers={tiers} currency={currency} writable={writable} onDone={(list) => { setOpen(false); if (list) sheet.setTiers(row, grid.id, list); }} /></Suspense>}</Popover.Dropdown>
      </Popover>
    </div>
  );
}
