/** What the company decided for all its records, and what "Par défaut" therefore means on a record. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMemo } from "react";
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

/** The value that a record inherits from the company, with its level; null when it cannot be known here. */
export function useSettingDefault(name: string, label: (value: string) => string = (value) => value): { value: string; level: string } | null {
  const { t } = useTranslation();
  const setting = useSettings().data?.items.find((one) => one.name === name);
  return useMemo(() => {
    if (!setting || setting.value === null || setting.value === undefined) return null;
    return { value: label(String(setting.value)), level: t(`company:level.${setting.own === null ? "default" : setting.level}`) };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [setting, t]);
}
