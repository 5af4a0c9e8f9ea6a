/** The same customer in the other companies of whoever is signed in: shared, linked to a record there, or left apart again. */
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { Panel } from "@/components/record/Panel";
import { done, failed } from "@/lib/toast";

type Share = Schemas["ShareOut"];
type Asked = { share: Share; wanted: "share" | "link" | "stop"; customer?: string };

export function SharesPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("crm:write");
  const [asked, ask] = useState<Asked | null>(null);
  const key = [api.company, "shares", id];
  const { data } = useQuery({ queryKey: key, meta: { kinds: ["customer_link"] }, queryFn: ({ signal }) => api.get("/{company}/customers/{id}/shares", { id }, undefined, signal) });
  const items = data?.items.filter((one) => one.shared || (one.may && writable)) ?? [];
  if (!items.length) return null;
  const put = async ({ share, wanted, customer }: Asked) => {
    try {
      const out = await api.send("put", "/{company}/customers/{id}/shares", { id }, { company: share.company, shared: wanted !== "stop", customer: customer ?? null });
      queries.setQueryData(key, out);
      done(t(wanted === "stop" ? "sharing:stopped" : "sharing:done", { name: called(share) }));
    } catch (error) {
      const problem = asProblem(error) as { code?: string; customer?: unknown };
      if (problem.code === "crm.share.twin") ask({ share, wanted: "link", customer: String(problem.customer) });
      else failed(error);
    }
  };
  const called = (share: Share) => share.name || t("sharing:elsewhere");
  return (
    <Panel title={t("sharing:title")}>
      <Stack gap={8}>
        {items.map((one) => (
          <Group key={one.company} justify="space-between" wrap="nowrap" gap="xs">
            {one.shared && one.customer ? <Anchor fz="sm" href={`/c/${one.company}/customers/${one.customer}`}>{called(one)}</Anchor> : <Text fz="sm" c={one.shared ? undefined : "dimmed"}>{called(one)}</Text>}
            {writable && <Button variant="subtle" size="compact-sm" aria-label={t(one.shared ? "sharing:stop_with" : "sharing:share_with", { name: called(one) })} onClick={() => ask({ share: one, wanted: one.shared ? "stop" : "share" })}>{t(one.shared ? "sharing:stop" : "sharing:share")}</Button>}
          </Group>
        ))}
        <Text fz="xs" c="dimmed">{t("sharing:hint")}</Text>
      </Stack>
      {asked && <Confirm key={asked.wanted} opened danger={asked.wanted === "stop"} onClose={() => ask((current) => (current === asked ? null : current))} title={t(`sharing:${asked.wanted}_title`, { name: called(asked.share) })} action={t(`sharing:${asked.wanted}`)} onConfirm={() => put(asked)}>{t(`sharing:${asked.wanted}_means`)}</Confirm>}
    </Panel>
  );
}
