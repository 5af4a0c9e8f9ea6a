/** Keys without surprises: single letters never fire while someone types, Ctrl combinations always do. */
import { useEffect, useRef } from "react";

/** True when the key goes into a text. */
export function typing(event: Event): boolean {
  const target = event.target as HTMLElement | null;
  if (!target) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || !!target.closest("[role=dialog],[role=menu],[role=listbox]");
}

type Handler = (event: KeyboardEvent) => void;

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return mod + (event.altKey ? "alt+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** `useKeys({ n: create, "mod+s": save })`; the newest handlers are always the ones called. */
export function useKeys(keys: Record<string, Handler | undefined>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const name = nameOf(event);
      const handler = latest.current[name];
      if (!handler || event.defaultPrevented || (!name.startsWith("mod+") && typing(event))) return;
      event.preventDefault();
      handler(event);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
