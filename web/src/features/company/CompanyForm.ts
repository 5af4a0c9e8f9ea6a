/** The identity of a company as its form holds it. */
import type { Schemas } from "@/api/client";
import type { Section } from "@/components/form/types";

export type Company = Schemas["CompanyOut"];
export type CompanyValues = Schemas["CompanyIn"];

export const BLANK: CompanyValues = {
  name: "", legal_name: "", legal_form: "", capital: "", siret: "", vat_number: "", excise_number: "", rcs: "",
  address: { lines: [], postcode: "", town: "", country: "FR" }, iban: "", bic: "", email: "", phone: "", website: "", fiscal_year_start: 1, colour: "bordeaux",
};

export function toForm(out: Company): CompanyValues {
  const { id: _id, logo: _logo, accent: _accent, warnings: _warnings, version: _version, ...rest } = out;
  return rest as CompanyValues;
}

export function tidy(values: CompanyValues): CompanyValues {
  const lines = (values.address?.lines ?? []).map((line) => line.trim()).filter(Boolean);
  return { ...values, address: { ...values.address, lines } as CompanyValues["address"] };
}

export const IDENTITY: Section = {
  key: "identity", title: "company:section.identity", hint: "company:section.identity_hint",
  fields: [
    { name: "name", type: "text", required: true, span: 4, autoFocus: true },
    { name: "legal_form", type: "text", span: 2, placeholder: "SCEA" },
    { name: "legal_name", type: "text", span: 4, hint: "company:hint.legal_name" },
    { name: "capital", type: "text", span: 2, placeholder: "10 000 €" },
    { name: "siret", type: "text", span: 3, placeholder: "123 456 789 00012" },
    { name: "vat_number", type: "text", span: 3, placeholder: "FR12 123456789" },
    { name: "excise_number", type: "text", span: 3, placeholder: "FR000000E0000", hint: "company:hint.excise" },
    { name: "rcs", type: "text", span: 3 },
  ],
};

export const ADDRESS: Section = {
  key: "address", title: "company:section.address",
  fields: [
    { name: "address.lines", type: "lines" }, { name: "address.postcode", type: "text", span: 2 }, { name: "address.town", type: "text", span: 4 },
    { name: "address.country", type: "country", span: 3 }, { name: "phone", type: "tel", span: 3 },
    { name: "email", type: "email", span: 3 }, { name: "website", type: "url", span: 3 },
  ],
};

export const BANK: Section = {
  key: "bank", title: "company:section.bank", hint: "company:section.bank_hint",
  fields: [
    { name: "iban", type: "iban", span: 4, placeholder: "FR76 3000 6000 0112 3456 7890 189" }, { name: "bic", type: "text", span: 2 },
    { name: "fiscal_year_start", type: "choice", span: 3, options: undefined },
  ],
};
