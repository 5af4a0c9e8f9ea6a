/** What filters say, as one would say it: "Ville contient Beaune", "Restaurant ou (brouillon et plus de 500 €)". */
import type { TFunction } from "i18next";
import { date, decimal, money, readCents } from "@/lib/format";
import { choiceLabel, labelOf } from "./cells";
import type { Column, Filter, FilterGroup } from "./types";

type AnyColumn = Column<never>;

function valueText(column: AnyColumn, ns: string, filter: Filter, t: TFunction): string {
  switch (column.type) {
    case "choice": case "id": return filter.value.split(",").map((v) => choiceLabel(column, ns, v, t)).join(` ${t("list:or")} `);
    case "cents": return money(readCents(filter.value) ?? 0);
    case "int": case "decimal": case "percent": return decimal(filter.value);
    case "date": case "instant": return filter.value.startsWith("@") ? t(`list:${filter.op === "ge" ? "since" : "before"}.${filter.value.slice(1)}`) : date(filter.value);
    default: return filter.value;
  }
}

/** "Ville contient Bordeaux"; a choice or a yes/no speaks for itself. */
export function sentenceOf(column: AnyColumn, ns: string, filter: Filter, t: TFunction): string {
  const label = labelOf(column, ns, t);
  if (column.type === "bool") return filter.value === "true" ? label : t("list:not", { label });
  if (filter.op === "empty") return t(filter.value === "false" ? "list:op.filled" : "list:op.empty", { label });
  const value = valueText(column, ns, filter, t);
  if (column.type === "choice" || column.type === "id") return filter.op === "ne" ? t("list:not", { label: value }) : value;
  if (filter.value.startsWith("@") && (column.type === "date" || column.type === "instant")) return `${label} ${value}`;
  const dated = column.type === "date" || column.type === "instant";
  return t(`list:op.${dated ? "date_" : ""}${filter.op}`, { label, value });
}

/** The same of a group, brackets around the groups inside it. Columns the list does not have are left out. */
export function groupSentence(group: FilterGroup, columns: AnyColumn[], ns: string, t: TFunction): string {
  return said(group, columns, ns, t).text;
}

function said(group: FilterGroup, columns: AnyColumn[], ns: string, t: TFunction): { text: string; many: boolean } {
  const leaves = group.filters.flatMap((filter) => {
    const column = columns.find((c) => c.key === filter.field);
    return column ? [sentenceOf(column, ns, filter, t)] : [];
  });
  const inner = group.groups.map((one) => said(one, columns, ns, t)).filter((one) => one.text);
  const many = leaves.length + inner.length > 1;
  const parts = [...leaves, ...inner.map((one) => (one.many && (many || group.join === "none") ? `(${one.text})` : one.text))];
  if (group.join !== "none") return { text: parts.join(` ${t(group.join === "any" ? "list:or" : "list:and")} `), many: many || !!inner[0]?.many };
  if (!many) return { text: parts.length ? t("list:not", { label: parts[0] }) : "", many: false };
  return { text: t("list:neither", { text: parts.join(` ${t("list:nor")} `) }), many };
}
