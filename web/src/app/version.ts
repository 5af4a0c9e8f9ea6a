/**
 * A new version is announced, never imposed: the open tab asks version.json now and then, and offers to reload when
 * it differs. A form with unsaved text keeps it (its guard asks first).
 */
import { useQuery } from "@tanstack/react-query";

const RELOADED = "caveau.reloaded-at";

async function deployed(): Promise<string> {
  const answer = await fetch("/version.json", { cache: "no-store" });
  return answer.ok ? ((await answer.json()) as { build: string }).build : "";
}

let own: string | undefined;

/** True when the server holds another build than the one first seen by this tab. */
export function useNewVersion(): boolean {
  const { data } = useQuery({ queryKey: ["version"], queryFn: deployed, refetchInterval: 300_000, staleTime: 60_000 });
  own ??= data || undefined;
  return !!data && !!own && data !== own;
}

/** Reloads at most once a minute; false when it has just been done, so that a broken build cannot loop, and offline. */
export async function reloadForNewVersion(): Promise<boolean> {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < 60_000 || !(await deployed().catch(() => ""))) return false;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  window.location.reload();
  return true;
}
