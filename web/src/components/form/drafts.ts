/**
 * What is typed and not yet saved survives a reload, a crash, a new version: it stays in this browser until it is saved
 * or given up. A draft of a record belongs to the version it was typed on; on another version it is not brought back.
 */
import { useEffect, useMemo } from "react";
import { useCompanyId } from "@/api/client";
import type { Values } from "./paths";

const PREFIX = "caveau.draft.";
const WAIT_MS = 300;

export interface Draft<V> {
  values: V;
  version: number | null;
  /** instant it was typed */
  at: string;
}

export interface Keeper<V> {
  read: () => Draft<V> | null;
  drop: () => void;
}

export function useDraft<V extends Values>(kind: string, id: string | undefined, values: V, version: number | undefined, dirty: boolean): Keeper<V> {
  const company = useCompanyId();
  const key = `${PREFIX}${company}.${kind}.${id ?? "new"}`;
  useEffect(() => {
    if (!dirty) return;
    const timer = setTimeout(() => {
      const draft: Draft<V> = { values, version: version ?? null, at: new Date().toISOString() };
      localStorage.setItem(key, JSON.stringify(draft));
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [key, values, version, dirty]);
  return useMemo(() => ({
    read: () => {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "null") as Draft<V> | null;
      } catch {
        return null;
      }
    },
    drop: () => localStorage.removeItem(key),
  }), [key]);
}

/** Signing out leaves no one's words behind. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
