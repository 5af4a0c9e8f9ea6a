/** Families and packagings, for lists that choose one. */
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { useMemo } from "react";
import { useApi, type Api, type Schemas } from "@/api/client";
import type { Option, RecordFinder } from "@/components/form/types";
import { decimal, NNBSP } from "@/lib/format";

export type Packaging = Schemas["PackagingOut"];
const english = () => i18next.language === "en";

export function useFamilies() {
  const api = useApi();
  return useQuery({ queryKey: [api.company, "families"], queryFn: ({ signal }) => api.get("/{company}/families", {}, undefined, signal), meta: { kinds: ["families"] }, staleTime: 60_000 });
}

export function useFamilyOptions(): Option[] {
  const { data } = useFamilies();
  return useMemo(() => (data?.items ?? []).map((one) => ({ value: one.id, label: (english() && one.name_en) || one.name })), [data]);
}

export function usePackagings(): Packaging[] {
  const api = useApi();
  const { data } = useQuery({ queryKey: [api.company, "packagings"], queryFn: ({ signal }) => api.get("/{company}/packagings", {}, undefined, signal), meta: { kinds: ["packagings"] }, staleTime: 60_000 });
  return useMemo(() => (data?.items ?? []).filter((one) => !one.archived), [data]);
}

/** 750 units of 10⁻⁵ hL: "75 cl"; 1500: "1,5 l" as labels say it. */
export function volumeLabel(units: number | null | undefined): string {
  if (!units) return "";
  return units >= 1000 ? `${decimal(String(units / 1000), 3)}${NNBSP}l` : `${decimal(String(units / 10), 2)}${NNBSP}cl`;
}

/** Centilitres as typed, from units of 10⁻⁵ hL and back: exact integers. */
export const centilitres = (volume: number | null | undefined) => (volume ? String(volume / 10) : null);
export const units = (typed: string | null | undefined) => (typed ? Math.round(Number(typed) * 10) : null);

export function useRangeOptions(): Option[] {
  const api = useApi();
  const { data } = useQuery({ queryKey: [api.company, "ranges"], queryFn: ({ signal }) => api.get("/{company}/ranges", {}, undefined, signal), meta: { kinds: ["ranges"] }, staleTime: 60_000 });
  return useMemo(() => (data?.items ?? []).filter((one) => !one.archived).map((one) => ({ value: one.id, label: (english() && one.name_en) || one.name })), [data]);
}

/** The tags of products. */
export function useTagOptions(): Option[] {
  const api = useApi();
  const { data } = useQuery({ queryKey: [api.company, "product-tags"], queryFn: ({ signal }) => api.get("/{company}/product-tags", {}, undefined, signal), meta: { kinds: ["product_tags"] }, staleTime: 60_000 });
  return useMemo(() => (data?.items ?? []).map((one) => ({ value: one.id, label: one.name })), [data]);
}

export function useCapsuleOptions(): Option[] {
  const api = useApi();
  const { data } = useQuery({ queryKey: [api.company, "capsules"], queryFn: ({ signal }) => api.get("/{company}/capsules", {}, undefined, signal), meta: { kinds: ["capsules"] }, staleTime: 60_000 });
  return useMemo(() => (data?.items ?? []).filter((one) => !one.archived).map((one) => ({ value: one.id, label: one.name ?? "" })), [data]);
}

/** A code of a table that the company loaded: its code and words are searched. */
export function codeFinder(api: Api, table: "inao" | "label" | "nc8"): RecordFinder {
  const row = (one: { code: string; fr: string; en: string }) => ({ id: one.code, label: one.code, hint: (english() && one.en) || one.fr });
  return {
    search: async (typed, signal) => {
      const found = (await api.get("/{company}/customs-codes", {}, { table, q: typed || undefined, limit: 12 }, signal)).items.map(row);
      const own = typed.replace(/\s/g, "").toUpperCase();
      return own.length > 3 && !found.some((one) => one.id === own) ? [...found, { id: own, label: own }] : found;
    },
    name: (id) => Promise.resolve(id),
  };
}

export function variantFinder(api: Api): RecordFinder {
  return {
    search: async (typed, signal) => (await api.get("/{company}/variants", {}, { q: typed || undefined, limit: 12 }, signal)).items.map((row) => ({ id: row.id, label: row.label, hint: row.sku })),
    name: async (id, signal) => (await api.get("/{company}/variants/{id}", { id }, undefined, signal)).label,
  };
}

export function productFinder(api: Api): RecordFinder {
  return {
    search: async (typed, signal) => (await api.get("/{company}/products", {}, { q: typed || undefined, limit: 12 }, signal)).items.map((row) => ({ id: row.id, label: row.name, hint: row.code })),
    name: async (id, signal) => (await api.get("/{company}/products/{id}", { id }, undefined, signal)).name,
  };
}
