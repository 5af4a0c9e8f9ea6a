/** A deposit invoice of a confirmed order: so many percent of it, or an amount, to be paid at once or on a day. */
import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { DateInput } from "@/components/DateInput";
import { ProblemBanner } from "@/components/states";
import { money, readCents, readDecimal } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { Order } from "./orderForm";

export function DepositDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [by, setBy] = useState<"percent" | "amount">("percent");
  const [typed, setTyped] = useState("30");
  const [dueOn, setDueOn] = useState<string | null>(null);
  const taken = order.deposits.reduce((sum, one) => sum + one.gross, 0);
  const left = order.totals.gross - taken;
  const percent = by === "percent" ? readDecimal(typed) : null;
  const cents = by === "percent" ? (percent === null ? null : Math.round((order.totals.gross * Number(percent)) / 100)) : readCents(typed);
  const wrong = cents === null || cents <= 0 || cents > left;
  const { submit, busy, banner } = useSubmit(async () => {
    const asked = by === "percent" ? { percent } : { amount: cents };
    const made = await api.send("post", "/{company}/orders/{id}/deposits", { id: order.id }, { ...asked, due_on: dueOn }, { version: order.version });
    await queries.invalidateQueries({ queryKey: [api.company, "record", "order", order.id] });
    done(t("sales:deposit.issued", { number: made.number }));
    onClose();
    await navigate(`/c/${company}/invoices/${made.id}`);
  });
  const refusal = banner([]);
  return (
    <Modal opened onClose={onClose} title={t("sales:deposit.title", { number: order.number })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (!wrong) void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <SegmentedControl fullWidth aria-label={t("sales:deposit.by")} value={by} onChange={(value) => { setBy(value as "percent" | "amount"); setTyped(value === "percent" ? "30" : ""); }}
            data={[{ value: "percent", label: t("sales:deposit.percent") }, { value: "amount", label: t("sales:deposit.amount") }]} />
          <TextInput data-autofocus inputMode="decimal" autoComplete="off" label={t(`sales:deposit.${by}`)} value={typed} onFocus={(event) => event.currentTarget.select()} onChange={(event) => setTyped(event.currentTarget.value)}
            error={typed.trim() !== "" && wrong && t("sales:deposit.wrong", { left: money(left, order.currency) })} description={t("sales:deposit.left", { left: money(left, order.currency) })} />
          <DateInput label={t("sales:deposit.due_on")} placeholder={t("sales:deposit.at_once")} clearable value={dueOn} onChange={setDueOn} />
          <Text fz="sm" c="dimmed">{t("sales:deposit.hint")}</Text>
          <Group justify="flex-end">
            <Button type="submit" h={44} loading={busy} disabled={wrong}>{t("sales:deposit.issue", { amount: money(cents ?? 0, order.currency) })}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
