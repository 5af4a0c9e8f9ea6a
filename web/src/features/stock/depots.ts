/** The depots, for lists that choose one. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "@/api/client";
import type { Option } from "@/components/form/types";

export function useDepots() {
  const api = useApi();
  return useQuery({ queryKey: [api.company, "depots", "choice"], queryFn: ({ signal }) => api.get("/{company}/depots", {}, undefined, signal), meta: { kinds: ["depots"] }, staleTime: 60_000 });
}

/** Those one may choose, and the name of the company's default. */
export function useDepotOptions(): { options: Option[]; usual: string | undefined } {
  const { data } = useDepots();
  return useMemo(() => ({
    options: (data?.items ?? []).filter((one) => !one.archived).map((one) => ({ value: one.id, label: one.name })),
    usual: data?.items.find((one) => one.default)?.name,
  }), [data]);
}
