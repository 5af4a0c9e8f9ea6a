import "@/i18n/late/pricing";
import { ActionIcon, Button, Checkbox, Group, Stack, Table, TextInput } from "@mantine/core";
import { DateInput } from "@/components/DateInput";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readDecimal } from "@/lib/format";
import type { Tier } from "./tiers";

interface Props {
  tiers: Tier[];
  currency: string;
  writable: boolean;
  onDone: (tiers: Tier[] | null) => void;
}

interface Draft {
  from: string;
  price: string;
  valid_from: string | null;
  valid_to: string | null;
  franco: boolean;
}

/** The tiers of one cell: from how many, at which price, between which days. */
export function TierEditor({ tiers, currency, writable, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const comma = (text: string) => (i18n.language === "fr" ? text.replace(".", ",") : text);
  const [drafts, setDrafts] = useState<Draft[]>(() => (tiers.length ? tiers : [{ from_qty: 1, price: "" }]).map((one) => ({ from: String(one.from_qty ?? 1), price: comma(String(one.price)), valid_from: one.valid_from ?? null, valid_to: one.valid_to ?? null, franco: one.franco ?? false })));
  const set = (at: number, part: Partial<Draft>) => setDrafts(drafts.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const ready = drafts.every((one) => readDecimal(one.price) !== null && /^[1-9]\d*$/.test(one.from));
  const apply = () => onDone(drafts.map((one) => ({ from_qty: Number(one.from), price: readDecimal(one.price)!, valid_from: one.valid_from, valid_to: one.valid_to, franco: one.franco })));
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (ready) apply(); }}>
      <Stack gap="xs" maw={560}>
        <Table verticalSpacing={2} horizontalSpacing={4}>
          <Table.Thead>
            <Table.Tr>{["from_qty", "price", "valid_from", "valid_to", "franco"].map((name) => <Table.Th key={name} fz="xs">{t(`pricing:field.${name}`)}{name === "price" && ` (${currency})`}</Table.Th>)}<Table.Th /></Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {drafts.map((one, i) => (
              <Table.Tr key={i}>
                <Table.Td w={74}><TextInput size="xs" aria-label={t("pricing:field.from_qty")} value={one.from} disabled={!writable} onChange={(e) => set(i, { from: e.currentTarget.value })} data-autofocus={i === 0 || undefined} /></Table.Td>
                <Table.Td w={92}><TextInput size="xs" aria-label={t("pricing:field.price")} value={one.price} disabled={!writable} onChange={(e) => set(i, { price: e.currentTarget.value })} /></Table.Td>
                {(["valid_from", "valid_to"] as const).map((name) => (
                  <Table.Td key={name} w={120}><DateInput size="xs" aria-label={t(`pricing:field.${name}`)} clearable disabled={!writable} value={one[name]} onChange={(v) => set(i, { [name]: v })} popoverProps={{ withinPortal: false }} /></Table.Td>
                ))}
                <Table.Td w={48} ta="center"><Checkbox size="xs" aria-label={t("pricing:field.franco")} checked={one.franco} disabled={!writable} onChange={(e) => set(i, { franco: e.currentTarget.checked })} /></Table.Td>
                <Table.Td w={34}><ActionIcon variant="subtle" color="gray" c="dimmed" disabled={!writable} aria-label={t("pricing:drop_tier")} onClick={() => setDrafts(drafts.filter((_, n) => n !== i))}><IconTrash size={15} /></ActionIcon></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {writable && (
          <Group justify="space-between">
            <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setDrafts([...drafts, { from: "12", price: "", valid_from: null, valid_to: null, franco: false }])}>{t("pricing:add_tier")}</Button>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => onDone(null)}>{t("app:action.cancel")}</Button>
              <Button size="xs" type="submit" disabled={!ready}>{t("list:apply")}</Button>
            </Group>
          </Group>
        )}
      </Stack>
    </form>
  );
}
