/**
 * The support chat is of the platform, so the company's change feed does not tell it. Who has it before his eyes sees an
 * answer within five seconds; elsewhere the count in the header is asked every half minute. A hidden tab asks nothing.
 */
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";

export const BEFORE_ONE = 4000;
const ELSEWHERE = 30_000;

export function useSupport() {
  const api = useApi();
  const allowed = useCan()("support:read");
  const here = useLocation().pathname.startsWith(`/c/${api.company}/support`);
  return useQuery({ queryKey: [api.company, "support"], enabled: allowed && api.company !== "-", refetchInterval: here ? BEFORE_ONE : ELSEWHERE, queryFn: ({ signal }) => api.get("/{company}/support", {}, undefined, signal) });
}
