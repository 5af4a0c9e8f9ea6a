/** Settings of the company: identity, logo, colour, then what it decides for all its documents. */
import { SegmentedControl } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import type { Section } from "@/components/form/types";
import { History } from "@/components/record/History";
import { Panel } from "@/components/record/Panel";
import { Warnings } from "@/components/record/Warnings";
import { useCompanyId } from "@/api/client";
import { ColourChoice } from "./ColourChoice";
import { ADDRESS, BANK, BLANK, IDENTITY, tidy, toForm, type Company, type CompanyValues } from "./CompanyForm";
import { LogoChoice } from "./LogoChoice";
import { SettingsForm } from "./SettingsForm";

/** The bank section with the months named in the language of the page. */
export function useBankSection(): Section {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const month = new Intl.DateTimeFormat(i18n.language, { month: "long", timeZone: "UTC" });
    const options = Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: month.format(new Date(Date.UTC(2026, i, 1))) }));
    return { ...BANK, fields: BANK.fields.map((field) => (field.name === "fiscal_year_start" ? { ...field, options, required: true } : field)) };
  }, [i18n.language]);
}

function useSpec(): FormSpec<CompanyValues, Company> {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const bank = useBankSection();
  return useMemo(() => ({
    ns: "company", kind: "company", list: "company", listTitle: "app:page.company", newTitle: "app:create.company", scope: "tenancy:write", blank: BLANK, toForm,
    load: (api, _id, signal) => api.get("/{company}/profile", {}, undefined, signal),
    update: async (api, _id, values, version) => {
      const out = await api.send("put", "/{company}/profile", {}, tidy(values), { version });
      await queries.invalidateQueries({ queryKey: ["me"] });
      return out;
    },
    title: (out) => out.name,
    sections: [IDENTITY, ADDRESS, bank],
    aside: (out) => (
      <>
        <Warnings warnings={out.warnings} />
        <Panel title={t("company:logo")}><LogoChoice company={out} /></Panel>
        <Panel title={t("company:colour")}><ColourChoice company={out} /></Panel>
        <Panel title={t("journal:title")}><History kind="company" version={out.version} /></Panel>
      </>
    ),
  }), [t, queries, bank]);
}

export default function CompanyPage() {
  const { t } = useTranslation();
  const company = useCompanyId();
  const [tab, setTab] = useState<"identity" | "options">("identity");
  const spec = useSpec();
  return (
    <>
      <SegmentedControl mx={24} mt={16} style={{ alignSelf: "flex-start" }} value={tab} aria-label={t("app:page.company")} onChange={(value) => setTab(value as typeof tab)}
        data={[{ value: "identity", label: t("company:tab.identity") }, { value: "options", label: t("company:tab.options") }]} />
      {tab === "identity" ? <FormPage spec={spec} id={company} /> : <SettingsForm />}
    </>
  );
}
