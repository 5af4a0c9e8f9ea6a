/** Give money back of a payment: what is free first, then what its last invoices were paid, which are due again. */
import "@/i18n/late/payments";
import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { DateInput } from "@/components/DateInput";
import { ProblemBanner } from "@/components/states";
import { exchangeText } from "@/lib/currencies";
import { centsToDecimal, money, readCents, readDecimal } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useMethodOptions } from "./methods";

export function RefundDialog({ payment, onClose }: { payment: Schemas["PaymentOut"]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const methods = useMethodOptions();
  const proposed = payment.unallocated ? centsToDecimal(payment.unallocated) : "";
  const [form, setForm] = useState({ amount: i18n.language === "fr" ? proposed.replace(".", ",") : proposed, method: null as string | null, refunded_on: null as string | null, reference: "", rate: "" });
  const left = payment.amount - payment.refunds.reduce((sum, one) => sum + one.amount, 0);
  const cents = readCents(form.amount);
  const method = form.method ?? methods.find((one) => one.value === payment.method)?.value ?? methods[0]?.value ?? null;
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const out = await api.send("post", "/{company}/payments/{id}/refunds", { id: payment.id }, { method: method!, amount: cents!, refunded_on: form.refunded_on, reference: form.reference, rate: form.rate ? readDecimal(form.rate) ?? form.rate : null }, { version: payment.version });
    await queries.invalidateQueries({ queryKey: [api.company, "record", "payment", payment.id] });
    done(t("payments:recorded", { number: out.number }));
    onClose();
  });
  const refusal = banner(["amount", "method", "refunded_on", "reference", "rate"]);
  const again = cents !== null && cents > payment.unallocated;
  return (
    <Modal opened onClose={onClose} title={t("payments:refund")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (cents && method) void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <TextInput data-autofocus label={t("payments:field.amount")} description={t("payments:refund_most", { amount: money(left, payment.currency) })} inputMode="decimal" value={form.amount} onChange={(e) => setForm({ ...form, amount: e.currentTarget.value })} error={errors["amount"] ?? (form.amount && cents === null ? t("payments:bad_amount") : undefined)} />
          {again && <Text fz="sm" c="dimmed">{t("payments:refund_opens", { amount: money(cents - payment.unallocated, payment.currency) })}</Text>}
          <Select label={t("payments:field.method")} allowDeselect={false} value={method} onChange={(v) => setForm({ ...form, method: v })} data={methods} error={errors["method"]} />
          <DateInput label={t("payments:field.refunded_on")} clearable placeholder={t("sales:today")} value={form.refunded_on} onChange={(v) => setForm({ ...form, refunded_on: v })} error={errors["refunded_on"]} />
          {payment.exchange && <TextInput label={t("payments:field.rate", { currency: payment.currency })} description={t("payments:hint.rate", { text: exchangeText(payment.exchange) })} inputMode="decimal" value={form.rate} onChange={(e) => setForm({ ...form, rate: e.currentTarget.value })} error={errors["rate"]} />}
          <TextInput label={t("payments:field.reference")} value={form.reference} onChange={(e) => setForm({ ...form, reference: e.currentTarget.value })} error={errors["reference"]} />
          <Group justify="flex-end"><Button type="submit" h={44} loading={busy} disabled={!cents || !method}>{t("payments:refund")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
