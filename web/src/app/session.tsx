/**
 * Who is signed in, and what he may do here. One query (`GET /me`) answers both; a 401 anywhere, or a logout in
 * another tab, empties everything and leads to the sign-in page with the way back in its address.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useNavigate } from "react-router";
import { personApi, useApi, useCompanyId, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { signedOut } from "@/api/resilient";
import { forgetDrafts } from "@/components/form/drafts";

export type Me = Schemas["MeOut"];
export type Membership = Me["companies"][number];
export type Access = Schemas["AccessOut"];

const tabs = "BroadcastChannel" in window ? new BroadcastChannel("caveau.session") : null;

export function useMe() {
  return useQuery<Me | null>({
    queryKey: ["me"],
    queryFn: async ({ signal }) => {
      try {
        return await personApi.get("/me", {}, undefined, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

/** The membership in the company of the URL; undefined while loading or when there is none. */
export function useMembership(): Membership | undefined {
  const company = useCompanyId();
  return useMe().data?.companies.find((c) => c.company === company);
}

/** What the person may do in the company of the URL: the menu is drawn from it. */
export function useAccess() {
  const api = useApi();
  return useQuery<Access>({
    queryKey: [api.company, "access"],
    enabled: api.company !== "-",
    queryFn: ({ signal }) => api.get("/{company}/access", {}, undefined, signal),
    staleTime: 30_000,
    refetchInterval: 60_000,
    meta: { kinds: ["member", "roles", "company"] },
  });
}

/** `can("sales:write")` for the company of the URL. */
export function useCan(): (scope: string | null | undefined) => boolean {
  const scopes = useAccess().data?.scopes;
  return useCallback((scope) => !scope || !!scopes?.includes(scope), [scopes]);
}

/** Leaves nothing of the former person in memory. */
export function useForget(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    queries.clear();
    queries.setQueryData(["me"], null);
  }, [queries]);
}

export function tellOtherTabs(): void {
  tabs?.postMessage("signed-out");
}

/** Mounted once. A 401 may be a wrong code as well as a lost session, so the server is asked again who is there. */
export function SessionWatch() {
  const forget = useForget();
  const queries = useQueryClient();
  useEffect(() => {
    const ask = () => void queries.refetchQueries({ queryKey: ["me"] }).then(() => queries.getQueryData(["me"]) === null && forget());
    const lost = () => queries.getQueryData(["me"]) && !queries.isFetching({ queryKey: ["me"] }) && ask();
    const other = (event: MessageEvent) => event.data === "signed-out" && ask();
    signedOut.addEventListener("signed-out", lost);
    tabs?.addEventListener("message", other);
    return () => {
      signedOut.removeEventListener("signed-out", lost);
      tabs?.removeEventListener("message", other);
    };
  }, [forget, queries]);
  return null;
}

/** Leaves; `next` is where the next person to sign in will arrive. */
export function useSignOut(): (next?: string) => Promise<void> {
  const forget = useForget();
  const navigate = useNavigate();
  return useCallback(async (next) => {
    await personApi.send("post", "/logout", {});
    tellOtherTabs();
    forgetDrafts();
    await navigate(next ? `/signin?next=${encodeURIComponent(next)}` : "/signin");
    forget();
  }, [forget, navigate]);
}
