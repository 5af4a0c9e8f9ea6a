/** Keep or drop a typed rate. */
import "@/i18n/late/rates";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

export function useRateChange(onDone?: () => void) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  return useSubmit(async (body: Schemas["TypedRateIn"], version: number) => {
    await api.send("put", "/{company}/rates", {}, body, { version });
    await queries.invalidateQueries({ queryKey: [api.company, "rates"] });
    done(t(body.rate === null ? "rates:removed" : "rates:saved"));
    onDone?.();
  });
}
