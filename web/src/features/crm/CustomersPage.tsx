import { Button } from "@mantine/core";
import { IconAddressBook } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { archiving } from "@/components/list/archive";
import { ListPage, defineList } from "@/components/list/ListPage";
import { useGridOptions } from "@/features/pricing/grids";
import { countryName } from "@/lib/countries";
import { money, phone } from "@/lib/format";
import { archiveCustomer } from "./records";
import { termLabel, useCategories, useLabels } from "./customers";

export default function CustomersPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const categories = useCategories();
  const grids = useGridOptions();
  const labels = useLabels();
  const spec = useMemo(() => defineList({
    name: "customers", ns: "crm", path: "/{company}/customers", exportPath: "/{company}/customers/export", kinds: ["customer"], title: "app:page.customers", sort: "name,code",
    rowTo: (row) => `customers/${row.id}`, rowLabel: (row) => row.name,
    columns: [
      { key: "name", type: "text", card: "title" },
      { key: "code", type: "text", card: "figure" },
      { key: "kind", type: "choice", choices: ["individual", "business"], card: false },
      { key: "category_id", type: "id", options: categories, file: "category" },
      { key: "town", type: "text", cell: (row) => [row.postcode, row.town].filter(Boolean).join(" ") },
      { key: "country", type: "text", cell: (row) => countryName(row.country), card: false },
      { key: "email", type: "text" },
      { key: "phone", type: "text", cell: (row) => (row.phone ? <span className="num">{phone(row.phone)}</span> : "") },
      { key: "grid_id", type: "id", options: grids, file: "grid", card: false },
      { key: "payment_term", type: "text", hidden: true, cell: (row) => (row.payment_term ? termLabel(row.payment_term) : "") },
      { key: "permanent_discount", type: "percent", hidden: true },
      { key: "siret", type: "text", hidden: true }, { key: "vat_number", type: "text", hidden: true }, { key: "excise_number", type: "text", hidden: true }, { key: "vat_relief", type: "choice", choices: ["ai2", "suspended"], choiceLabel: "sales:relief", hidden: true }, { key: "relief_year", type: "int", hidden: true, cell: (row) => row.relief_year ?? "" },
      { key: "address", type: "text", hidden: true }, { key: "contacts", type: "text", hidden: true }, { key: "tags", type: "id", options: labels.tags, file: "tag_names", sortable: false, hidden: true, cell: (row) => row.tag_names ?? "" }, { key: "zones", type: "id", options: labels.zones, file: "zone_names", sortable: false, hidden: true, cell: (row) => row.zone_names ?? "" },
      { key: "turnover", type: "cents", total: true, hidden: true, cell: (row) => (row.turnover === null ? "" : money(row.turnover ?? 0)) }, { key: "unpaid", type: "cents", total: true, hidden: true },
      { key: "orders", type: "int", hidden: true }, { key: "last_order", type: "date", hidden: true }, { key: "last_invoice", type: "date", hidden: true }, { key: "consent", type: "bool", hidden: true },
      { key: "credit_limit", type: "cents", hidden: true }, { key: "credit_until", type: "date", hidden: true },
      { key: "postcode", type: "text", filterOnly: true }, { key: "since", type: "date", hidden: true }, { key: "source", type: "text", hidden: true },
      { key: "archived", type: "bool", hidden: true }, { key: "updated_at", type: "instant", hidden: true },
    ],
    views: [
      { key: "business", label: "crm:view.business", filters: [{ field: "kind", op: "in", value: "business" }] },
      { key: "individual", label: "crm:view.individual", filters: [{ field: "kind", op: "in", value: "individual" }] },
      { key: "no_country", label: "crm:view.no_country", filters: [{ field: "country", op: "empty", value: "true" }] },
      { key: "archived", label: "crm:view.archived", filters: [{ field: "archived", op: "eq", value: "true" }] },
    ],
    bulk: archiving(api, "crm:write", archiveCustomer, (row) => String(row["name"])),
    create: { to: "customers/new", label: "app:create.customer", scope: "crm:write" },
    empty: {
      icon: IconAddressBook, title: "crm:empty.title", hint: "crm:empty.hint",
      action: <Button variant="default" component={Link} to={`/c/${company}/imports/new`}>{t("crm:empty.import")}</Button>,
    },
  }), [api, categories, grids, labels, company, t]);
  return <ListPage spec={spec} />;
}
