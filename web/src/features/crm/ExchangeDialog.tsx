/** A call, an e-mail, a visit or a letter, written on the time line of a customer once it has taken place. */
import { Button, Group, Modal, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { DateInput } from "@/components/DateInput";
import { ProblemBanner } from "@/components/states";
import { parisInstant, parisToday } from "@/features/tasks/paris";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

export interface ExchangeProps {
  id: string;
  onClose: () => void;
  onDone: () => unknown;
}

const SORTS = ["call", "email", "visit", "letter"] as const;
const WAYS = ["out", "in"] as const;

export default function ExchangeDialog({ id, onClose, onDone }: ExchangeProps) {
  const { t } = useTranslation();
  const api = useApi();
  const [values, setValues] = useState({ sort: "call" as (typeof SORTS)[number], way: "out" as (typeof WAYS)[number], day: parisToday(), title: "", person: "", text: "" });
  const set = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const { day, ...said } = values;
    await api.send("post", "/{company}/customers/{id}/timeline", { id }, { ...said, at: day === parisToday() ? null : parisInstant(day, "12:00") });
    done(t("crm:timeline.written"));
    onDone();
    onClose();
  });
  const refusal = banner(["title", "at", "text", "person"]);
  return (
    <Modal opened onClose={onClose} size="lg" title={t("crm:timeline.write")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack gap="sm">
          {refusal && <ProblemBanner problem={refusal} />}
          <SegmentedControl value={values.sort} onChange={(sort) => set({ sort: sort as typeof values.sort })} aria-label={t("crm:timeline.field.sort")} data={SORTS.map((value) => ({ value, label: t(`crm:timeline.one.${value}`) }))} />
          <Group grow align="flex-start">
            <SegmentedControl mt={24} value={values.way} onChange={(way) => set({ way: way as typeof values.way })} aria-label={t("crm:timeline.field.way")} data={WAYS.map((value) => ({ value, label: t(`crm:timeline.way.${value}`) }))} />
            <DateInput name="day" label={t("crm:timeline.field.day")} value={values.day} onChange={(day) => day && set({ day })} error={errors["at"]} />
          </Group>
          <TextInput name="title" label={t("crm:timeline.field.title")} required data-autofocus maxLength={200} value={values.title} onChange={(e) => set({ title: e.currentTarget.value })} error={errors["title"]} />
          <TextInput name="person" label={t("crm:timeline.field.person")} maxLength={200} value={values.person} onChange={(e) => set({ person: e.currentTarget.value })} error={errors["person"]} />
          <Textarea name="text" label={t("crm:timeline.field.text")} autosize minRows={2} maxRows={8} maxLength={5000} value={values.text} onChange={(e) => set({ text: e.currentTarget.value })} error={errors["text"]} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" h={44} onClick={onClose}>{t("app:action.cancel")}</Button>
            <Button type="submit" h={44} data-main-action loading={busy} disabled={!values.title.trim()}>{t("form:create")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
