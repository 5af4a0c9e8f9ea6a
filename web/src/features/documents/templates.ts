/** The templates of documents, for lists that choose one. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi, type Schemas } from "@/api/client";
import type { Option } from "@/components/form/types";

export type DocumentTemplate = Schemas["DocumentTemplateOut"];

export function useTemplates() {
  const api = useApi();
  return useQuery<Schemas["DocumentTemplatesOut"]>({
    queryKey: [api.company, "document-templates"], meta: { kinds: ["document_templates"] }, staleTime: 60_000,
    queryFn: ({ signal }) => api.get("/{company}/document-templates", {}, undefined, signal),
  });
}

/** Those one may choose. */
export function useTemplateOptions(): Option[] {
  const { data } = useTemplates();
  return useMemo(() => (data?.items ?? []).filter((one) => !one.archived).map((one) => ({ value: one.id, label: one.name ?? one.id })), [data]);
}
