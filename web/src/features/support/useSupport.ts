/** The support chat is of the platform, so the company's change feed does not tell it: it is asked every half minute. */
import { useQuery } from "@tanstack/react-query";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";

export const EVERY = 30_000;

export function useSupport() {
  const api = useApi();
  const allowed = useCan()("support:read");
  return useQuery({ queryKey: [api.company, "support"], enabled: allowed && api.company !== "-", refetchInterval: EVERY, queryFn: ({ signal }) => api.get("/{company}/support", {}, undefined, signal) });
}
