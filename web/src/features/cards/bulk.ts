/** Sending the link to pay of many documents: one after the other, a line for each that could not leave. */
import { IconCreditCardPay } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { Api } from "@/api/client";
import type { BulkAction } from "@/components/list/types";
import { each } from "@/lib/each";
import { done, refused } from "@/lib/toast";

interface Row {
  id: string;
  number: string;
  invoice?: string;
  kind?: string;
  state?: string;
  balance: number;
}

/** `document`: which document of a row is to be paid. */
export function bulkPayLink(api: Api, t: TFunction, document: (row: Row) => string, allowed: (row: Row) => boolean): BulkAction<Row> {
  return {
    key: "pay_link", label: "sales:pay_link.send", icon: IconCreditCardPay, scope: "payments:write", allowed,
    run: async (rows, step) => {
      const { good, bad } = await each(rows, (row) => api.send("post", "/{company}/payment-links", {}, { document: document(row), send: true, sent: false }), step);
      if (good.length) done(t("mailing:leaving_many", { count: good.length }));
      if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad.map(({ row, problem }) => `${row.number} : ${problem.message}`));
    },
  };
}
