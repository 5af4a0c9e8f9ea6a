/** Who changed what, when, from what to what, on one record; newest first. */
import "@/i18n/late/journal";
import { Button, Text, Timeline } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import { ago, instant } from "@/lib/format";
import { actorLabel, commandLabel, fieldLabel, shownValue, telling } from "@/features/journal/words";

interface Props {
  kind: string;
  /** every record of the kind when left out */
  id?: string;
  /** refetched when it grows */
  version: number;
}

export function History({ kind, id, version }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const allowed = useCan()("history:read");
  const list = useInfiniteQuery({
    queryKey: [api.company, "history", kind, id, version], enabled: allowed, initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => api.get("/{company}/history", {}, { kind, id, limit: 20, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.next ?? undefined, placeholderData: (old) => old,
  });
  if (!allowed) return <Text fz="sm" c="dimmed">{t("journal:no_right")}</Text>;
  const groups = grouped((list.data?.pages ?? []).flatMap((page) => page.items));
  return (
    <>
      <Timeline bulletSize={10} lineWidth={1} active={-1}>
        {groups.map((group) => (
          <Timeline.Item key={group.key} title={<Text fz="sm" fw={550}>{commandLabel(group.command)}</Text>}>
            <Text fz="xs" c="dimmed" title={instant(group.at)}>{group.actor} · {ago(group.at, Date.now())}</Text>
            {group.changes.map((change) => (
              <Text key={change.field} fz="xs" mt={2}><Text span inherit c="dimmed">{fieldLabel(kind, change.field)}{t("form:why.colon")}</Text>{shownValue(change.before, kind, change.field)} → {shownValue(change.after, kind, change.field)}</Text>
            ))}
          </Timeline.Item>
        ))}
      </Timeline>
      {list.hasNextPage && <Button size="compact-sm" variant="subtle" mt="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("journal:older")}</Button>}
    </>
  );
}

type Row = Schemas["HistoryRow"];

interface Group {
  key: string;
  at: string;
  actor: string;
  command: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

function grouped(rows: Row[]): Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const key = `${row.at} ${row.command}`;
    let group = groups.find((one) => one.key === key);
    if (!group) groups.push((group = { key, at: row.at, actor: actorLabel(row.actor), command: row.command, changes: [] }));
    if (row.field && telling(row.field)) group.changes.push({ field: row.field, before: row.before, after: row.after });
  }
  return groups;
}
