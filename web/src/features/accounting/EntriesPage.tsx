import { Badge, Drawer, Table, Text } from "@mantine/core";
import { IconReceiptEuro } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ListPage, defineList } from "@/components/list/ListPage";
import { Facts } from "@/components/record/Panel";
import { ErrorState } from "@/components/states";
import { amount, date } from "@/lib/format";

/** Booked entries; one opens on its lines, which always balance. */
export default function EntriesPage() {
  const { t } = useTranslation();
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
      { key: "label", type: "text", card: "title" }, { key: "total", type: "cents", total: true, card: "figure" }, { key: "lettered", type: "bool" }, { key: "lines", type: "int", hidden: true },
      { key: "year", type: "int", hidden: true, cell: (row) => row.year }, { key: "validated_on", type: "date", hidden: true },
    ],
    empty: { icon: IconReceiptEuro, title: "accounting:empty", hint: "accounting:empty_hint" },
  }), [kept]);
  return (
    <>
      <ListPage spec={spec} />
      <Drawer opened={!!open} onClose={() => void navigate(`/c/${company}/entries${kept ? `?${kept}` : ""}`, { replace: true })} position="right" size="xl" title={t("accounting:entry")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
        {open && <Entry id={open} />}
      </Drawer>
    </>
  );
}

function Entry({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({ queryKey: [api.company, "entry", id], queryFn: ({ signal }) => api.get("/{company}/accounting/entries/{id}", { id }, undefined, signal) });
  if (query.isError) return <ErrorState problem={asProblem(query.error)} />;
  if (!query.data) return null;
  const { journal, entry_date, piece, label, number, year, lines } = query.data;
  const sum = (side: "debit" | "credit") => lines.reduce((total, line) => total + line[side], 0);
  return (
    <>
      <Facts facts={[{ label: t("accounting:field.number"), value: `${year}-${number}` }, { label: t("accounting:field.journal"), value: `${journal.code} · ${journal.label}` }, { label: t("accounting:field.entry_date"), value: date(entry_date) }, { label: t("accounting:field.piece"), value: piece }, { label: t("accounting:field.label"), value: label }]} />
      <Table mt="lg" aria-label={t("accounting:lines")}>
        <Table.Thead><Table.Tr><Table.Th>{t("accounting:field.account")}</Table.Th><Table.Th ta="right">{t("accounting:field.debit")}</Table.Th><Table.Th ta="right">{t("accounting:field.credit")}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {lines.map((line, i) => (
            <Table.Tr key={i}>
              <Table.Td><Text fz="sm" fw={550}>{line.account} {line.letter && <Badge size="sm" variant="light" color="gray">{line.letter}</Badge>}</Text><Text fz="xs" c="dimmed">{line.aux_label || line.account_label}</Text></Table.Td>
              <Table.Td ta="right" className="num">{line.debit ? amount(line.debit) : ""}</Table.Td><Table.Td ta="right" className="num">{line.credit ? amount(line.credit) : ""}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot><Table.Tr><Table.Th>{t("accounting:balance")}</Table.Th><Table.Th ta="right" className="num">{amount(sum("debit"))}</Table.Th><Table.Th ta="right" className="num">{amount(sum("credit"))}</Table.Th></Table.Tr></Table.Tfoot>
      </Table>
    </>
  );
}
