/** Sending many documents from their list: one after the other, a line for each that could not leave. */
import { IconMail } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { Api } from "@/api/client";
import type { BulkAction } from "@/components/list/types";
import { each } from "@/lib/each";
import { done, refused } from "@/lib/toast";
import type { SentKind } from "./words";

interface Row {
  id: string;
  number: string;
  kind?: string;
}

export function bulkSend(api: Api, t: TFunction, kind: SentKind, allowed: (row: Row) => boolean = () => true): BulkAction<Row> {
  return {
    key: "send", label: "mailing:send", icon: IconMail, scope: "sales:write", allowed,
    run: async (rows, step) => {
      const { good, bad } = await each(rows, (row) => api.send("post", "/{company}/sendings", {}, { kind, id: row.id }), step);
      if (good.length) done(t("mailing:leaving_many", { count: good.length }));
      if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad.map(({ row, problem }) => `${row.number} : ${problem.message}`));
    },
  };
}
