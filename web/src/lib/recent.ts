/** The last records opened in a company, for the palette. Kept in this browser only. */
import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";
import { useParams } from "react-router";

export interface Recent {
  to: string;
  label: string;
  /** i18n key of what it is */
  kind: string;
}

export const RECENT = (company: string) => `caveau.recent.${company}`;

export function useRecent(to: string, label: string | undefined, kind: string): void {
  const { company } = useParams();
  const [, setRecent] = useLocalStorage<Recent[]>({ key: RECENT(company ?? ""), defaultValue: [] });
  useEffect(() => {
    if (label) setRecent((old) => [{ to, label, kind }, ...old.filter((r) => r.to !== to)].slice(0, 12));
  }, [to, label, kind, setRecent]);
}
