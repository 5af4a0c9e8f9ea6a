/** The journal in words: what a command did, what a field is called, how a value reads. */
import "@/i18n/late/journal";
import i18next from "i18next";
import { date, instant } from "@/lib/format";

const ID = /^[a-z]{2,5}_[0-9A-Z]{20,}$/;

/** "sales.order.confirm" as a person says it; an unknown one as it is written. */
export function commandLabel(command: string): string {
  if (command.startsWith("demonstration.")) return i18next.t("journal:command.demonstration");
  const key = `journal:command.${command.replaceAll(".", "_")}`;
  return i18next.exists(key) ? i18next.t(key as never) : command;
}

const NS: Record<string, string> = { customer: "crm", company: "company", variant: "catalogue", product: "catalogue", order: "sales", quote: "sales", payment: "payments", grid: "pricing", settings: "company" };

export function fieldLabel(kind: string, field: string): string {
  const ns = NS[kind];
  const key = `${ns}:field.${field.replaceAll(".", "_")}`;
  if (ns && i18next.exists(key)) return i18next.t(key as never);
  const common = `journal:name.${field.split(".")[0]}`;
  return i18next.t((i18next.exists(common) ? common : "journal:internal") as never);
}

export function kindLabel(kind: string): string {
  const key = `journal:kind.${kind}`;
  return i18next.exists(key) ? i18next.t(key as never) : kind;
}

/** A JSON value in a line of text; a choice in its words ("draft" is "Brouillon"), a list as how many it holds. */
export function shownValue(value: unknown, kind = "", field = ""): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return i18next.t(value ? "app:word.yes" : "app:word.no");
  if (Array.isArray(value)) return value.every((one) => typeof one === "string" && !ID.test(one)) ? value.join(", ") || "–" : i18next.t("journal:items", { count: value.length });
  if (typeof value === "object") return i18next.t("journal:details");
  if (NS[kind] && /^[a-z_]+$/.test(String(value))) {
    const own = [`${NS[kind]}:${kind}.${field}.${String(value)}`, `${NS[kind]}:${field}.${String(value)}`].find((key) => i18next.exists(key));
    if (own) return i18next.t(own as never);
  }
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return instant(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return date(text);
  if (ID.test(text)) return i18next.t("journal:record");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** Stamps and copies that say nothing to a person. */
export function telling(field: string): boolean {
  return !/(_at|^version|^source|digest|^in_use|^used)$/.test(field);
}

/** Who acted: a person, a key, or the program itself on its own account. */
export function actorLabel(actor: { kind: string; id: string; name: string }): string {
  return actor.kind === "system" ? i18next.t("journal:system") : actor.name || actor.id;
}
