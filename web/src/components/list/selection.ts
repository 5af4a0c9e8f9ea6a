/** Chosen rows, kept while one pages through; shift takes everything in between. */
import { useCallback, useMemo, useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string, range: boolean) => void;
  all: (ids: string[]) => void;
  clear: () => void;
}

export function useSelection(shown: string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const toggle = useCallback((id: string, range: boolean) => {
    const from = range && last.current ? shown.indexOf(last.current) : -1;
    const to = shown.indexOf(id);
    last.current = id;
    setIds((old) => {
      const next = new Set(old);
      if (from >= 0 && to >= 0) for (const one of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
      else if (!next.delete(id)) next.add(id);
      return next;
    });
  }, [shown]);
  const all = useCallback((some: string[]) => setIds(new Set(some)), []);
  const clear = useCallback(() => setIds(new Set()), []);
  return useMemo(() => ({ ids, toggle, all, clear }), [ids, toggle, all, clear]);
}
