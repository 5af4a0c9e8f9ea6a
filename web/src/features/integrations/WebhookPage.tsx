/** One webhook: its deliveries, dead letters first to hand, each to be sent again with the same event id. */
import "@/i18n/late/integrations";
import { Button, Code, Drawer, Group, Menu, ScrollArea, Stack, Text } from "@mantine/core";
import { IconDots, IconRefresh, IconSend, IconWebhook } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { Facts } from "@/components/record/Panel";
import { ListPage, defineList } from "@/components/list/ListPage";
import { listQuery } from "@/components/list/useList";
import type { Column } from "@/components/list/types";
import { ErrorState, PageSkeleton } from "@/components/states";
import { instant } from "@/lib/format";
import { done, failed } from "@/lib/toast";
import { Secret } from "./NewKey";
import { WebhookDialog } from "./WebhookDialog";
import { useWebhooks } from "./WebhooksPage";

type Row = Schemas["DeliveryRow"];

const COLUMNS: Column<Row>[] = [
  { key: "topic", type: "text", card: "title" }, { key: "state", type: "choice", choices: ["waiting", "delivered", "dead"], tone: { waiting: "blue", delivered: "green", dead: "red" }, card: "figure" },
  { key: "created_at", type: "instant" }, { key: "tries", type: "int" }, { key: "status", type: "text" }, { key: "error", type: "text" },
  { key: "next_at", type: "instant" }, { key: "delivered_at", type: "instant", hidden: true }, { key: "replays", type: "int", hidden: true }, { key: "event", type: "text", hidden: true },
];

export default function WebhookPage() {
  const { id = "" } = useParams();
  const { t } = useTranslation();
  const api = useApi();
  const list = useWebhooks();
  const writable = useCan()("webhooks:write");
  const [shown, setShown] = useState<string | null>(null);
  const hook = list.data?.items.find((one) => one.id === id);
  const spec = useMemo(() => defineList({
    name: "deliveries", ns: "integrations", path: "/{company}/webhook-deliveries", kinds: ["webhook_delivery"], title: "integrations:hook.deliveries", sort: "-created_at",
    columns: COLUMNS.map((c) => (c.key === "topic" ? { ...c, cell: (row: Row) => <Button variant="transparent" p={0} h="auto" onClick={() => setShown(row.id)}>{row.topic}</Button> } : c)),
    views: [{ key: "dead", label: "integrations:hook.dead", filters: [{ field: "state", op: "in", value: "dead" }] }, { key: "waiting", label: "integrations:hook.waiting", filters: [{ field: "state", op: "in", value: "waiting" }] }],
    toQuery: (state) => {
      const query = listQuery(state, COLUMNS as Column<never>[]);
      const mine = { field: "webhook", op: "eq", value: id };
      return { ...query, where: JSON.stringify(query.where ? { and: [mine, JSON.parse(query.where)] } : mine) };
    },
    bulk: [{
      key: "replay", label: "integrations:hook.replay", icon: IconRefresh, scope: "webhooks:write", allowed: (row) => row.state !== "waiting",
      run: async (rows) => {
        for (const row of rows) await api.send("post", "/{company}/webhook-deliveries/{delivery}/transitions", { delivery: row.id }, { to: "waiting" });
        done(t("integrations:hook.replayed", { count: rows.length }));
      },
    }],
    empty: { icon: IconWebhook, title: "integrations:hook.no_delivery", hint: "integrations:hook.no_delivery_hint" },
    actions: hook && writable ? <Actions hook={hook} topics={list.data!.topics} /> : undefined,
  }), [api, id, t, hook, writable, list.data]);
  if (list.isPending) return <PageSkeleton />;
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  return (
    <>
      <Text px={24} pt={12} fz="sm" c="dimmed">{hook?.url}</Text>
      <ListPage spec={spec} />
      <Drawer opened={!!shown} onClose={() => setShown(null)} position="right" size="lg" title={t("integrations:hook.delivery")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
        {shown && <Delivery id={shown} />}
      </Drawer>
    </>
  );
}

function Actions({ hook, topics }: { hook: Schemas["WebhookOut"]; topics: string[] }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [open, setOpen] = useState<"change" | "delete" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: [api.company, "webhooks"] });
  const ping = async () => {
    try {
      const tried = await api.send("post", "/{company}/webhooks/{webhook}/ping", { webhook: hook.id });
      done(t(tried.state === "delivered" ? "integrations:hook.ping_ok" : "integrations:hook.ping_failed", { error: tried.error }));
    } catch (error) {
      failed(error);
    }
  };
  const renew = async () => {
    try {
      setSecret((await api.send("post", "/{company}/webhooks/{webhook}/secret", { webhook: hook.id })).secret);
    } catch (error) {
      failed(error);
    }
  };
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={16} />} onClick={() => void ping()}>{t("integrations:hook.ping")}</Button>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" px={10} aria-label={t("app:action.more")}><IconDots size={18} /></Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("change")}>{t("integrations:hook.change")}</Menu.Item>
          <Menu.Item onClick={() => void renew()}>{t("integrations:hook.renew_secret")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen("delete")}>{t("app:action.delete")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "change" && <WebhookDialog webhook={hook} topics={topics} onClose={() => setOpen(null)} onDone={refresh} />}
      <Confirm opened={open === "delete"} title={t("app:action.delete")} action={t("app:action.delete")} onClose={() => setOpen(null)}
        onConfirm={async () => { await api.send("delete", "/{company}/webhooks/{webhook}", { webhook: hook.id }); await refresh(); await navigate(".."); }}>
        {t("integrations:hook.delete_sure", { url: hook.url })}
      </Confirm>
      <Drawer opened={!!secret} onClose={() => setSecret(null)} position="right" title={t("integrations:hook.renew_secret")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
        {secret && <Secret text={secret} words={t("integrations:hook.secret_once")} onClose={() => setSecret(null)} />}
      </Drawer>
    </>
  );
}

function Delivery({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const one = useQuery({ queryKey: [api.company, "delivery", id], queryFn: ({ signal }) => api.get("/{company}/webhook-deliveries/{delivery}", { delivery: id }, undefined, signal), meta: { kinds: ["webhook_delivery"] } });
  if (one.isError) return <ErrorState problem={asProblem(one.error)} />;
  if (!one.data) return null;
  const { event, topic, state, tries, status, error, created_at, body } = one.data;
  return (
    <Stack>
      <Facts facts={[
        { label: t("integrations:field.topic"), value: topic }, { label: t("integrations:field.event"), value: event }, { label: t("integrations:field.state"), value: t(`integrations:state.${state}`) },
        { label: t("integrations:field.tries"), value: tries }, { label: t("integrations:field.status"), value: status }, { label: t("integrations:field.error"), value: error }, { label: t("integrations:field.created_at"), value: instant(created_at) },
      ]} />
      <ScrollArea><Group><Code block flex={1}>{body}</Code></Group></ScrollArea>
    </Stack>
  );
}
