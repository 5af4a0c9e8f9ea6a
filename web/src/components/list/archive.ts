/** Putting aside and bringing back, of one record or of those chosen in a list; each has its way back. */
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import i18next from "i18next";
import type { Api } from "@/api/client";
import { each } from "@/lib/each";
import { done, refused } from "@/lib/toast";
import type { AnyRow, BulkAction } from "./types";

/** Reads the record as it is now and saves it archived, or not. */
export type Archive = (api: Api, id: string, archived: boolean) => Promise<unknown>;

/** "Archiver" and "Désarchiver" for the rows of a list that have `archived`. */
export function archiving(api: Api, scope: string, archive: Archive, label: (row: AnyRow) => string): BulkAction<AnyRow>[] {
  const action = (archived: boolean): BulkAction<AnyRow> => ({
    key: archived ? "archive" : "restore", label: archived ? "form:archive" : "form:restore", icon: archived ? IconArchive : IconArchiveOff, scope, allowed: (row) => row["archived"] !== archived,
    run: async (rows, step) => {
      const { good, bad } = await each(rows, (row) => archive(api, String(row["id"]), archived), step);
      if (good.length) done(i18next.t(archived ? "form:archived_many" : "form:restored_many", { count: good.length }), { undo: () => each(good, (row) => archive(api, String(row["id"]), !archived)) });
      if (bad.length) refused(i18next.t("list:some_refused", { count: bad.length }), bad.map(({ row, problem }) => `${label(row)} : ${problem.message}`));
    },
  });
  return [action(true), action(false)];
}
