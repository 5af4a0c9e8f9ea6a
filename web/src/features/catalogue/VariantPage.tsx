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
import { percent } from "@/lib/format";
import { productFinder, volumeLabel } from "./books";

type Variant = Schemas["VariantOut"];
type Values = Schemas["VariantIn"] & { centilitres: string | null };

const BLANK: Values = {
  product_id: "", vintage_id: null, sku: "", volume: 750, centilitres: "75", gtin: "", case_gtin: "", vat_rate: null, sales_account: null, marketable: true, own_label: "",
  own_label_en: "", source: "", archived: false,
};

function toForm(out: Variant): Values {
  const names = Object.keys(BLANK) as (keyof Values)[];
  const values = Object.fromEntries(names.map((name) => [name, out[name as keyof Variant]])) as unknown as Values;
  return { ...values, centilitres: out.volume ? String(out.volume / 10) : null };
}

/** Centilitres as typed become units of 10⁻⁵ hL, which are hundredths of a litre: exact integers. */
function toBody({ centilitres, ...values }: Values): Schemas["VariantIn"] {
  return { ...values, volume: centilitres ? Math.round(Number(centilitres) * 10) : null };
}

export default function VariantPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const [search] = useSearchParams();
  const api = useApi();
  const product = search.get("product") ?? "";
  const spec = useMemo<FormSpec<Values, Variant>>(() => ({
    ns: "catalogue", kind: "variant", kinds: ["product"], list: "variants", listTitle: "app:page.variants", newTitle: "app:create.variant", scope: "catalogue:write",
    schema: "VariantIn", blank: { ...BLANK, product_id: product }, toForm,
    load: (a, id, signal) => a.get("/{company}/variants/{id}", { id }, undefined, signal),
    create: (a, values) => a.send("post", "/{company}/variants", {}, toBody(values)),
    update: (a, id, values, version) => a.send("put", "/{company}/variants/{id}", { id }, toBody(values), { version }),
    title: (out) => out.label,
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
          { name: "vat_rate", type: "percent", span: 3, placeholder: out?.effective_vat_rate.value ? t("form:default_with", { value: percent(out.effective_vat_rate.value), level: t(`catalogue:level.${out.effective_vat_rate.level}`) }) : "" },
          { name: "sales_account", type: "text", span: 3, placeholder: out?.effective_sales_account.value ? t("form:default_with", { value: out.effective_sales_account.value, level: t(`catalogue:level.${out.effective_sales_account.level}`) }) : "" },
        ],
      },
      { key: "sale", title: "catalogue:section.sale", fields: [{ name: "marketable", type: "bool", span: 3 }, { name: "archived", type: "bool", span: 3 }] },
    ],
    aside: (out) => (
      <>
        <VariantPrices id={out.id} />
        <Panel title={t("catalogue:product")}>
          <Facts facts={[
            { label: t("catalogue:field.name"), value: <Anchor component={Link} to={`/c/${company}/products/${out.product_id}`} inherit>{out.product}</Anchor> },
            { label: t("catalogue:field.year"), value: out.year }, out.colour && { label: t("catalogue:field.colour"), value: t(`catalogue:colour.${out.colour}`) },
          ]} />
        </Panel>
        <RecordAside subject={{ kind: "variant", id: out.id, label: out.label }} scope="catalogue:write" version={out.version} />
      </>
    ),
  }), [t, api, company, product]);
  return <FormPage spec={spec} />;
}
