/** What a line says besides product, quantity, price and discount: the capsule its bottles wear, words of its own, a reduction per bottle. */
import { Select, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCapsuleOptions } from "@/features/catalogue/books";
import { readDecimal } from "@/lib/format";
import type { LineDraft, OrderLine } from "./orderForm";

interface Props {
  line: LineDraft;
  priced: OrderLine | undefined;
  onChange: (part: Partial<LineDraft>) => void;
}

export default function LineMore({ line, priced, onChange }: Props) {
  const { t } = useTranslation();
  const capsules = useCapsuleOptions();
  const named = (id: string) => capsules.find((one) => one.value === id)?.label ?? "…";
  // With a capsule of its own, what the article would give is known once the line is priced without it.
  const inherited = line.capsule === null && priced?.capsule ? { value: named(priced.capsule), level: t(`sales:level.${priced.capsule_level}`) } : null;
  return (
    <Stack gap="sm">
      <Select label={t("sales:line.capsule")} value={line.capsule ?? ""} allowDeselect={false} comboboxProps={{ withinPortal: false }} data-autofocus
        data={[{ value: "", label: inherited ? t("form:default_with", inherited) : t("form:default") }, ...capsules]} onChange={(value) => onChange({ capsule: value || null })} />
      <TextInput label={t("sales:line.own_label")} placeholder={line.own_label ? "" : line.label} maxLength={200} value={line.own_label} onChange={(event) => onChange({ own_label: event.currentTarget.value })} />
      <TextInput label={t("sales:line.commission")} description={t("sales:line.commission_hint")} inputMode="decimal" value={line.commission ?? ""} error={!!line.commission && readDecimal(line.commission) === null} onChange={(event) => onChange({ commission: event.currentTarget.value || null })} rightSection="%" />
      <TextInput label={t("sales:line.per_col")} inputMode="decimal" value={line.per_col} error={!!line.per_col && readDecimal(line.per_col) === null} onChange={(event) => onChange({ per_col: event.currentTarget.value })} rightSection="€" />
    </Stack>
  );
}
