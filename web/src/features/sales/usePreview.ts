/** The order priced as it is typed: one question at a time, the newest answer wins, the old figures stay meanwhile (`stale`). */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi, type Schemas } from "@/api/client";
import type { Packaging } from "@/features/catalogue/books";
import { toBody, type OrderValues } from "./orderForm";

export type Preview = Schemas["PreviewOut"];

export function usePreview(values: OrderValues, packagings: Packaging[], enabled: boolean) {
  const api = useApi();
  const body = useMemo(() => toBody(values, packagings), [values, packagings]);
  const [asked] = useDebouncedValue(body, 120);
  const priced = { ...asked, reference: "", comment_private: "", comment_printed: "" };
  const preview = useQuery<Preview>({
    queryKey: [api.company, "preview", priced], enabled: enabled && !!asked.customer && (asked.lines?.length ?? 0) > 0, staleTime: 20_000, gcTime: 60_000,
    queryFn: ({ signal }) => api.send("post", "/{company}/orders/price", {}, priced, { signal }), placeholderData: keepPreviousData,
  });
  return { preview, stale: asked !== body || preview.isPlaceholderData || preview.isFetching };
}
