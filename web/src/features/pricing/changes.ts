/** Many prices changed at once: asked first, shown, then applied with the digest of what was shown. */
import "@/i18n/late/pricing";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { done } from "@/lib/toast";

export type Change = Schemas["ChangeOut"];
export type ChangeAsked = Omit<Schemas["ChangeIn"], "apply" | "digest">;

/** A change that was shown, with what was asked so that it can be applied. */
export interface Shown {
  asked: ChangeAsked;
  out: Change;
}

export function useChanges() {
  const api = useApi();
  const queries = useQueryClient();
  const { t } = useTranslation();
  const refresh = useCallback(() => queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).includes("tariff") }), [queries]);
  const look = useCallback(async (asked: ChangeAsked): Promise<Shown> => ({ asked, out: await api.send("post", "/{company}/prices/changes", {}, asked) }), [api]);
  const undo = useCallback(async (id: string) => {
    const out = await api.send("delete", "/{company}/prices/changes/{id}", { id });
    await refresh();
    done(out.kept.length ? t("pricing:undone_some", { count: out.restored, kept: out.kept.length }) : t("pricing:undone", { count: out.restored }));
  }, [api, refresh, t]);
  const apply = useCallback(async ({ asked, out }: Shown) => {
    const made = await api.send("post", "/{company}/prices/changes", {}, { ...asked, apply: true, digest: out.digest });
    await refresh();
    done(t("pricing:saved", { count: made.count }), made.id ? { undo: () => undo(made.id!) } : {});
  }, [api, refresh, undo, t]);
  /** What a file would change: its cells are what is applied afterwards. */
  const read = useCallback(async (file: File): Promise<Shown> => {
    const out = await api.send("post", "/{company}/prices/import", {}, file as never);
    return { asked: { title: file.name, cells: out.cells.map((one) => ({ variant_id: one.variant_id, grid_id: one.grid_id, tiers: one.after })) }, out };
  }, [api]);
  return { look, apply, undo, read };
}
