/**
 * The sheet of prices as it is typed: changes kept apart from what is stored, with undo, until they are saved together.
 * A key is "variant grid"; a value is the whole list of tiers of that cell.
 */
import { useCallback, useMemo, useState } from "react";
import type { Schemas } from "@/api/client";
import { sameTiers, withFirstPrice, type Tier } from "./tiers";

export type PriceRow = Schemas["PriceRow"];

export interface Cell {
  row: PriceRow;
  grid: string;
  tiers: Tier[];
}

export interface Sheet {
  cells: ReadonlyMap<string, Cell>;
  tiers: (row: PriceRow, grid: string) => Tier[];
  changed: (row: PriceRow, grid: string) => boolean;
  setTiers: (row: PriceRow, grid: string, tiers: Tier[]) => void;
  setPrices: (cells: { row: PriceRow; grid: string; price: string | null }[]) => void;
  undo: (() => void) | undefined;
  clear: () => void;
}

const keyOf = (row: PriceRow, grid: string) => `${row.id} ${grid}`;

export function useSheet(): Sheet {
  const [past, setPast] = useState<ReadonlyMap<string, Cell>[]>([]);
  const [cells, setCells] = useState<ReadonlyMap<string, Cell>>(new Map());

  const tiers = useCallback((row: PriceRow, grid: string) => cells.get(keyOf(row, grid))?.tiers ?? row.prices[grid] ?? [], [cells]);
  const change = useCallback((list: Cell[]) => {
    setCells((old) => {
      const next = new Map(old);
      for (const cell of list) {
        const key = keyOf(cell.row, cell.grid);
        if (sameTiers(cell.row.prices[cell.grid], cell.tiers)) next.delete(key);
        else next.set(key, cell);
      }
      setPast((p) => [...p.slice(-49), old]);
      return next;
    });
  }, []);
  const undo = useCallback(() => {
    const last = past.at(-1);
    if (!last) return;
    setCells(last);
    setPast(past.slice(0, -1));
  }, [past]);
  return useMemo(() => ({
    cells, tiers,
    changed: (row, grid) => cells.has(keyOf(row, grid)),
    setTiers: (row, grid, list) => change([{ row, grid, tiers: list }]),
    setPrices: (list) => change(list.map(({ row, grid, price }) => ({ row, grid, tiers: withFirstPrice(tiers(row, grid), price) }))),
    undo: past.length ? undo : undefined,
    clear: () => {
      setCells(new Map());
      setPast([]);
    },
  }), [cells, tiers, change, past, undo]);
}

/** The changed cells as they are sent. */
export function cellsOf(cells: ReadonlyMap<string, Cell>): { variant_id: string; grid_id: string; tiers: Tier[] }[] {
  return [...cells.values()].map(({ row, grid, tiers }) => ({ variant_id: row.id, grid_id: grid, tiers }));
}
