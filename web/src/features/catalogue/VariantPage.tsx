import { Anchor } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { FormPage, type FormSpec } from "@/components/form/FormPage";
import { StatusBadge } from "@/components/list/cells";
import { RecordAside } from "@/components/record/Aside";
import { Facts, Panel } from "@/components/record/Panel";
import { VariantPrices } from "@/features/pricing/VariantPrices";
import { StockPanel } from "@/features/stock/StockPanel";
import { decimal, percent } from "@/lib/format";
import { variantBody, type Variant } from "./records";
import { productFinder, useCapsuleOptions, variantFinder, volumeLabel } from "./books";

type Values = Schemas["VariantIn"] & { centilitres: string | null };

const BLANK: Values = {
  product_id: "", vintage_id: null, sku: "", volume: 750, centilitres: "75", gtin: "", case_gtin: "", vat_rate: null, sales_account: null, marketable: true, own_label: "",
  own_label_en: "", source: "", archived: false, crd_capsule: null, neutral_capsule: null, sales_unit: 1, weight: null, parts: [], lot: "", ttb_id: "",
};

function toForm(out: Variant): Values {
  return { ...variantBody(out), centilitres: out.volume ? String(out.volume / 10) : null };
}

/** Centilitres as typed become units of 10⁻⁵ hL, which are hundredths of a litre: exact integers. */
function toBody({ centilitres, ...values }: Values): Schemas["VariantIn"] {
  return { ...values, sales_unit: values.sales_unit ?? 1, parts: (values.parts ?? []).filter((part) => part.variant_id), volume: centilitres ? Math.round(Number(centilitres) * 10) : null };
}

export default function VariantPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const [search] = useSearchParams();
  const api = useApi();
  const product = search.get("product") ?? "";
  const capsules = useCapsuleOptions();
  const spec = useMemo<FormSpec<Values, Variant>>(() => {
    const named = (name: "vat_rate" | "sales_account" | "crd_capsule" | "neutral_capsule", out: Variant | undefined, show: (value: string) => string) => {
      const found = out?.defaults[name];
      return found?.value ? { value: show(found.value), level: t(`catalogue:level.${found.level}`) } : null;
    };
    const placeholder = (name: "vat_rate" | "sales_account", out: Variant | undefined, show: (value: string) => string) => {
      const found = named(name, out, show);
      return found ? t("form:default_with", found) : "";
    };
    const capsule = (id: string) => capsules.find((one) => one.value === id)?.label ?? id;
    return ({
    ns: "catalogue", kind: "variant", kinds: ["product"], list: "variants", listTitle: "app:page.variants", newTitle: "app:create.variant", scope: "catalogue:write",
    schema: "VariantIn", blank: { ...BLANK, product_id: product }, toForm,
    load: (a, id, signal) => a.get("/{company}/variants/{id}", { id }, undefined, signal),
    create: (a, values) => a.send("post", "/{company}/variants", {}, toBody(values)),
    update: (a, id, values, version) => a.send("put", "/{company}/variants/{id}", { id }, toBody(values), { version }),
    archives: true, title: (out) => out.label,
    subtitle: (out) => [out.sku, volumeLabel(out.volume)].filter(Boolean).join(" · "),
    badge: (out) => <StatusBadge tone={out.offered ? "green" : "gray"}>{t(out.offered ? "catalogue:offered" : "catalogue:not_offered")}</StatusBadge>,
    sections: (out) => [
      {
        key: "identity", title: "catalogue:section.identity",
        fields: [
          { name: "product_id", type: "record", find: productFinder(api), required: true, span: 4, readOnly: !!out, autoFocus: !out },
          { name: "sku", type: "text", required: true, span: 2 }, { name: "centilitres", type: "decimal", span: 2, hint: "catalogue:hint.centilitres" },
          { name: "gtin", type: "text", span: 2 }, { name: "case_gtin", type: "text", span: 2 },
          { name: "own_label", type: "text", span: 3, hint: "catalogue:hint.own_label" }, { name: "own_label_en", type: "text", span: 3 },
        ],
      },
      {
        key: "accounting", title: "catalogue:section.accounting",
        fields: [
          { name: "vat_rate", type: "percent", span: 3, placeholder: placeholder("vat_rate", out, percent) },
          { name: "sales_account", type: "text", span: 3, placeholder: placeholder("sales_account", out, (value) => value) },
        ],
      },
      {
        key: "capsules", title: "catalogue:section.capsules", shown: () => !out || out.kind === "goods",
        fields: [
          { name: "crd_capsule", type: "choice", options: capsules, inherited: named("crd_capsule", out, capsule), span: 3 }, { name: "neutral_capsule", type: "choice", options: capsules, inherited: named("neutral_capsule", out, capsule), span: 3 },
        ],
      },
      {
        key: "parts", title: "catalogue:section.parts", hint: "catalogue:hint.parts",
        fields: [{ name: "parts", type: "rows", blank: { variant_id: null, quantity: 1 }, rows: [{ name: "variant_id", type: "record", find: variantFinder(api), span: 4, label: "catalogue:field.component" }, { name: "quantity", type: "int", span: 2 }] }],
      },
      { key: "sale", title: "catalogue:section.sale", fields: [{ name: "sales_unit", type: "int", span: 3, hint: "catalogue:hint.sales_unit" }, { name: "weight", type: "int", span: 3 }, { name: "lot", type: "text", span: 3, hint: "catalogue:hint.lot" }, { name: "ttb_id", type: "text", span: 3, hint: "catalogue:hint.ttb_id" }, { name: "marketable", type: "bool", span: 3 }] },
    ],
    aside: (out) => (
      <>
        <VariantPrices id={out.id} />
        {out.kind === "goods" && <StockPanel variant={out.id} />}
        <Panel title={t("catalogue:product")}>
          <Facts facts={[
            { label: t("catalogue:field.name"), value: <Anchor component={Link} to={`/c/${company}/products/${out.product_id}`} inherit>{out.product}</Anchor> },
            { label: t("catalogue:field.year"), value: out.year }, out.equivalents && { label: t("catalogue:field.equivalents"), value: decimal(out.equivalents) },
            out.customs.alcohol && { label: t("catalogue:field.customs_alcohol"), value: `${percent(out.customs.alcohol)} vol.` }, { label: t("catalogue:field.customs_inao"), value: out.customs.inao ?? out.customs.label }, out.colour && { label: t("catalogue:field.colour"), value: t(`catalogue:colour.${out.colour}`) },
          ]} />
        </Panel>
        <RecordAside subject={{ kind: "variant", id: out.id, label: out.label }} scope="catalogue:write" version={out.version} />
      </>
    ),
  });
  }, [t, api, company, product, capsules]);
  return <FormPage spec={spec} />;
}
