/**
 * What the server asks of each field, known before it is asked: required, lengths, bounds, patterns. Drawn from
 * docs/openapi.json (`npm run types`) and fetched with the first form. The server stays the judge: a rule that is not
 * in a contract (a SIRET's key, a code already taken) comes back as a refusal, in the same place.
 */
import i18next from "i18next";
import { useEffect, useState } from "react";
import type { Schemas } from "@/api/client";
import { readDecimal } from "@/lib/format";
import { at, type Values } from "./paths";
import type { Field, Section } from "./types";

interface Rule {
  /** required */
  r?: number;
  /** shortest and longest text */
  n?: number;
  x?: number;
  /** least and greatest number */
  m?: number;
  M?: number;
  /** pattern */
  p?: string;
}

export type Limits = Record<string, Rule>;
export type SchemaName = keyof Schemas & string;

export function useLimits(schema: SchemaName | undefined): Limits {
  const [limits, setLimits] = useState<Limits>({});
  useEffect(() => {
    if (schema) void import("@/api/limits.json").then((all) => setLimits((all.default as Record<string, Limits>)[schema] ?? {}));
  }, [schema]);
  return limits;
}

export function isRequired(field: Field, limits: Limits): boolean {
  return !!field.required || (!!limits[field.name]?.r && field.inherited === undefined);
}

const NUMBERS = ["int", "cents", "decimal", "percent"];

/** What is wrong with a value, as a sentence; null when nothing is. */
export function faultOf(field: Field, limits: Limits, value: unknown): string | null {
  const rule = limits[field.name] ?? {};
  const empty = value === null || value === undefined || value === "" || (typeof value === "string" && !value.trim()) || (Array.isArray(value) && !value.length);
  if (empty) return isRequired(field, limits) && field.type !== "bool" ? i18next.t("form:wrong.required") : null;
  if (NUMBERS.includes(field.type)) {
    const text = readDecimal(String(value));
    if (text === null) return i18next.t("form:wrong.number");
    // Bounds are whole or short figures: comparing as numbers is exact enough to say so.
    if (rule.m !== undefined && Number(text) < rule.m) return i18next.t("form:wrong.least", { value: rule.m });
    if (rule.M !== undefined && Number(text) > rule.M) return i18next.t("form:wrong.most", { value: rule.M });
    return null;
  }
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (rule.x !== undefined && text.length > rule.x) return i18next.t("form:wrong.long", { count: rule.x });
  if (rule.n !== undefined && text.length < rule.n) return i18next.t("form:wrong.short", { count: rule.n });
  if (rule.p && !new RegExp(rule.p, "u").test(text)) return i18next.t("form:wrong.pattern");
  return null;
}

/** Every wrong field that is on the screen, by name. */
export function faultsOf(sections: Section[], limits: Limits, values: Values): Record<string, string> {
  const shown = sections.filter((section) => section.shown?.(values) ?? true).flatMap((section) => section.fields);
  return Object.fromEntries(shown.filter((field) => field.shown?.(values) ?? true).flatMap((field) => {
    const fault = faultOf(field, limits, at(values, field.name));
    return fault ? [[field.name, fault]] : [];
  }));
}

/** Brings the first wrong field under the person's hands. */
export function goToFirst(faults: Record<string, string>): void {
  const names = Object.keys(faults);
  const inputs = [...document.querySelectorAll<HTMLElement>("[name]")];
  const first = inputs.find((input) => names.includes(input.getAttribute("name") ?? "") && input.offsetParent);
  first?.focus();
  first?.scrollIntoView({ block: "center" });
}
