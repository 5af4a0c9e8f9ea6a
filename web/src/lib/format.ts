/**
 * Figures as a French or English reader expects them: 1 234,56 € with narrow no-break spaces, a true minus,
 * 22 nov. 2026. Amounts arrive in cents (integers) or as decimal strings; nothing here computes money in floats.
 */
import i18next from "i18next";

export const NNBSP = "\u202f";
const MINUS = "\u2212";

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function locale(): string {
  return i18next.language === "en" ? "en-GB" : "fr-FR";
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${locale()}${JSON.stringify(options)}`;
  let found = cache.get(key) as Intl.NumberFormat | undefined;
  if (!found) cache.set(key, (found = new Intl.NumberFormat(locale(), options)));
  return found;
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${locale()}${JSON.stringify(options)}`;
  let found = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (!found) cache.set(key, (found = new Intl.DateTimeFormat(locale(), options)));
  return found;
}

function typeset(text: string): string {
  return text.replace(/\u00a0/g, NNBSP).replace(/^-/, MINUS).replace(/-(?=[\d€$£])/, MINUS);
}

/** 123456 cents: "1 234,56 €" / "€1,234.56". */
export function money(cents: number, currency = "EUR"): string {
  // Intl takes the exact decimal string: no float is ever built from cents.
  return typeset(numberFormat({ style: "currency", currency }).format(centsToDecimal(cents) as unknown as number));
}

/** The same without its currency, for columns whose header says it. */
export function amount(cents: number): string {
  const text = centsToDecimal(cents) as unknown as number;
  return typeset(numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(text));
}

/** An amount in euros for an axis: "12 k€" / "€12K". */
export function compactMoney(euros: number): string {
  return typeset(numberFormat({ style: "currency", currency: "EUR", notation: "compact", maximumFractionDigits: 1 }).format(euros));
}

/** "2026-11-01": "nov." or, whole, "novembre 2026". */
export function monthName(iso: string, whole = false): string {
  const options: Intl.DateTimeFormatOptions = whole ? { month: "long", year: "numeric" } : { month: "short" };
  return dateFormat({ ...options, timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
}

/** A unit price as stored ("8.0000"): at least two decimals, at most four, no needless zero. */
export function unitPrice(text: string, currency = "EUR"): string {
  const options = { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: 4 } as const;
  return typeset(numberFormat(options).format(text as unknown as number));
}

/** A decimal string with its own decimals: "12.5" gives "12,5". */
export function decimal(text: string | number, digits = 4, least = 0): string {
  return typeset(numberFormat({ minimumFractionDigits: least, maximumFractionDigits: digits }).format(text as unknown as number));
}

export function percent(text: string | number): string {
  return `${decimal(text)}${NNBSP}%`;
}

export function int(value: number): string {
  return typeset(numberFormat({ maximumFractionDigits: 0 }).format(value));
}

/** "2026-11-22": "22 nov. 2026". */
export function date(iso: string): string {
  return dateFormat({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${iso.slice(0, 10)}T00:00:00Z`),
  );
}

/** A UTC instant at the estate's clock: "22 nov. 2026, 09:00". */
export function instant(iso: string): string {
  return dateFormat({ dateStyle: "medium", timeStyle: "short", timeZone: "Europe/Paris" }).format(new Date(iso));
}

/** "il y a 3 min" for something recent, the date otherwise. */
export function ago(iso: string, now: number): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style: "short" });
  if (seconds > -60) return relative.format(Math.min(0, seconds), "second");
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), "minute");
  if (seconds > -86400) return relative.format(Math.round(seconds / 3600), "hour");
  return instant(iso);
}

/** Volume in units of 1e-5 hL: "0,27000 hL". */
export function hectolitres(units: number): string {
  const negative = units < 0 ? "-" : "";
  const digits = String(Math.abs(units)).padStart(6, "0");
  const text = `${negative}${digits.slice(0, -5)}.${digits.slice(-5)}`;
  const options = { minimumFractionDigits: 5, maximumFractionDigits: 5 };
  return typeset(`${numberFormat(options).format(text as unknown as number)}${NNBSP}hL`);
}

/** Centilitres of a bottle: 75 → "75 cl", 150 → "1,5 l" is left to labels; here always cl. */
export function centilitres(cl: string | number): string {
  return `${decimal(cl, 2)}${NNBSP}cl`;
}

/** "+33261914593": "+33 2 61 91 45 93". Numbers of other countries are left as they came. */
export function phone(e164: string): string {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(e164);
  return french ? ["+33", ...french.slice(1)].join(NNBSP) : e164;
}

export function centsToDecimal(cents: number): string {
  const digits = String(Math.abs(Math.trunc(cents))).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What a person types for an amount ("1 234,56 €", "8.5", "8,5"): a decimal string, or null when unreadable. */
export function readDecimal(typed: string): string | null {
  const text = typed.replace(/[\s\u00a0\u202f€$£%]/g, "").replace(MINUS, "-").replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
}

/** The same in cents; more than two decimals is unreadable rather than rounded. */
export function readCents(typed: string): number | null {
  const text = readDecimal(typed);
  if (text === null) return null;
  const [units = "0", decimals = ""] = text.replace("-", "").split(".");
  if (decimals.length > 2) return null;
  const cents = Number(units) * 100 + Number(decimals.padEnd(2, "0"));
  return text.startsWith("-") ? -cents : cents;
}
