import "@/i18n/late/payments";
import { Button } from "@mantine/core";
import { IconBuildingBank } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { ListPage, defineList } from "@/components/list/ListPage";
import { download } from "@/lib/download";

/** Deposit slips: what was brought to the bank together. A row opens on its payments; they are made from these. */
export default function SlipsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const spec = useMemo(() => defineList({
    name: "slips", ns: "payments", path: "/{company}/deposit-slips", kinds: ["deposit_slip"], title: "app:page.slips", sort: "-deposited_on,-number",
    rowTo: (row) => `payments?q=${encodeURIComponent(row.number)}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "title" }, { key: "deposited_on", type: "date", card: "line" }, { key: "kind", type: "choice", choices: ["cheque", "cash", "bill"], card: "line" }, { key: "bank", type: "text" },
      { key: "count", type: "int" }, { key: "total", type: "cents", total: true, card: "figure" },
      { key: "id", type: "id", label: "payments:slip.paper", filterable: false, sortable: false, cell: (row) => <Button variant="subtle" size="sm" aria-label={t("payments:slip.pdf_of", { number: row.number })} onClick={(event) => { event.stopPropagation(); void download(urlOf("/{company}/deposit-slips/{id}", { company: api.company, id: row.id })); }}>{t("payments:slip.pdf")}</Button> },
      { key: "made_by", type: "text", hidden: true }, { key: "made_at", type: "instant", hidden: true },
    ],
    empty: { icon: IconBuildingBank, title: "payments:slip.empty", hint: "payments:slip.empty_hint" },
  }), [api, t]);
  return <ListPage spec={spec} />;
}
