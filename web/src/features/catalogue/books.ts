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

export function productFinder(api: Api): RecordFinder {
  return {
    search: async (typed, signal) => (await api.get("/{company}/products", {}, { q: typed || undefined, limit: 12 }, signal)).items.map((row) => ({ id: row.id, label: row.name, hint: row.code })),
    name: async (id, signal) => (await api.get("/{company}/products/{id}", { id }, undefined, signal)).name,
  };
}
