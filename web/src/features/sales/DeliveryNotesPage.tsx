import { Button } from "@mantine/core";
import { IconTruckDelivery } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { NOTE_STATES, NOTE_TONES } from "./words";

export default function DeliveryNotesPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const spec = useMemo(() => defineList({
    name: "delivery_notes", ns: "sales", path: "/{company}/delivery-notes", exportPath: "/{company}/delivery-notes/export", kinds: ["order"], title: "app:page.delivery_notes", sort: "-issued_on,-number",
    rowTo: (row) => `delivery-notes/${row.id}`, rowLabel: (row) => row.number,
    columns: [
      { key: "number", type: "text", card: "line" }, { key: "customer_name", type: "text", card: "title" },
      { key: "state", type: "choice", choices: NOTE_STATES, choiceLabel: "sales:note.state", tone: NOTE_TONES }, { key: "issued_on", type: "date" }, { key: "cols", type: "int", total: true, card: "figure" },
      { key: "order_number", type: "text" }, { key: "town", type: "text" }, { key: "invoice_number", type: "text" },
      { key: "reference", type: "text", hidden: true }, { key: "customer_code", type: "text", hidden: true }, { key: "customer", type: "id", filterOnly: true, options: [] }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "today", label: "sales:view.today", filters: [{ field: "issued_on", op: "eq", value: "@today" }] },
      { key: "cancelled", label: "sales:view.cancelled", filters: [{ field: "state", op: "in", value: "cancelled,counter" }] },
    ],
    empty: { icon: IconTruckDelivery, title: "sales:empty.delivery_notes", hint: "sales:empty.delivery_notes_hint", action: <Button variant="default" component={Link} to={`/c/${company}/orders?f=shipped.in.to_ship,partly`}>{t("sales:empty.delivery_notes_action")}</Button> },
  }), [company, t]);
  return <ListPage spec={spec} />;
}
