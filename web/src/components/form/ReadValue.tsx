/** A field to read: what a role without the right to change, or a document that may no longer change, shows. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCompanyId } from "@/api/client";
import { countryName } from "@/lib/countries";
import { date, decimal, money, percent } from "@/lib/format";
import type { Field } from "./types";

/** Empty values are not worth a line. */
export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || value === false || (Array.isArray(value) && !value.length);
}

interface Props {
  field: Field;
  value: unknown;
  ns: string;
}

export function ReadValue({ field, value, ns }: Props) {
  const { t } = useTranslation();
  const company = useCompanyId();
  const named = useQuery({
    queryKey: [company, "name", value, field.name], enabled: field.type === "record" && !!value, staleTime: 60_000,
    queryFn: ({ signal }) => field.find!.name(String(value), signal),
  });
  const label = t(field.label ?? `${ns}:field.${field.name.replaceAll(".", "_")}`);
  const prefix = field.choiceLabel ?? `${ns}:${field.name.replaceAll(".", "_")}`;
  const text = (): string => {
    switch (field.type) {
      case "bool": return t(value ? "app:word.yes" : "app:word.no");
      case "date": return date(String(value));
      case "cents": return money(Number(value), field.suffix);
      case "percent": return percent(String(value));
      case "decimal": case "int": return decimal(String(value));
      case "country": return countryName(String(value));
      case "record": return named.data ?? "…";
      case "tags": return (value as string[]).join(", ");
      case "choices": return (value as string[]).map((one) => t(`${field.choiceLabel}.${one}`)).join(", ");
      case "rows": return field.show ? field.show(value) : (value as object[]).map((row) => Object.values(row).flat().filter((one) => typeof one === "string" && one).join(", ")).join("\n");
      case "lines": return (value as string[]).join("\n");
      case "choice": return field.options?.find((one) => one.value === String(value))?.label ?? (field.choices ? t(`${prefix}.${String(value)}`) : String(value));
      default: return String(value);
    }
  };
  const byDefault = () => (field.inherited ? t("form:default_with", field.inherited) : t("form:default"));
  return (
    <div>
      <Text fz="xs" c="dimmed">{label}</Text>
      <Text fz="sm" style={{ whiteSpace: "pre-line" }}>{isEmpty(value) ? byDefault() : text()}</Text>
    </div>
  );
}
