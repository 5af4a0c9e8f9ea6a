/** How each type of column is written: figures to the right, nothing as a dash, a state always with its word. */
import { Badge, Group } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { amount, date, decimal, instant, int, money, percent } from "@/lib/format";
import type { AnyRow, Column, ColumnType, Tone } from "./types";

const FIGURES: ColumnType[] = ["int", "cents", "decimal", "percent"];

export function isFigure(column: Pick<Column, "type">): boolean {
  return FIGURES.includes(column.type);
}

export function labelOf(column: Column<never>, ns: string, t: TFunction): string {
  return t(column.label ?? `${ns}:field.${column.key}`);
}

export function choiceLabel(column: Column<never>, ns: string, value: string, t: TFunction): string {
  if (column.options) return column.options.find((o) => o.value === value)?.label ?? value;
  return t(`${column.choiceLabel ?? `${ns}:${column.key}`}.${value || "none"}`);
}

export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <Badge variant="light" color={tone} radius="sm" tt="none" fw={550} fz={12.5} h={22} w="max-content" maw="none" styles={{ label: { overflow: "visible" } }}>{children}</Badge>;
}

const DASH = "–";

export function cellOf<Row>(column: Column<Row>, row: Row, ns: string, t: TFunction): ReactNode {
  if (column.cell) return column.cell(row);
  const value = (row as AnyRow)[column.key] as unknown;
  if (value === null || value === undefined || value === "") return isFigure(column) ? DASH : "";
  switch (column.type) {
    case "cents": return value === 0 ? DASH : inCurrency(column.key, row as AnyRow, value as number);
    case "int": return value === 0 ? DASH : int(value as number);
    case "decimal": return Number(value) === 0 ? DASH : decimal(value as string);
    case "percent": return Number(value) === 0 ? DASH : percent(value as string);
    case "date": return date(value as string);
    case "instant": return instant(value as string);
    case "bool": return value ? <IconCheck size={16} aria-label={t("app:word.yes")} /> : "";
    case "id": case "choice": {
      if (column.type === "id" && !column.options) return String(value);
      const label = choiceLabel(column as Column<never>, ns, String(value), t);
      const tone = column.tone?.[String(value)];
      return tone ? <StatusBadge tone={tone}>{label}</StatusBadge> : label;
    }
    case "tags": return <Group gap={4}>{(value as string[]).map((tag) => <StatusBadge key={tag} tone="gray">{tag}</StatusBadge>)}</Group>;
    default: return String(value);
  }
}

/** Amounts of a document in another currency bear it; those that are summed (`home_…`) are euros. */
function inCurrency(key: string, row: AnyRow, cents: number): string {
  const currency = row["currency"];
  return typeof currency === "string" && currency !== "EUR" && !key.startsWith("home") ? money(cents, currency) : amount(cents);
}

/** A figure of the totals row. */
export function totalOf(column: Pick<Column, "type">, value: number | string | undefined): string {
  if (value === undefined || value === null) return "";
  if (column.type === "cents") return amount(Number(value));
  return column.type === "int" ? int(Number(value)) : decimal(value);
}
