/** Record money received on one invoice: amount proposed, method, day, reference. */
import "@/i18n/late/payments";
import { Button, Group, Modal, Radio, Select, Stack, TextInput } from "@mantine/core";
import { DateInput } from "@/components/DateInput";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { exchangeText } from "@/lib/currencies";
import { centsToDecimal, money, readCents, readDecimal } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useMethodOptions } from "./methods";

interface Props {
  customer: { id: string; name: string };
  invoice: Schemas["InvoiceOut"];
  onClose: () => void;
}

export function PaymentDialog({ customer, invoice, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const methods = useMethodOptions();
  const proposed = centsToDecimal(invoice.balance);
  const [form, setForm] = useState({ amount: i18n.language === "fr" ? proposed.replace(".", ",") : proposed, method: null as string | null, received_on: null as string | null, reference: "", rate: "", rest: "auto" as "auto" | "write_off" });
  const cents = readCents(form.amount);
  const method = form.method ?? methods.find((one) => one.value === invoice.method.code)?.value ?? methods[0]?.value ?? null;
  const lacks = cents ? invoice.balance - cents : 0;
  const { submit, busy, errors, banner } = useSubmit(async (sure = false) => {
    const closes = form.rest === "write_off" && lacks !== 0;
    const share = closes ? cents! : Math.min(cents!, invoice.balance);
    const out = await api.send("post", "/{company}/payments", {}, {
      customer: customer.id, method: method!, amount: cents!, received_on: form.received_on, reference: form.reference, currency: invoice.currency, rate: form.rate ? readDecimal(form.rate) ?? form.rate : null, allocations: [{ invoice: invoice.id, amount: share, rest: closes && sure ? "confirmed" : form.rest }],
    });
    await queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).includes("receivable") });
    done(t("payments:recorded", { number: out.number }));
    onClose();
  });
  const refusal = banner(["amount", "method", "received_on", "reference", "rate"]);
  const asks = refusal?.code === "payments.allocation.above_tolerance" && form.rest === "write_off";
  return (
    <Modal opened onClose={onClose} title={t("payments:record_for", { number: invoice.number })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (cents && method) void submit(); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <TextInput data-autofocus label={t("payments:field.amount")} inputMode="decimal" rightSection={invoice.currency === "EUR" ? "€" : invoice.currency} value={form.amount} onChange={(e) => setForm({ ...form, amount: e.currentTarget.value })} error={errors["amount"] ?? (cents === null ? t("payments:bad_amount") : undefined)} />
          {lacks !== 0 && (
            <Radio.Group label={t("payments:rest")} value={form.rest} onChange={(v) => setForm({ ...form, rest: v as "auto" | "write_off" })}>
              <Stack gap={6} mt={6}>
                <Radio value="auto" label={t(lacks > 0 ? "payments:rest_due" : "payments:rest_credit", { amount: money(Math.abs(lacks), invoice.currency) })} />
                <Radio value="write_off" label={t(lacks > 0 ? "payments:rest_loss" : "payments:rest_gain", { amount: money(Math.abs(lacks), invoice.currency) })} />
              </Stack>
            </Radio.Group>
          )}
          <Select label={t("payments:field.method")} allowDeselect={false} value={method} onChange={(v) => setForm({ ...form, method: v })} data={methods} error={errors["method"]} />
          <DateInput label={t("payments:field.received_on")} clearable placeholder={t("sales:today")} value={form.received_on} onChange={(v) => setForm({ ...form, received_on: v })} error={errors["received_on"]} />
          {invoice.exchange && <TextInput label={t("payments:field.rate", { currency: invoice.currency })} description={t("payments:hint.rate", { text: exchangeText(invoice.exchange) })} inputMode="decimal" value={form.rate} onChange={(e) => setForm({ ...form, rate: e.currentTarget.value })} error={errors["rate"]} />}
          <TextInput label={t("payments:field.reference")} value={form.reference} onChange={(e) => setForm({ ...form, reference: e.currentTarget.value })} error={errors["reference"]} />
          <Group justify="flex-end">{asks ? <Button h={44} loading={busy} disabled={!cents || !method} onClick={() => void submit(true)}>{t("payments:rest_confirm")}</Button> : <Button type="submit" h={44} loading={busy} disabled={!cents || !method}>{t("payments:record")}</Button>}</Group>
        </Stack>
      </form>
    </Modal>
  );
}
