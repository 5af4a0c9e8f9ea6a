/** The rate of a day, typed. */
import "@/i18n/late/rates";
import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateInput } from "@/components/DateInput";
import { ProblemBanner } from "@/components/states";
import { currencyOptions } from "@/lib/currencies";
import { readDecimal } from "@/lib/format";
import { useRateChange } from "./useRateChange";

export function TypeRate({ currency, version, onClose }: { currency: string | null; version: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({ currency: currency ?? "USD", on: null as string | null, rate: "" });
  const { submit, busy, errors, banner } = useRateChange(onClose);
  const refusal = banner(["currency", "on", "rate"]);
  return (
    <Modal opened onClose={onClose} title={t("rates:type_for")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (form.rate.trim()) void submit({ currency: form.currency, on: form.on, rate: readDecimal(form.rate) ?? form.rate }, version); }}>
        <Stack>
          {refusal && <ProblemBanner problem={refusal} />}
          <Text fz="sm" c="dimmed">{t("rates:type_hint")}</Text>
          <Select label={t("rates:currency")} searchable allowDeselect={false} data={currencyOptions().filter((one) => one.value !== "EUR")} value={form.currency} onChange={(value) => value && setForm({ ...form, currency: value })} error={errors["currency"]} />
          <TextInput data-autofocus label={t("rates:rate")} inputMode="decimal" rightSection={form.currency} rightSectionWidth={52} value={form.rate} onChange={(event) => setForm({ ...form, rate: event.currentTarget.value })} error={errors["rate"]} />
          <DateInput label={t("rates:day")} clearable placeholder={t("sales:today")} value={form.on} onChange={(value) => setForm({ ...form, on: value })} error={errors["on"]} />
          <Group justify="flex-end"><Button type="submit" h={44} loading={busy} disabled={!form.rate.trim()}>{t("form:save")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
