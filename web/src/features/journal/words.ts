/** The journal in words: what a command did, what a field is called, how a value reads. */
import i18next from "i18next";

/** "sales.order.confirm" as a person says it; an unknown one as it is written. */
export function commandLabel(command: string): string {
  const key = `journal:command.${command.replaceAll(".", "_")}`;
  return i18next.exists(key) ? i18next.t(key as never) : command;
}

const NS: Record<string, string> = { customer: "crm", company: "company", variant: "catalogue", product: "catalogue", order: "sales", payment: "payments", grid: "pricing", settings: "company" };

export function fieldLabel(kind: string, field: string): string {
  const ns = NS[kind];
  const key = `${ns}:field.${field.replaceAll(".", "_")}`;
  return ns && i18next.exists(key) ? i18next.t(key as never) : field;
}

export function kindLabel(kind: string): string {
  const key = `journal:kind.${kind}`;
  return i18next.exists(key) ? i18next.t(key as never) : kind;
}

/** A JSON value in a line of text. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return i18next.t(value ? "app:word.yes" : "app:word.no");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
