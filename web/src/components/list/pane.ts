/** Which row is open beside the list: part of the address, like all the rest. */
import { useCallback } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { PAGES } from "@/app/pages";

/** The page of a record below its list ("orders/ord_1" below "orders"), if there is one. */
export function pageOf(to: string) {
  const [list, id, ...more] = to.split("/");
  return id && !more.length ? PAGES.find((page) => page.path === `${list}/:id`) : undefined;
}

export function usePane() {
  const [search] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const asked = search.get("open");
  const opened = asked && pageOf(asked) ? asked : null;
  const go = useCallback((to: string | null) => {
    const out = new URLSearchParams(search);
    if (to) out.set("open", to);
    else out.delete("open");
    // Going from row to row leaves one step in the browser's history: back closes the pane.
    void navigate({ search: out.toString() }, { replace: !!opened && !!to, state: location.state, preventScrollReset: true });
  }, [search, opened, navigate, location.state]);
  return [opened, go] as const;
}
