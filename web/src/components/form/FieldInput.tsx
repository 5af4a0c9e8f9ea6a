/** One field of a form, by its type. The message of the server stands next to it. */
import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { DateInput } from "@/components/DateInput";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { centsToDecimal, readCents, readDecimal } from "@/lib/format";
import { countryOptions } from "@/lib/countries";
import type { Form } from "./useForm";
import { RecordSelect } from "./RecordSelect";
import { RowsInput } from "./RowsInput";
import type { Field, Option } from "./types";

interface Props {
  field: Field;
  form: Form;
  ns: string;
  disabled?: boolean;
}

export function FieldInput({ field, form, ns, disabled = false }: Props) {
  const { t } = useTranslation();
  const value = form.value(field.name);
  const set = (next: unknown) => form.set(field.name, next);
  const label = t(field.label ?? `${ns}:field.${field.name.replaceAll(".", "_")}`);
  const common = {
    label, description: field.hint && t(field.hint), error: form.errors[field.name], required: field.required, withAsterisk: field.required,
    disabled: disabled || field.readOnly, name: field.name, autoFocus: field.autoFocus, "data-autofocus": field.autoFocus || undefined, placeholder: field.placeholder,
  };
  const text = typeof value === "string" ? value : "";
  switch (field.type) {
    case "choice": return <Choice field={field} ns={ns} common={common} value={value as string | null} set={set} />;
    case "country": return <Select {...common} searchable value={text || null} onChange={(v) => set(v ?? "")} data={countryOptions()} nothingFoundMessage={t("form:nothing")} />;
    case "record": return <RecordSelect {...common} finder={field.find!} value={(value as string | null) ?? null} onChange={set} />;
    case "bool": return <Switch {...common} placeholder={undefined} mt={field.span ? 26 : 4} checked={!!value} onChange={(event) => set(event.currentTarget.checked)} />;
    case "int": return <NumberInput {...common} allowDecimal={false} hideControls value={(value as number | null) ?? ""} onChange={(v) => set(v === "" ? null : Number(v))} />;
    case "cents": return <Decimal common={common} text={value === null || value === undefined ? "" : centsToDecimal(value as number)} read={readCents} set={set} suffix={field.suffix ?? "€"} />;
    case "decimal": return <Decimal common={common} text={value === null || value === undefined ? "" : String(value)} read={readDecimal} set={set} />;
    case "percent": return <Decimal common={common} text={value === null || value === undefined ? "" : String(value)} read={readDecimal} set={set} suffix="%" />;
    case "date": return <DateInput {...common} clearable value={text || null} onChange={(v) => set(v)} />;
    case "rows": return <RowsInput field={field} form={form} ns={ns} disabled={disabled} />;
    case "choices": return <MultiSelect {...common} value={(value as string[] | undefined) ?? []} onChange={set} data={field.options ?? (field.choices ?? []).map((one) => ({ value: one, label: t(`${field.choiceLabel}.${one}`) }))} />;
    case "tags": return <TagsInput {...common} data={field.options?.map((one) => one.label)} value={(value as string[] | undefined) ?? []} onChange={set} />;
    case "lines": return <Textarea {...common} autosize minRows={2} maxRows={4} value={((value as string[] | undefined) ?? []).join("\n")} onChange={(event) => set(event.currentTarget.value.split("\n"))} />;
    case "textarea": return <Textarea {...common} autosize minRows={2} maxRows={10} value={text} onChange={(event) => set(event.currentTarget.value)} />;
    case "iban": return <TextInput {...common} value={grouped(text)} onChange={(event) => set(event.currentTarget.value.replace(/\s/g, "").toUpperCase())} styles={{ input: { fontVariantNumeric: "tabular-nums" } }} />;
    default: return <TextInput {...common} type={field.type === "email" || field.type === "tel" || field.type === "url" ? field.type : "text"} value={text} onChange={(event) => set(event.currentTarget.value)} />;
  }
}

function grouped(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1 ");
}

interface ChoiceProps {
  field: Field;
  ns: string;
  common: object;
  value: string | null;
  set: (value: unknown) => void;
}

/** A list that inherits begins with "Par défaut (valeur, niveau)"; choosing it stores nothing here. */
function Choice({ field, ns, common, value, set }: ChoiceProps) {
  const { t } = useTranslation();
  const prefix = field.choiceLabel ?? `${ns}:${field.name.replaceAll(".", "_")}`;
  const options: Option[] = field.options ?? (field.choices ?? []).map((one) => ({ value: one, label: t(`${prefix}.${one}`) }));
  const inherits = field.inherited !== undefined;
  const byDefault = field.inherited ? t("form:default_with", field.inherited) : t("form:default");
  const data = inherits ? [{ value: "", label: byDefault }, ...options] : options;
  return (
    <Select {...common} data={data} value={value ?? (inherits ? "" : null)} allowDeselect={!inherits && !field.required} searchable={data.length > 8} nothingFoundMessage={t("form:nothing")}
      onChange={(next) => set(next === "" || next === null ? null : next)} />
  );
}

interface DecimalProps {
  common: object;
  text: string;
  read: (typed: string) => string | number | null;
  set: (value: unknown) => void;
  suffix?: string;
}

/** A figure typed with a comma or a point; what cannot be read stays as typed, for the server's refusal to name. */
function Decimal({ common, text, read, set, suffix }: DecimalProps) {
  const { i18n } = useTranslation();
  const shown = i18n.language === "fr" ? text.replace(".", ",") : text;
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped((old) => (read(old) === read(shown) && old !== "" ? old : shown)), [shown, read]);
  return (
    <TextInput {...common} inputMode="decimal" value={typed} rightSection={suffix} styles={{ input: { fontVariantNumeric: "tabular-nums" } }}
      onChange={(event) => {
        const now = event.currentTarget.value;
        setTyped(now);
        set(now.trim() === "" ? null : (read(now) ?? now));
      }} />
  );
}
