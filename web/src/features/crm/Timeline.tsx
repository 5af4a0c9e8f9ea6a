/** Everything that happened with a customer, newest first: filtered by sort, with the writing of a call or an e-mail. */
import "@/i18n/late/journal";
import "@mantine/core/styles/Chip.css";
import { ActionIcon, Anchor, Button, Chip, Group, Text, Timeline as Line } from "@mantine/core";
import { IconBox, IconCash, IconChecklist, IconFileInvoice, IconFileText, IconHistory, IconMail, IconMapPin, IconNote, IconPhone, IconPlus, IconTruckDelivery, IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import { Panel } from "@/components/record/Panel";
import { commandLabel, fieldLabel, shownValue, telling } from "@/features/journal/words";
import { ago, date, instant, money } from "@/lib/format";
import { later } from "@/lib/onDemand";
import { done, failed } from "@/lib/toast";
import type { ExchangeProps } from "./ExchangeDialog";

type Entry = Schemas["TimelineEntry"];

const Dialog = later<ExchangeProps>(async () => (await import("./ExchangeDialog")).default);
const ICONS: Record<string, ComponentType<{ size?: number }>> = {
  order: IconBox, quote: IconFileText, delivery: IconTruckDelivery, invoice: IconFileInvoice, payment: IconCash, note: IconNote, task: IconChecklist, call: IconPhone, email: IconMail, visit: IconMapPin, letter: IconMail, change: IconHistory,
};
const PAGES: Record<string, string> = { order: "orders", quote: "quotes", delivery: "delivery-notes", invoice: "invoices", payment: "payments" };
/** their detail is a state, to be said in words */
const STATES = ["order", "quote", "delivery", "invoice", "task"];
/** they have a day, no hour */
const DAYS = ["invoice", "delivery"];
const KINDS = ["order", "quote", "receivable", "invoice", "payment", "note", "task", "exchange", "customer"];

export function CustomerTimeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("crm:write");
  const [sorts, setSorts] = useState<string[]>([]);
  const [writing, setWriting] = useState(false);
  const key = [api.company, "timeline", id];
  const list = useInfiniteQuery({
    queryKey: [...key, sorts], meta: { kinds: KINDS }, initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => api.get("/{company}/customers/{id}/timeline", { id }, { sorts: sorts.length ? sorts.join(",") : undefined, limit: 12, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.next ?? undefined, placeholderData: (old) => old,
  });
  const entries = (list.data?.pages ?? []).flatMap((page) => page.items);
  const remove = async (one: Entry) => {
    try {
      await api.send("delete", "/{company}/customers/{id}/timeline/{exchange}", { id, exchange: one.id });
      await queries.invalidateQueries({ queryKey: key });
      done(t("crm:timeline.removed"));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <Panel title={t("crm:timeline.title")}>
      <Chip.Group multiple value={sorts} onChange={setSorts}>
        <Group gap={4} mb="sm" role="group" className="no-print" aria-label={t("crm:timeline.filter")}>
          {list.data?.pages[0]?.sorts.map((sort) => <Chip key={sort} value={sort} size="xs" variant="light">{t(`crm:timeline.sort.${sort}`)}</Chip>)}
        </Group>
      </Chip.Group>
      {writable && <Button variant="subtle" size="compact-sm" px={0} mb="xs" leftSection={<IconPlus size={14} />} onClick={() => setWriting(true)}>{t("crm:timeline.write")}</Button>}
      {list.isSuccess && entries.length === 0 && <Text fz="sm" c="dimmed">{t("crm:timeline.none")}</Text>}
      <Line bulletSize={22} lineWidth={1} active={-1} aria-label={t("crm:timeline.title")}>
        {entries.map((one) => <Moment key={`${one.sort}-${one.id}-${one.at}`} one={one} onRemove={writable ? remove : undefined} />)}
      </Line>
      {list.hasNextPage && <Button size="compact-sm" variant="subtle" mt="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("journal:older")}</Button>}
      {writing && <Dialog id={id} onClose={() => setWriting(false)} onDone={() => queries.invalidateQueries({ queryKey: key })} />}
    </Panel>
  );
}

function Moment({ one, onRemove }: { one: Entry; onRemove: ((one: Entry) => Promise<void>) | undefined }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const Icon = ICONS[one.sort] ?? IconHistory;
  const page = PAGES[one.sort];
  const credit = one.sort === "invoice" && (one.amount ?? 0) < 0;
  const name = one.sort === "change" ? commandLabel(one.command ?? "") : `${t(`crm:timeline.one.${credit ? "credit_note" : one.sort}`)} ${one.title}`;
  const state = credit ? "" : one.detail && STATES.includes(one.sort) ? t(`crm:timeline.state.${one.sort}.${one.detail}` as never) : one.detail;
  return (
    <Line.Item bullet={<Icon size={13} />} title={(
      <Group gap={4} wrap="nowrap" justify="space-between" align="flex-start">
        {page ? <Anchor component={Link} to={`/c/${company}/${page}/${one.id}`} fz="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{name}</Anchor> : <Text fz="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{name}</Text>}
        {one.kind === "exchange" && onRemove && <ActionIcon variant="subtle" color="gray" c="dimmed" size={24} aria-label={t("crm:timeline.remove", { name: one.title })} onClick={() => void onRemove(one)}><IconX size={13} /></ActionIcon>}
      </Group>
    )}>
      {(state || one.amount != null) && <Text fz="xs">{[state, one.amount != null && money(one.amount)].filter(Boolean).join(" · ")}</Text>}
      <Text fz="xs" c="dimmed" title={DAYS.includes(one.sort) ? date(one.at) : instant(one.at)}>{[one.by, DAYS.includes(one.sort) ? date(one.at) : ago(one.at, Date.now())].filter(Boolean).join(" · ")}</Text>
      {one.changes?.filter((change) => telling(change.field)).map((change) => (
        <Text key={change.field} fz="xs" mt={2}><Text span inherit c="dimmed">{fieldLabel("customer", change.field)}{t("form:why.colon")}</Text>{shownValue(change.before, "customer", change.field)} → {shownValue(change.after, "customer", change.field)}</Text>
      ))}
    </Line.Item>
  );
}
