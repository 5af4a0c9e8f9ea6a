import { useCallback, useEffect, useState } from "react";

/**
 * The token of a mailed link. It stands after the # (never sent to a server, never in its logs), leaves the address
 * bar as soon as it has been read, and survives a detour by the sign-in page, in this tab only.
 */
export function useMailToken(page: string): { token: string; spent: () => void } {
  const key = `caveau.link.${page}`;
  const [token] = useState(() => window.location.hash.slice(1) || (sessionStorage.getItem(key) ?? ""));
  useEffect(() => {
    if (!window.location.hash) return;
    sessionStorage.setItem(key, token);
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }, [key, token]);
  const spent = useCallback(() => sessionStorage.removeItem(key), [key]);
  return { token, spent };
}
