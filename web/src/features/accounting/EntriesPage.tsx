import "@/i18n/late/accounting";
import { IconReceiptEuro } from "@tabler/icons-react";
import { useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { ListPage, defineList } from "@/components/list/ListPage";
import { later } from "@/lib/onDemand";

const EntryDrawer = later(async () => (await import("./EntryDrawer")).EntryDrawer);

/** Booked entries; one opens on its lines, which always balance. */
export default function EntriesPage() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { company } = useParams();
  const open = search.get("entry");
  const rest = new URLSearchParams(search);
  rest.delete("entry");
  const kept = rest.toString();
  const spec = useMemo(() => defineList({
    name: "entries", ns: "accounting", path: "/{company}/accounting/entries", kinds: ["entry"], title: "app:page.entries", sort: "-entry_date,-number",
    rowTo: (row) => `entries?${kept ? `${kept}&` : ""}entry=${row.id}`, rowLabel: (row) => row.piece,
    columns: [
      { key: "number", type: "text", card: "line", filterable: false, cell: (row) => <span className="num">{`${row.year}-${row.number}`}</span> }, { key: "entry_date", type: "date" }, { key: "journal", type: "text" }, { key: "piece", type: "text", card: "line" },
      { key: "label", type: "text", card: "title", wrap: true }, { key: "total", type: "cents", total: true, card: "figure" }, { key: "lettered", type: "bool" }, { key: "lines", type: "int", hidden: true },
      { key: "year", type: "int", hidden: true, cell: (row) => row.year }, { key: "validated_on", type: "date", hidden: true },
    ],
    empty: { icon: IconReceiptEuro, title: "accounting:empty", hint: "accounting:empty_hint" },
  }), [kept]);
  return (
    <>
      <ListPage spec={spec} />
      {open && <EntryDrawer id={open} onClose={() => void navigate(`/c/${company}/entries${kept ? `?${kept}` : ""}`, { replace: true })} />}
    </>
  );
}
