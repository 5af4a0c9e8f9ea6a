/** What is given back of an invoice: bottles line by line (back in the cellar or not), or an amount of one's own. */
import { Button, Checkbox, Group, Modal, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { amount, int, readCents } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

type Invoice = Schemas["InvoiceOut"];

interface Typed {
  quantity: string;
  amount: string;
}

/** A count as typed; null while it cannot be read, or is more than what is left. */
function count(text: string, most: number): number | null {
  const read = text.trim() === "" ? 0 : /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return Number.isInteger(read) && read <= most ? read : null;
}

/** Cents as typed; undefined when left to the bottles' share, null while wrong. */
function cents(text: string, most: number): number | null | undefined {
  if (!text.trim()) return undefined;
  const read = readCents(text);
  return read !== null && read >= 0 && read <= most ? read : null;
}

export function CreditDialog({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const rest = invoice.lines.map((line, i) => ({ ...line, rank: i + 1 })).filter((line) => line.left_quantity > 0 || line.left_amount > 0);
  const [typed, setTyped] = useState<Record<number, Typed>>({});
  const [back, setBack] = useState(true);
  const [reason, setReason] = useState("");
  const [comment, setComment] = useState("");
  const of = (rank: number) => typed[rank] ?? { quantity: "", amount: "" };
  const parts = rest.map((line) => ({ line, quantity: count(of(line.rank).quantity, line.left_quantity), amount: cents(of(line.rank).amount, line.left_amount) }));
  const wrong = parts.some((part) => part.quantity === null || part.amount === null);
  const some = parts.some((part) => part.quantity || part.amount);
  const { submit, busy, banner } = useSubmit(async () => {
    const lines = parts.filter((part) => part.quantity || part.amount).map(({ line, quantity, amount: typedAmount }) => {
      const free = quantity && quantity === line.left_quantity ? line.left_free : 0; // those given follow the last of those billed
      return { line: line.rank, quantity: quantity ?? 0, free, amount: typedAmount ?? null, returned: back && line.goods ? (quantity ?? 0) + free : 0 };
    });
    const note = await api.send("post", "/{company}/invoices/{id}/credit", { id: invoice.id }, { lines, reason, comment, returned: back });
    await queries.invalidateQueries({ queryKey: [api.company, "record", "invoice", invoice.id] });
    done(t("sales:credit.issued", { number: note.number }));
    onClose();
    await navigate(`/c/${company}/invoices/${note.id}`);
  });
  const refusal = banner([]);
  const all = () => setTyped(Object.fromEntries(rest.map((line) => [line.rank, { quantity: String(line.left_quantity), amount: "" }])));
  const set = (rank: number, part: Partial<Typed>) => setTyped({ ...typed, [rank]: { ...of(rank), ...part } });
  return (
    <Modal opened onClose={onClose} size="xl" title={t("sales:credit.title", { number: invoice.number })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (!wrong && some) void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <Table.ScrollContainer minWidth={480}>
            <Table aria-label={t("sales:credit.lines")} verticalSpacing={6}>
              <Table.Thead><Table.Tr><Table.Th>{t("sales:field.product")}</Table.Th><Table.Th ta="right">{t("sales:credit.left")}</Table.Th><Table.Th ta="right" w={110}>{t("sales:credit.quantity")}</Table.Th><Table.Th ta="right" w={140}>{t("sales:credit.amount", { basis: invoice.basis })}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {parts.map(({ line, ...part }, i) => (
                  <Table.Tr key={line.rank}>
                    <Table.Td>{line.label}<Text fz="xs" c="dimmed">{line.sku}</Text></Table.Td>
                    <Table.Td ta="right" className="num">{int(line.left_quantity)}{line.left_free ? ` + ${int(line.left_free)}` : ""}<Text fz="xs" c="dimmed">{amount(line.left_amount)}</Text></Table.Td>
                    <Table.Td>
                      <TextInput data-autofocus={i === 0 || undefined} inputMode="numeric" autoComplete="off" styles={{ input: { textAlign: "right" } }} aria-label={t("sales:credit.quantity_of", { n: line.rank })}
                        value={of(line.rank).quantity} error={part.quantity === null} onChange={(event) => set(line.rank, { quantity: event.currentTarget.value })} />
                    </Table.Td>
                    <Table.Td>
                      <TextInput inputMode="decimal" autoComplete="off" styles={{ input: { textAlign: "right" } }} aria-label={t("sales:credit.amount_of", { n: line.rank })} placeholder={t("sales:credit.share")}
                        value={of(line.rank).amount} error={part.amount === null} onChange={(event) => set(line.rank, { amount: event.currentTarget.value })} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {wrong && <Text fz="sm" c="red" role="alert">{t("sales:credit.wrong")}</Text>}
          <Group gap="xs">
            <Button variant="subtle" size="compact-sm" onClick={all}>{t("sales:credit.all")}</Button>
            <Button variant="subtle" size="compact-sm" onClick={() => setTyped({})}>{t("sales:note.none")}</Button>
          </Group>
          <Checkbox checked={back} onChange={(event) => setBack(event.currentTarget.checked)} label={t("sales:credit.back")} />
          <TextInput label={t("sales:credit.reason")} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Textarea label={t("sales:field.comment_printed")} autosize minRows={2} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          <Group justify="flex-end">
            <Button type="submit" h={44} loading={busy} disabled={wrong || !some}>{t("sales:credit.issue")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
