/** The currencies a document may be in, named by the browser in the language of the page: euro first, then those most sold in. */
import i18next from "i18next";
import { date, decimal } from "./format";

const CODES = "EUR USD GBP CHF CAD AUD SEK NOK DKK PLN CZK HUF RON TRY HKD SGD CNY THB INR IDR MYR PHP NZD BRL MXN ILS ZAR".split(" ");

export function currencyName(code: string): string {
  return new Intl.DisplayNames([i18next.language], { type: "currency" }).of(code) ?? code;
}

/** `more`: a code that is not in the list, as a document has it. */
export function currencyOptions(more?: string | null): { value: string; label: string }[] {
  const codes = more && !CODES.includes(more) ? [...CODES, more] : CODES;
  return codes.map((value) => ({ value, label: `${value} · ${currencyName(value)}` }));
}

export interface Exchange {
  currency: string;
  rate: string;
  on: string;
  source: "ecb" | "typed";
}

/** "1 EUR = 1,1000 USD (BCE, 20/11/2026)" */
export function exchangeText({ currency, rate, on, source }: Exchange): string {
  const places = Math.max(4, (rate.split(".")[1] ?? "").length);
  return i18next.t("app:exchange", { rate: decimal(rate, places, 4), currency, source: i18next.t(`app:rate_source.${source}`), day: date(on) });
}
