/** Reports of sales to private persons and abroad, by period: what each tells, until when it is to be sent, what became of it. */
import "@/i18n/late/einvoicing";
import { Button } from "@mantine/core";
import { IconReplace, IconReportMoney } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ListPage, defineList } from "@/components/list/ListPage";
import { download } from "@/lib/download";
import { date } from "@/lib/format";
import { done, refused } from "@/lib/toast";
import { REPORT_STATES, REPORT_TONES, problemText } from "./words";

export default function EReportsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const spec = useMemo(() => defineList({
    name: "ereports", ns: "einvoicing", path: "/{company}/e-reports", kinds: ["ereport"], title: "app:page.ereports", sort: "-start_on,-number", rowLabel: (row) => date(row.start_on),
    columns: [
      { key: "start_on", type: "date", card: "title" }, { key: "end_on", type: "date", card: "line" }, { key: "due_on", type: "date", card: "named" },
      { key: "state", type: "choice", choices: REPORT_STATES, tone: REPORT_TONES, label: "einvoicing:field.report_state", choiceLabel: "einvoicing:report_state" },
      { key: "count", type: "int" }, { key: "net", type: "cents", total: true, card: "figure" }, { key: "vat", type: "cents", total: true }, { key: "type_code", type: "choice", choices: ["IN", "RE"], roomy: true },
      { key: "problem", type: "text", wrap: true, cell: (row) => problemText(row.problem, t) },
      { key: "id", type: "id", label: "einvoicing:field.file", filterable: false, sortable: false, cell: (row) => <Button variant="subtle" size="sm" aria-label={t("einvoicing:report.file_of", { from: date(row.start_on) })} onClick={(event) => { event.stopPropagation(); void download(urlOf("/{company}/e-reports/{id}", { company: api.company, id: row.id })); }}>{t("einvoicing:report.file")}</Button> },
      { key: "elsewhere", type: "cents", hidden: true }, { key: "number", type: "text", hidden: true }, { key: "made_at", type: "instant", hidden: true }, { key: "sent_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "late", label: "einvoicing:view.late", filters: [{ field: "state", op: "in", value: "to_send,refused" }] },
      { key: "running", label: "einvoicing:view.running", filters: [{ field: "state", op: "in", value: "open" }] },
    ],
    bulk: [{
      key: "replace", label: "einvoicing:report.replace", icon: IconReplace, scope: "accounting:write", allowed: (row) => !["open", "to_send", "replaced"].includes(row.state),
      run: async (rows, step) => {
        const bad: string[] = [];
        for (const [at, row] of rows.entries()) {
          try {
            await api.send("post", "/{company}/e-reports", {}, { id: row.id });
          } catch (error) {
            bad.push(`${date(row.start_on)} : ${asProblem(error).message}`);
          }
          step(at + 1);
        }
        done(t("einvoicing:report.replaced", { count: rows.length - bad.length }));
        if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad);
      },
    }],
    empty: { icon: IconReportMoney, title: "einvoicing:report.empty", hint: "einvoicing:report.empty_hint" },
  }), [api, t]);
  return <ListPage spec={spec} />;
}
