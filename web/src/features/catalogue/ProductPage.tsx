import { Alert, Anchor, Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import { LocalList } from "@/components/list/LocalList";
import { RecordAside } from "@/components/record/Aside";
import { codeFinder, useCapsuleOptions, useFamilyOptions, useRangeOptions, useTagOptions, volumeLabel } from "./books";
import { productBody, type Product } from "./records";
import { Vintages } from "./Vintages";

/** `vintages`: those there are, which keep their ids; `years`: what is typed. */
type Values = Omit<Schemas["ProductIn"], "vintages"> & { vintages: Product["vintages"]; years: string[] };

const BLANK: Values = {
  family_id: "", name: "", code: "", name_en: "", kind: "goods", colour: "", appellation: "", vat_rate: null, sales_account: null, source: "", archived: false, vintages: [], years: [],
  ranges: [], tags: [], crd_capsule: null, neutral_capsule: null, customs: { inao: "", label: "", nc8: "", alcohol: null },
};

/** The vintages already there keep their id; a year typed anew makes one. */
function toBody({ years, vintages: known, ...values }: Values): Schemas["ProductIn"] {
  const kept = known.filter((one) => one.year === null || years.includes(String(one.year)));
  const fresh = years.filter((year) => !known.some((one) => String(one.year) === year)).map((year) => ({ year: Number(year) }));
  const { inao, label, nc8, alcohol } = values.customs ?? {};
  return { ...values, customs: { inao: inao ?? "", label: label ?? "", nc8: nc8 ?? "", alcohol: alcohol ?? null }, vintages: [...kept, ...fresh] };
}

export default function ProductPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const [families, ranges, tags, capsules] = [useFamilyOptions(), useRangeOptions(), useTagOptions(), useCapsuleOptions()];
  const spec = useMemo<FormSpec<Values, Product>>(() => ({
      ns: "catalogue", kind: "product", list: "products", listTitle: "app:page.products", newTitle: "app:create.product", scope: "catalogue:write", schema: "ProductIn", blank: BLANK,
      toForm: (out) => ({ ...productBody(out), vintages: out.vintages, years: out.vintages.flatMap((one) => (one.year === null || one.year === undefined ? [] : [String(one.year)])) }),
      load: (a, id, signal) => a.get("/{company}/products/{id}", { id }, undefined, signal),
      create: (a, values) => a.send("post", "/{company}/products", {}, toBody(values)),
      update: (a, id, values, version) => a.send("put", "/{company}/products/{id}", { id }, toBody(values), { version }),
      archives: true, title: (out) => out.name, subtitle: (out) => out.appellation,
      sections: [
        {
          key: "identity", title: "catalogue:section.identity",
          fields: [
            { name: "name", type: "text", required: true, span: 4, autoFocus: true }, { name: "code", type: "text", span: 2 }, { name: "name_en", type: "text", span: 4 },
            { name: "family_id", type: "choice", options: families, required: true, span: 2 }, { name: "kind", type: "choice", choices: ["goods", "service"], required: true, span: 2 },
            { name: "colour", type: "choice", choices: ["red", "white", "rose", "sparkling", "other"], span: 2 }, { name: "appellation", type: "text", span: 2 },
            { name: "ranges", type: "choices", options: ranges, span: 3 }, { name: "years", type: "tags", span: 3, hint: "catalogue:hint.years" },
            { name: "tags", type: "tags", options: tags, span: 6 },
          ],
        },
        {
          key: "customs", title: "catalogue:section.customs", hint: "catalogue:hint.customs", shown: (values) => values["kind"] === "goods",
          fields: [
            { name: "customs.inao", type: "record", find: codeFinder(api, "inao"), span: 3, hint: "catalogue:hint.inao" }, { name: "customs.label", type: "record", find: codeFinder(api, "label"), span: 3, hint: "catalogue:hint.fiscal_label" },
            { name: "customs.nc8", type: "record", find: codeFinder(api, "nc8"), span: 3 }, { name: "customs.alcohol", type: "percent", span: 3, hint: "catalogue:hint.alcohol" },
            { name: "crd_capsule", type: "choice", options: capsules, span: 3, hint: "catalogue:hint.crd" }, { name: "neutral_capsule", type: "choice", options: capsules, span: 3, hint: "catalogue:hint.neutral" },
          ],
        },
        { key: "accounting", title: "catalogue:section.accounting", fields: [{ name: "vat_rate", type: "percent", span: 3, hint: "catalogue:hint.inherit" }, { name: "sales_account", type: "text", span: 3, hint: "catalogue:hint.inherit" }] },
      ],
      below: (out) => <><Vintages product={out} /><Variants product={out.id} /></>,
      aside: (out) => (
        <>
          {!out.declarable && <Alert color="amber" icon={<IconAlertTriangle size={18} />} title={t("catalogue:undeclarable")}>{t("catalogue:undeclarable_hint")} <Anchor component={Link} to={`/c/${company}/customs-codes`} fz="sm">{t("app:page.customs_codes")}</Anchor></Alert>}
          <RecordAside subject={{ kind: "product", id: out.id, label: out.name }} scope="catalogue:write" version={out.version} />
        </>
      ),
  }), [t, api, company, families, ranges, tags, capsules]);
  return <FormPage spec={spec} />;
}

function Variants({ product }: { product: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const where = JSON.stringify({ field: "product_id", op: "eq", value: product });
  const list = useQuery({ queryKey: [api.company, "product-variants", product], queryFn: ({ signal }) => api.get("/{company}/variants", {}, { where, limit: 60, sort: "-year,volume" }, signal), meta: { kinds: ["variant"] } });
  return (
    <section id="variants">
      <Text fw={600} mb="xs">{t("catalogue:variants")}</Text>
      <LocalList title={t("catalogue:variants")} ns="catalogue" rows={list.data?.items} rowTo={(row) => `/c/${company}/variants/${row.id}`}
        columns={[{ key: "label", type: "text", card: "title" }, { key: "sku", type: "text", card: "figure" }, { key: "volume", type: "int", cell: (row) => volumeLabel(row.volume) }, { key: "gtin", type: "text" }, { key: "offered", type: "bool" }]} />
      <Button mt="sm" variant="default" leftSection={<IconPlus size={16} />} component={Link} to={`/c/${company}/variants/new?product=${product}`}>{t("app:create.variant")}</Button>
    </section>
  );
}
