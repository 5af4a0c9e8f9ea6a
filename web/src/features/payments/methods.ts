/** The payment methods of the company. */
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { useMemo } from "react";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import type { Option } from "@/components/form/types";

export function useMethods() {
  const api = useApi();
  const can = useCan();
  return useQuery<Schemas["MethodsOut"]>({
    queryKey: [api.company, "methods"], enabled: can("payments:read"), meta: { kinds: ["payment_methods"] }, staleTime: 60_000,
    queryFn: ({ signal }) => api.get("/{company}/payment-methods", {}, undefined, signal),
  });
}

export function useMethodOptions(): Option[] {
  const { data } = useMethods();
  return useMemo(() => (data?.items ?? []).filter((m) => !m.archived).map((m) => ({ value: m.id, label: (i18next.language === "en" && m.label_en) || m.label_fr })), [data]);
}
