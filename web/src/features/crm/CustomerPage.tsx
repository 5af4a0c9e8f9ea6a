import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import type { Field, Option, Section } from "@/components/form/types";
import { RecordAside } from "@/components/record/Aside";
import { Warnings } from "@/components/record/Warnings";
import { currencyOptions } from "@/lib/currencies";
import { AgreementPanel } from "@/features/pricing/AgreementPanel";
import { useGridOptions } from "@/features/pricing/grids";
import { MandatePanel } from "@/features/debits/MandatePanel";
import { HoldPanel } from "@/features/reminders/HoldPanel";
import { useTemplateOptions } from "@/features/documents/templates";
import { useMethodOptions } from "@/features/payments/methods";
import { CreditPanel } from "./CreditPanel";
import { CustomerBought } from "./CustomerBought";
import { CustomerSales } from "./CustomerSales";
import { Fill, Slips } from "./Fill";
import { customerBody } from "./records";
import { Registers } from "./Registers";
import { FollowerPanel } from "./FollowerPanel";
import { PersonalData } from "./PersonalData";
import { SharesPanel } from "./SharesPanel";
import { CustomerTimeline } from "./Timeline";
import { useDepotOptions } from "@/features/stock/depots";
import { Twins } from "./Twins";
import { termLabel, termOptions, useCategories, useLabels, type Customer } from "./customers";

type Values = ReturnType<typeof customerBody>;

const DOCUMENTS = ["quote", "order", "delivery_note", "invoice", "credit_note", "statement", "reminder", "marketing"] as const;
const BLANK_CONTACT = { name: "", first_name: "", role: "", email: "", phone: "", documents: [] as string[] };
const BLANK_ADDRESS = { lines: [] as string[], postcode: "", town: "", country: "FR", label: "", recipient: "", phone: "", instructions: "" };

const BLANK = {
  code: null, kind: "business", name: "", first_name: "", siret: "", vat_number: "", excise_number: "", legal_form: "", billing: BLANK_ADDRESS, deliveries: [], contacts: [],
  emails: [], phones: [], language: "fr", category_id: null, grid_id: null, depot_id: null, payment_term: null, payment_method: null, currency: null, vat_relief: null, relief_year: null, permanent_discount: "0", representative: null,
  tags: [], zones: [], account: null, template: null, consent: false, bounced: [], notes: "", sticky: false, source: "", since: null, archived: false, lookups: [],
} as unknown as Values;

