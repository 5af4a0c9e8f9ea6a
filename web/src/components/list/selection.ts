/** Chosen rows, kept while one pages, sorts and filters; shift takes everything in between. */
import { useCallback, useMemo, useRef, useState } from "react";
import type { AnyRow } from "./types";

export interface Selection {
  rows: ReadonlyMap<string, AnyRow>;
  has: (id: string) => boolean;
  toggle: (id: string, range: boolean) => void;
  /** these and no others, or these besides */
  take: (rows: AnyRow[]) => void;
  drop: (ids: string[]) => void;
  clear: () => void;
}

export function useSelection(shown: AnyRow[], rowId: (row: AnyRow) => string): Selection {
  const [rows, setRows] = useState<ReadonlyMap<string, AnyRow>>(new Map());
  const last = useRef<string | null>(null);
  const toggle = useCallback((id: string, range: boolean) => {
    const at = (one: string | null) => shown.findIndex((row) => rowId(row) === one);
    const from = range ? at(last.current) : -1;
    const to = at(id);
    last.current = id;
    setRows((old) => {
      const next = new Map(old);
      if (from >= 0 && to >= 0) for (const row of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) next.set(rowId(row), row);
      else if (!next.delete(id) && to >= 0) next.set(id, shown[to]!);
      return next;
    });
  }, [shown, rowId]);
  const take = useCallback((some: AnyRow[]) => setRows((old) => new Map([...old, ...some.map((row): [string, AnyRow] => [rowId(row), row])])), [rowId]);
  const drop = useCallback((ids: string[]) => setRows((old) => new Map([...old].filter(([id]) => !ids.includes(id)))), []);
  const clear = useCallback(() => setRows(new Map()), []);
  // A row seen again is remembered as it is now.
  const known = useMemo(() => new Map([...rows].map(([id, row]): [string, AnyRow] => [id, shown.find((one) => rowId(one) === id) ?? row])), [rows, shown, rowId]);
  return useMemo(() => ({ rows: known, has: (id) => known.has(id), toggle, take, drop, clear }), [known, toggle, take, drop, clear]);
}
