/**
 * Saved views of a list. A view is the part of the address that chooses rows and columns, kept under a name; opening
 * one writes that address with `view=<id>` beside it, so the address says everything even to who cannot see the view.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { optimistic } from "@/lib/optimistic";
import { done } from "@/lib/toast";

export type SavedView = Schemas["ViewOut"];
const KEPT = ["q", "f", "g", "match", "sort", "cols", "size"];

/** What a view keeps of an address, always written the same way. */
export function viewQuery(search: URLSearchParams): string {
  const out = new URLSearchParams();
  for (const name of KEPT) for (const value of search.getAll(name)) out.append(name, value);
  return out.toString();
}

export function sameQuery(one: string, two: string): boolean {
  return viewQuery(new URLSearchParams(one)) === viewQuery(new URLSearchParams(two));
}

export function useViews(list: string) {
  const api = useApi();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const key = [api.company, "views", list];
  const saved = useQuery({ queryKey: key, meta: { kinds: ["view", "view_book"] }, staleTime: 60_000, queryFn: async ({ signal }) => (await api.get("/{company}/views", {}, { list }, signal)).items }).data ?? [];
  const now = viewQuery(search);
  const active = saved.find((view) => view.id === search.get("view"));

  const open = useCallback((query: string, id?: string) => {
    const out = new URLSearchParams(query);
    if (id) out.set("view", id);
    void navigate({ search: out.toString() });
  }, [navigate]);
  const set = (next: SavedView[]) => queries.setQueryData(key, next);
  const change = async (view: SavedView, part: Partial<Schemas["ViewChangeIn"]>) => {
    const { name, query, shared } = { ...view, ...part };
    const out = await api.send("put", "/{company}/views/{view}", { view: view.id }, { name, query, shared }, { version: view.version });
    set(saved.map((one) => (one.id === out.id ? out : one)));
    return out;
  };
  return {
    saved, active, now, open,
    /** the address no longer says what the open view says */
    modified: !!active && !sameQuery(active.query, now),
    create: async (name: string, shared: boolean) => {
      const out = await api.send("post", "/{company}/views", {}, { list, name, shared, query: now });
      set([...saved, out]);
      open(out.query, out.id);
      done(t("list:view_saved", { name }));
    },
    change: async (view: SavedView, part: Partial<Schemas["ViewChangeIn"]>) => {
      const { name, query, shared } = view;
      await change(view, part);
      done(t("list:view_saved", { name: part.name ?? name }), { undo: () => queries.fetchQuery({ queryKey: [...key, view.id], queryFn: () => api.get("/{company}/views/{view}", { view: view.id }), staleTime: 0 }).then((fresh) => change(fresh, { name, query, shared })) });
    },
    /** gone from the screen at once; it comes back when the server refuses, or when the person does */
    remove: async (view: SavedView) => {
      if (active?.id === view.id) open("");
      const gone = await optimistic<SavedView[]>(queries, key, (old) => old.filter((one) => one.id !== view.id),
        () => api.send("delete", "/{company}/views/{view}", { view: view.id }, undefined, { version: view.version }));
      if (!gone) return;
      const again = { list, name: view.name, query: view.query, shared: view.shared };
      done(t("list:view_removed", { name: view.name }), { undo: async () => { await api.send("post", "/{company}/views", {}, again); await queries.invalidateQueries({ queryKey: key }); } });
    },
  };
}
