/** The price grids of the company, for lists that choose one and for the sheet of prices. */
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { useMemo } from "react";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import type { Option } from "@/components/form/types";

export type Grid = Schemas["GridOut"];

export function useGrids() {
  const api = useApi();
  const can = useCan();
  return useQuery({
    queryKey: [api.company, "grids"], enabled: can("pricing:read"), meta: { kinds: ["grids", "settings"] }, staleTime: 60_000,
    queryFn: ({ signal }) => api.get("/{company}/grids", {}, undefined, signal),
  });
}

export function gridName(grid: Grid): string {
  return (i18next.language === "en" && grid.name_en) || grid.name;
}

/** "Cavistes HT": the basis is said once. */
export function withBasis(grid: Grid): string {
  const name = gridName(grid);
  return name.endsWith(` ${grid.basis}`) ? name : `${name} ${grid.basis}`;
}

export function useGridOptions(): Option[] {
  const { data } = useGrids();
  return useMemo(() => (data?.items ?? []).filter((g) => !g.archived).map((g) => ({ value: g.id, label: withBasis(g) })), [data]);
}
