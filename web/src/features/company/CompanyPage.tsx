/** Settings of the company: identity, logo, colour, then what it decides for all its documents. */
import "@/i18n/late/journal";
import { Tabs } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import type { Section } from "@/components/form/types";
import { History } from "@/components/record/History";
import { Panel } from "@/components/record/Panel";
import { Warnings } from "@/components/record/Warnings";
import { PageHead } from "@/components/PageHead";
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
      <PageHead title={t("app:page.company")} />
      <Tabs value={tab} onChange={(value) => setTab(value as typeof tab)} keepMounted={false}>
        <Tabs.List px={{ base: 0, sm: 12 }}>
          <Tabs.Tab value="identity" h={44}>{t("company:tab.identity")}</Tabs.Tab>
          <Tabs.Tab value="options" h={44}>{t("company:tab.options")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="identity"><FormPage spec={spec} id={company} /></Tabs.Panel>
        <Tabs.Panel value="options"><SettingsForm /></Tabs.Panel>
      </Tabs>
    </>
  );
}
