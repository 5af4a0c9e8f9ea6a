/** Webhooks: addresses of partners that are told what happens. */
import "@/i18n/late/integrations";
import { Button } from "@mantine/core";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { LocalList } from "@/components/list/LocalList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";

const WebhookDialog = lazy(async () => ({ default: (await import("./WebhookDialog")).WebhookDialog }));

type Webhook = Schemas["WebhookOut"];

export function useWebhooks() {
  const api = useApi();
  return useQuery({ queryKey: [api.company, "webhooks"], queryFn: ({ signal }) => api.get("/{company}/webhooks", {}, undefined, signal), meta: { kinds: ["webhook", "webhook_book"] } });
}

export default function WebhooksPage() {
  const { t } = useTranslation();
  const { company } = useParams();
  const queries = useQueryClient();
  const writable = useCan()("webhooks:write");
  const [creating, setCreating] = useState(false);
  const list = useWebhooks();
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  return (
    <>
      <PageHead title={t("app:page.webhooks")} count={list.data?.items.length}>
        {writable && <MainAction leftSection={<IconPlus size={18} />} onClick={() => setCreating(true)}>{t("integrations:hook.new")}</MainAction>}
      </PageHead>
      <LocalList<Webhook> title={t("app:page.webhooks")} ns="integrations" rows={list.data?.items} rowTo={(row) => `/c/${company}/webhooks/${row.id}`}
        empty={{ icon: IconWebhook, title: "integrations:hook.empty", hint: "integrations:hook.empty_hint", action: writable && <Button variant="default" onClick={() => setCreating(true)}>{t("list:begin")}</Button> }}
        columns={[
          { key: "url", type: "text", card: "title" }, { key: "description", type: "text" },
          { key: "active", type: "text", cell: (row) => <StatusBadge tone={row.active ? "green" : "gray"}>{t(row.active ? "integrations:hook.on" : "integrations:hook.off")}</StatusBadge>, card: "figure" },
          { key: "topics", type: "text", cell: (row) => row.topics.join(", ") }, { key: "created_at", type: "instant" },
        ]} />
      {creating && list.data && <Suspense fallback={null}><WebhookDialog topics={list.data.topics} onClose={() => setCreating(false)} onDone={() => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "webhooks" })} /></Suspense>}
    </>
  );
}