export default function CustomerPage() {
  const { t } = useTranslation();
  const categories = useCategories();
  const labels = useLabels();
  const grids = useGridOptions();
  const methods = useMethodOptions();
  const templates = useTemplateOptions();
  const { options: depots, usual } = useDepotOptions();
  const spec = useMemo<FormSpec<Values, Customer>>(() => ({
    ns: "crm", kind: "customer", list: "customers", listTitle: "app:page.customers", newTitle: "app:create.customer", scope: "crm:write", schema: "CustomerSaveIn", blank: BLANK, toForm: customerBody,
    load: (a, id, signal) => a.get("/{company}/customers/{id}", { id }, undefined, signal),
    create: (a, values) => a.send("post", "/{company}/customers", {}, tidy(values)),
    update: (a, id, values, version) => a.send("put", "/{company}/customers/{id}", { id }, tidy(values), { version }),
    archives: true, title: (out) => out.display_name,
    subtitle: (out) => [out.code, out.billing?.town].filter(Boolean).join(" · "),
    sections: (out): Section[] => [
      {
        key: "identity", title: "crm:section.identity",
        fields: [
          { name: "kind", type: "choice", choices: ["business", "individual"], required: true, span: 2 },
          { name: "name", type: "text", required: true, span: 4, autoFocus: !out },
          { name: "first_name", type: "text", span: 3, shown: (v) => v["kind"] === "individual" },
          { name: "code", type: "text", span: 3, hint: "crm:hint.code" },
          { name: "siret", type: "text", span: 3, shown: (v) => v["kind"] === "business", below: (form) => <Fill form={form} subject="siret" /> },
          { name: "vat_number", type: "text", span: 3, shown: (v) => v["kind"] === "business", below: (form) => <Fill form={form} subject="vat_number" /> },
          { name: "legal_form", type: "text", span: 3, shown: (v) => v["kind"] === "business" },
          { name: "excise_number", type: "text", span: 3, shown: (v) => v["kind"] === "business" },
        ],
      },
      {
        key: "address", title: "crm:section.address",
        fields: [
          { name: "billing.lines", type: "lines" }, { name: "billing.postcode", type: "text", span: 2 }, { name: "billing.town", type: "text", span: 4 },
          { name: "billing.country", type: "country", span: 3 },
          { name: "emails", type: "tags", span: 3, below: (form) => <Slips form={form} warnings={out?.warnings} /> }, { name: "phones", type: "tags", span: 3 }, { name: "language", type: "choice", choices: ["fr", "en"], choiceLabel: "app:language", span: 3 },
        ],
      },
      {
        key: "terms", title: "crm:section.terms",
        fields: [
          { name: "category_id", type: "choice", options: categories, span: 3 },
          { name: "grid_id", type: "choice", options: grids, span: 3, why: why(out, "price_grid", named(grids)) },
          ...(depots.length ? [{ name: "depot_id", type: "choice", options: depots, span: 3, inherited: usual ? { value: usual, level: t("stock:level.company") } : null } as const] : []),
          { name: "payment_term", type: "choice", options: termOptions(out?.payment_term), span: 3, why: why(out, "payment_term", termLabel) },
          { name: "payment_method", type: "choice", options: methods, span: 3, why: why(out, "payment_method", named(methods)) },
          { name: "template", type: "choice", options: templates, span: 3, why: why(out, "document_template", named(templates)) },
          { name: "currency", type: "choice", options: currencyOptions(out?.currency), inherited: null, hint: "crm:hint.currency", span: 3 },
          { name: "vat_relief", type: "choice", choices: ["ai2", "suspended"], choiceLabel: "sales:relief", span: 3, hint: "crm:hint.vat_relief", shown: (v) => v["kind"] === "business" },
          { name: "relief_year", type: "int", span: 3, hint: "crm:hint.relief_year", shown: (v) => v["kind"] === "business" && v["vat_relief"] !== null },
          { name: "permanent_discount", type: "percent", span: 3 }, { name: "account", type: "text", span: 3, hint: "crm:hint.account" },
        ],
      },
      {
        key: "contacts", title: "crm:section.contacts",
        fields: [
          {
            name: "contacts", type: "rows", blank: BLANK_CONTACT,
            rows: [
              { name: "first_name", type: "text", span: 3 }, { name: "name", type: "text", span: 3, label: "crm:field.last_name" }, { name: "role", type: "text", span: 3 }, { name: "phone", type: "tel", span: 3, label: "crm:field.contact_phone" },
              { name: "email", type: "email", span: 6, label: "crm:field.contact_email" }, { name: "documents", type: "choices", choices: DOCUMENTS, choiceLabel: "crm:document" },
            ],
          },
          {
            name: "deliveries", type: "rows", blank: BLANK_ADDRESS,
            rows: [
              { name: "label", type: "text", span: 3 }, { name: "recipient", type: "text", span: 3 }, { name: "lines", type: "lines", label: "crm:field.address" }, { name: "postcode", type: "text", span: 2 }, { name: "town", type: "text", span: 4 },
              { name: "country", type: "country", span: 3 }, { name: "phone", type: "tel", span: 3, label: "crm:field.contact_phone" }, { name: "instructions", type: "text" },
            ],
          },
        ],
      },
      {
        key: "more", title: "crm:section.more",
        fields: [
          { name: "tags", type: "tags", options: labels.tags, span: 3 }, { name: "zones", type: "tags", options: labels.zones, span: 3 },
          { name: "consent", type: "bool", span: 3 }, { name: "bounced", type: "tags", span: 3, shown: (v) => (v["bounced"] as string[]).length > 0 }, { name: "notes", type: "textarea", hint: "crm:hint.notes" }, { name: "sticky", type: "bool" }, { name: "since", type: "date", span: 3 },
        ],
      },
    ],
    aside: (out) => (
      <>
        <Warnings warnings={out.warnings.filter((one) => one.rule !== "crm.customer.twin")} />
        <Twins customer={out} />
        <Registers id={out.id} version={out.version} />
        <CustomerSales id={out.id} />
        <CreditPanel id={out.id} name={out.display_name} />
        <MandatePanel id={out.id} />
        <HoldPanel kind="customer" id={out.id} />
        <FollowerPanel id={out.id} name={out.display_name} />
        <SharesPanel id={out.id} />
        <CustomerBought id={out.id} />
        <AgreementPanel id={out.id} />
        <RecordAside subject={{ kind: "customer", id: out.id, label: out.display_name }} scope="crm:write" version={out.version} instead={<CustomerTimeline id={out.id} />} />
        <PersonalData customer={out} />
      </>
    ),
  }), [t, categories, labels, grids, methods, templates, depots, usual]);
  return <FormPage spec={spec} />;
}

const named = (options: Option[]) => (value: string) => options.find((one) => one.value === value)?.label ?? value;

/** What a customer inherits, by what the form holds now: the category just chosen counts before it is saved. */
function why(out: Customer | undefined, setting: string, show: (value: string) => string): NonNullable<Field["why"]> {
  const of = (v: Record<string, unknown>) => ({
    category: (v["category_id"] as string | null) ?? undefined, grid: (v["grid_id"] as string | null) ?? undefined, individual: v["kind"] === "individual",
    customer: out && v["category_id"] === out.category_id && v["grid_id"] === out.grid_id ? out.id : undefined,
  });
  return { setting, level: "customer", of, show };
}

/** Address lines lose their empty ends; a blank code lets the server give the next one. */
function tidy(values: Values) {
  const address = <A extends { lines?: string[] }>(one: A) => ({ ...one, lines: (one.lines ?? []).map((line) => line.trim()).filter(Boolean) });
  return {
    ...values, code: values.code || null, account: values.account || null, billing: values.billing && address(values.billing), deliveries: (values.deliveries ?? []).map(address),
    permanent_discount: values.permanent_discount ?? "0",
  };
}
