/** What leaves: everything that is still to ship is proposed, less is typed line by line. */
import { Button, Group, Modal, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { int } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { Order } from "./orderForm";

/** Bottles as typed; null while they cannot be read, or are more than what is left. */
function read(text: string, most: number): number | null {
  const count = /^\d+$/.test(text.trim()) ? Number(text) : text.trim() === "" ? 0 : NaN;
  return Number.isInteger(count) && count <= most ? count : null;
}

export function DeliverDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const rest = order.lines.map((line, i) => ({ ...line, rank: i + 1 })).filter((line) => line.to_ship > 0);
  const [typed, setTyped] = useState<Record<number, string>>(() => Object.fromEntries(rest.map((line) => [line.rank, String(line.to_ship)])));
  const [comment, setComment] = useState("");
  const parts = rest.map((line) => ({ line: line.rank, quantity: read(typed[line.rank] ?? "", line.to_ship) }));
  const wrong = parts.some((part) => part.quantity === null);
  const cols = parts.reduce((sum, part) => sum + (part.quantity ?? 0), 0);
  const { submit, busy, banner } = useSubmit(async () => {
    const lines = parts.filter((part) => part.quantity).map((part) => ({ line: part.line, quantity: part.quantity! }));
    const note = await api.send("post", "/{company}/delivery-notes", {}, { order: order.id, lines, comment }, { version: order.version });
    await queries.invalidateQueries({ queryKey: [api.company, "record", "order", order.id] });
    done(t("sales:note.issued", { number: note.number }));
    onClose();
    await navigate(`/c/${company}/delivery-notes/${note.id}`);
  });
  const refusal = banner([]);
  const set = (how: (line: (typeof rest)[number]) => string) => setTyped(Object.fromEntries(rest.map((line) => [line.rank, how(line)])));
  return (
    <Modal opened onClose={onClose} size="lg" title={t("sales:note.deliver", { number: order.number })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (!wrong && cols) void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <Table aria-label={t("sales:note.lines")} verticalSpacing={6}>
            <Table.Thead><Table.Tr><Table.Th>{t("sales:field.product")}</Table.Th><Table.Th ta="right">{t("sales:note.left")}</Table.Th><Table.Th ta="right" w={110}>{t("sales:note.leaves")}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {rest.map((line, i) => (
                <Table.Tr key={line.rank}>
                  <Table.Td>{line.label}<Text fz="xs" c="dimmed">{line.sku}{line.shipped > 0 && ` · ${t("sales:note.already", { count: line.shipped, text: int(line.shipped) })}`}</Text></Table.Td>
                  <Table.Td ta="right" className="num">{int(line.to_ship)}</Table.Td>
                  <Table.Td>
                    <TextInput data-autofocus={i === 0 || undefined} inputMode="numeric" autoComplete="off" styles={{ input: { textAlign: "right" } }} aria-label={t("sales:note.quantity", { n: line.rank })}
                      value={typed[line.rank] ?? ""} error={read(typed[line.rank] ?? "", line.to_ship) === null} onFocus={(event) => event.currentTarget.select()} onChange={(event) => setTyped({ ...typed, [line.rank]: event.currentTarget.value })} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {wrong && <Text fz="sm" c="red" role="alert">{t("sales:note.bad_quantity")}</Text>}
          <Group gap="xs">
            <Button variant="subtle" size="compact-sm" onClick={() => set((line) => String(line.to_ship))}>{t("sales:note.all")}</Button>
            <Button variant="subtle" size="compact-sm" onClick={() => set(() => "0")}>{t("sales:note.none")}</Button>
          </Group>
          <Textarea label={t("sales:field.comment_printed")} autosize minRows={2} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          <Group justify="flex-end">
            <Button type="submit" h={44} loading={busy} disabled={wrong || !cols}>{t("sales:note.issue", { count: cols, text: int(cols) })}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
