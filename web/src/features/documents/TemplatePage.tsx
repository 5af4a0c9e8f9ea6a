/** One template of documents: its form, and beside it what it looks like as it is typed. */
import "@/i18n/late/documents";
import { useMemo } from "react";
import type { Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import { Columns } from "./Columns";
import { Files } from "./Files";
import { Preview } from "./Preview";
import type { DocumentTemplate } from "./templates";

export type TemplateBody = Required<Schemas["DocumentTemplateIn"]>;
type Values = Omit<TemplateBody, "language" | "prices"> & { language: string | null; prices: string | null };

const BLANK: Values = {
  name: "", landscape: false, language: null, prices: null, columns: ["label", "quantity", "unit_price", "discount", "vat_rate", "amount"], legal: "footer", legal_fr: "", legal_en: "",
  accent: "", logo: "", bare: false, appended: null, archived: false,
};

function toForm(out: DocumentTemplate): Values {
  const kept = Object.fromEntries(Object.keys(BLANK).map((name) => [name, (out as Record<string, unknown>)[name]])) as unknown as Values;
  return { ...kept, language: out.language || null, prices: out.prices || null };
}

export function bodyOf(values: Record<string, unknown>): TemplateBody {
  return { ...values, language: values["language"] ?? "", prices: values["prices"] ?? "", accent: values["accent"] ?? "" } as TemplateBody;
}

export default function TemplatePage() {
  const spec = useMemo<FormSpec<Values, DocumentTemplate>>(() => ({
    ns: "documents", kind: "document_templates", list: "document-templates", listTitle: "app:page.document_templates", newTitle: "app:create.document_template", scope: "tenancy:write", schema: "DocumentTemplateIn",
    blank: BLANK, toForm, archives: true, title: (out) => out.name ?? "",
    load: async (api, id, signal) => {
      const { items } = await api.get("/{company}/document-templates", {}, undefined, signal);
      const found = items.find((one) => one.id === id);
      if (!found) throw new Problem(404, { title: "", code: "sales.template.not_found", detail: "Ce modèle de documents n’existe pas ou plus." });
      return found;
    },
    create: (api, values) => api.send("post", "/{company}/document-templates", {}, bodyOf(values)),
    update: (api, id, values, version) => api.send("put", "/{company}/document-templates/{id}", { id }, bodyOf(values), { version }),
    sections: (out) => [
      {
        key: "page", title: "documents:section.page",
        fields: [
          { name: "name", type: "text", required: true, span: 4, autoFocus: !out }, { name: "landscape", type: "bool", span: 2 },
          { name: "language", type: "choice", choices: ["fr", "en"], choiceLabel: "app:language", inherited: null, span: 3, hint: "documents:hint.language" },
          { name: "accent", type: "text", span: 3, hint: "documents:hint.accent" },
        ],
      },
      {
        key: "lines", title: "documents:section.columns",
        fields: [{ name: "prices", type: "choice", choices: ["HT", "TTC"], inherited: null, hint: "documents:hint.prices", below: (form) => <Columns form={form} /> }],
      },
      {
        key: "mentions", title: "documents:section.legal",
        fields: [
          { name: "legal", type: "choice", choices: ["footer", "header"], required: true, hint: "documents:hint.legal" },
          { name: "legal_fr", type: "textarea" }, { name: "legal_en", type: "textarea" },
        ],
      },
      { key: "files", title: "documents:section.files", fields: [{ name: "bare", type: "bool", below: (form) => <Files form={form} /> }] },
    ],
    beside: (form) => <Preview values={form.values} />,
  }), []);
  return <FormPage spec={spec} />;
}
