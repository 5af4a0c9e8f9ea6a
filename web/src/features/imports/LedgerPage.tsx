import "@/i18n/late/imports";
import { Anchor } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { KINDS, OUTCOME_TONES, OUTCOMES } from "./words";

/** The page of what a row made: a contact and a negotiated price are on their customer's, an invoice is in the list. */
function recordOf(row: { kind: string; record: string | null }): string | undefined {
  const id = row.record?.split(".")[0];
  if (!id) return undefined;
  if (row.kind === "product") return `variants/${id}`;
  return row.kind === "invoice" ? undefined : `customers/${id}`;
}

/** Every source row with what became of it: file, line, field, raw value, reason. */
export default function LedgerPage() {
  const { t, i18n } = useTranslation();
  const { id = "", company } = useParams();
  const spec = useMemo(() => defineList({
    name: "ledger", ns: "imports", path: "/{company}/imports/{id}/ledger", params: { id }, exportPath: "/{company}/imports/{id}/ledger/export", kinds: ["import", "import_ledger"], title: "imports:ledger", sort: "file,sheet,line",
    rowTo: (row) => recordOf(row), rowLabel: (row) => `${row.file} ${row.line}`,
    columns: [
      { key: "line", type: "int", cell: (row) => row.line, card: "line" }, { key: "name", type: "text", card: "title", cell: (row) => row.name || row.key }, { key: "key", type: "text" },
      { key: "outcome", type: "choice", choices: OUTCOMES, tone: OUTCOME_TONES, card: "figure" },
      { key: "field", type: "text" }, { key: "raw", type: "text" }, { key: "sentence", type: "text", wrap: true, cell: (row) => (i18n.language === "en" ? row.sentence_en : row.sentence) },
      { key: "file", type: "text" }, { key: "sheet", type: "text", hidden: true }, { key: "kind", type: "choice", choices: KINDS, hidden: true }, { key: "family", type: "text", hidden: true },
      { key: "reason", type: "text", hidden: true }, { key: "prices", type: "int", hidden: true }, { key: "undone", type: "choice", choices: ["removed", "restored", "kept", "gone"], hidden: true }, { key: "undone_why", type: "text", hidden: true },
    ],
    views: OUTCOMES.map((one) => ({ key: one, label: `imports:outcome.${one}`, filters: [{ field: "outcome", op: "in" as const, value: one }] })),
    actions: <Anchor component={Link} to={`/c/${company}/imports/${id}`} fz="sm">{t("imports:back")}</Anchor>,
    empty: { icon: IconListDetails, title: "imports:ledger_empty", hint: "imports:ledger_empty_hint" },
  }), [id, company, t, i18n.language]);
  return <ListPage spec={spec} />;
}
