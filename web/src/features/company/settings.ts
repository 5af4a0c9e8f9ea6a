/** What the company decided for all its records. */
import { useQuery } from "@tanstack/react-query";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";

export type Setting = Schemas["SettingOut"];

export function useSettings() {
  const api = useApi();
  const can = useCan();
  return useQuery<Schemas["SettingsOut"]>({
    queryKey: [api.company, "settings"], enabled: can("tenancy:read"), meta: { kinds: ["settings"] }, staleTime: 60_000,
    queryFn: ({ signal }) => api.get("/{company}/settings", {}, undefined, signal),
  });
}
