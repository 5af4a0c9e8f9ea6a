/** Shares of a payment over the open invoices of a customer: oldest first, by hand when one wants. */
import "@/i18n/late/payments";
import { Button, Table, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { centsToDecimal, date, money, readCents } from "@/lib/format";

interface Props {
  customer: string;
  currency: string;
  available: number;
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}

export function useOpenInvoices(customer: string | null, currency: string) {
  const api = useApi();
  const where = JSON.stringify({ and: [{ field: "customer", op: "eq", value: customer }, { field: "balance", op: "gt", value: 0 }, { field: "currency", op: "eq", value: currency }] });
  return useQuery({
    queryKey: [api.company, "open-invoices", customer, currency], enabled: !!customer, meta: { kinds: ["receivable"] },
    queryFn: ({ signal }) => api.get("/{company}/invoices", {}, { where, sort: "due_on,number", limit: 30 }, signal),
  });
}

/** What was typed, as the server takes it: only shares above zero. */
export function sharesOf(value: Record<string, string>): { invoice: string; amount: number }[] {
  return Object.entries(value).flatMap(([invoice, text]) => {
    const cents = readCents(text);
    return cents && cents > 0 ? [{ invoice, amount: cents }] : [];
  });
}

export function Allocations({ customer, currency, available, value, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const open = useOpenInvoices(customer, currency).data?.items ?? [];
  const comma = (text: string) => (i18n.language === "fr" ? text.replace(".", ",") : text);
  const spread = () => {
    let left = available;
    const next: Record<string, string> = {};
    for (const one of open) {
      const share = Math.min(left, one.balance);
      if (share > 0) next[one.id] = comma(centsToDecimal(share));
      left -= share;
    }
    onChange(next);
  };
  if (!open.length) return <Text fz="sm" c="dimmed">{t("payments:nothing_due")}</Text>;
  return (
    <>
      <Table aria-label={t("payments:allocations")}>
        <Table.Thead><Table.Tr>{["invoice", "due_on", "balance", "share"].map((name, i) => <Table.Th key={name} ta={i > 1 ? "right" : "left"}>{t(`payments:field.${name}`)}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {open.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>{one.number}</Table.Td><Table.Td>{date(one.due_on)}</Table.Td><Table.Td ta="right" className="num">{money(one.balance, currency)}</Table.Td>
              <Table.Td w={130}><TextInput size="sm" inputMode="decimal" aria-label={t("payments:share_of", { number: one.number })} value={value[one.id] ?? ""} onChange={(e) => onChange({ ...value, [one.id]: e.currentTarget.value })} styles={{ input: { textAlign: "right" } }} error={!!value[one.id] && readCents(value[one.id]!) === null} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button variant="subtle" size="sm" mt={6} disabled={available <= 0} onClick={spread}>{t("payments:oldest_first")}</Button>
    </>
  );
}
