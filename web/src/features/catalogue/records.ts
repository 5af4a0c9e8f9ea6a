/** Products and variants as their forms hold them, and as they are saved. */
import type { Schemas } from "@/api/client";
import type { Archive } from "@/components/list/archive";

export type Product = Schemas["ProductOut"];
export type Variant = Schemas["VariantOut"];

export function productBody(out: Product): Schemas["ProductIn"] {
  const { id: _id, version: _version, variants: _variants, declarable: _declarable, ...rest } = out;
  return rest;
}

const VARIANT = ["product_id", "vintage_id", "sku", "volume", "gtin", "case_gtin", "vat_rate", "sales_account", "marketable", "own_label", "own_label_en", "source", "archived", "crd_capsule", "neutral_capsule", "sales_unit", "weight", "parts", "lot", "ttb_id"] as const;

export function variantBody(out: Variant): Schemas["VariantIn"] {
  return Object.fromEntries(VARIANT.map((name) => [name, out[name]])) as unknown as Schemas["VariantIn"];
}

export const archiveProduct: Archive = async (api, id, archived) => {
  const out = await api.get("/{company}/products/{id}", { id });
  return api.send("put", "/{company}/products/{id}", { id }, { ...productBody(out), archived }, { version: out.version });
};

export const archiveVariant: Archive = async (api, id, archived) => {
  const out = await api.get("/{company}/variants/{id}", { id });
  return api.send("put", "/{company}/variants/{id}", { id }, { ...variantBody(out), archived }, { version: out.version });
};
