/** The lines of an entry, which always balance. */
import "@/i18n/late/accounting";
import { Badge, Drawer, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { Facts } from "@/components/record/Panel";
import { ErrorState } from "@/components/states";
import { amount, date } from "@/lib/format";

export function EntryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={onClose} position="right" size="xl" title={t("accounting:entry")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Entry id={id} />
    </Drawer>
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
