/** What can be done with the chosen rows, on this page and on those before; long work shows how far it is. */
import { Button, Progress } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/app/session";
import { failed } from "@/lib/toast";
import type { Selection } from "./selection";
import type { AnyRow, BulkAction, ListSpec } from "./types";
import classes from "./list.module.css";

/** Rows taken at once beyond the page: each is then changed by itself. */
const MOST_ROWS = 500;

interface Props {
  spec: Pick<ListSpec<never, AnyRow>, "bulk">;
  selection: Selection;
  /** how many rows the filters give, and how many of them are on the page */
  count: number;
  shown: number;
  /** every row of the filtered set, up to the most */
  fetchAll: (most: number) => Promise<AnyRow[]>;
}

export function BulkBar({ spec, selection, count, shown, fetchAll }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const [busy, setBusy] = useState<{ key: string; done: number; of: number } | null>(null);
  const chosen = [...selection.rows.values()];
  const run = async (key: string, work: () => Promise<void>, of: number) => {
    setBusy({ key, done: 0, of });
    try {
      await work();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(null);
    }
  };
  const act = (action: BulkAction<AnyRow>) => {
    const rows = chosen.filter((row) => action.allowed?.(row) ?? true);
    void run(action.key, async () => {
      const out = await action.run(rows, (done) => setBusy({ key: action.key, done, of: rows.length }));
      if (out !== false) selection.clear();
    }, rows.length);
  };
  const rest = Math.min(count, MOST_ROWS);
  return (
    <div className={classes.bulk} role="region" aria-label={t("list:selection")}>
      <strong className="num" aria-live="polite">{t("list:selected", { count: chosen.length })}</strong>
      {chosen.length >= shown && chosen.length < rest && (
        <Button variant="subtle" loading={busy?.key === "all"} onClick={() => void run("all", async () => selection.take(await fetchAll(MOST_ROWS)), 0)}>{t(count > rest ? "list:select_first" : "list:select_rest", { count: rest })}</Button>
      )}
      {busy && busy.of > 1 && <Progress value={(100 * busy.done) / busy.of} w={120} aria-label={t("list:progress", { done: busy.done, of: busy.of })} />}
      <span className={classes.grow} />
      {(spec.bulk ?? []).filter((b) => can(b.scope)).map((action) => (
        <Button key={action.key} leftSection={<action.icon size={16} />} loading={busy?.key === action.key} disabled={!!busy || !chosen.some((row) => action.allowed?.(row) ?? true)} onClick={() => act(action)}>{t(action.label)}</Button>
      ))}
      <Button variant="subtle" onClick={selection.clear}>{t("list:deselect")}</Button>
    </div>
  );
}
