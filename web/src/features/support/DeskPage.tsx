/** The platform's desk: questions of every company, suggestions to judge. Only for its own people. */
import { Badge, Button, Group, Select, Stack, Tabs, Text, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { personApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useMe } from "@/app/session";
import { ErrorState, NoRight, PageSkeleton } from "@/components/states";
import form from "@/components/form/form.module.css";
import { ago } from "@/lib/format";
import { done, failed } from "@/lib/toast";
import { useTitle } from "@/lib/title";
import { Talk } from "./Talk";
import look from "./support.module.css";

const OFTEN = 4000;

export default function DeskPage() {
  const { t } = useTranslation();
  const staff = useMe().data?.staff;
  useTitle(t("support:desk_title"));
  if (!staff) return <NoRight />;
  return (
    <main className={form.page} style={{ margin: "0 auto" }}>
      <h1 className={form.title}>{t("support:desk_title")}</h1>
      <Tabs defaultValue="threads" mt="md" keepMounted={false}>
        <Tabs.List><Tabs.Tab value="threads">{t("support:exchanges")}</Tabs.Tab><Tabs.Tab value="suggestions">{t("app:page.suggestions")}</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="threads" pt="md"><Threads /></Tabs.Panel>
        <Tabs.Panel value="suggestions" pt="md"><Judge /></Tabs.Panel>
      </Tabs>
    </main>
  );
}

function Threads() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const id = search.get("thread");
  const [q, setQ] = useState("");
  const [typed] = useDebouncedValue(q.trim(), 200);
  const list = useQuery({ queryKey: ["desk", typed], refetchInterval: OFTEN, placeholderData: keepPreviousData, queryFn: ({ signal }) => personApi.get("/platform/support", {}, { q: typed || undefined, sort: typed ? undefined : "-last_at" }, signal) });
  if (list.isPending) return <PageSkeleton />;
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  return (
    <div className={look.frame}>
      <div>
        <TextInput mb="sm" value={q} onChange={(e) => setQ(e.currentTarget.value)} aria-label={t("support:search")} placeholder={t("support:search")} />
        <ul className={look.threads}>
          {list.data.items.map((one) => (
            <li key={one.id}>
              <UnstyledButton className={look.thread!} aria-current={one.id === id || undefined} onClick={() => setSearch({ thread: one.id })}>
                <span className={look.threadTitle}><span>{one.subject}</span>{one.unread_by_support > 0 && <Badge size="sm" circle aria-label={t("support:unread", { count: one.unread_by_support })}>{one.unread_by_support}</Badge>}</span>
                <span className={look.threadText}>{one.person_name} · {one.company_name}</span>
                <span className={look.threadText}>{ago(one.last_at, Date.now())}{one.state === "closed" ? ` · ${t("support:closed")}` : ""}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
      {id ? <Thread key={id} id={id} /> : <Text c="dimmed" fz="sm">{t("support:choose")}</Text>}
    </div>
  );
}

function Thread({ id }: { id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = ["desk-thread", id];
  const thread = useQuery({ queryKey: key, refetchInterval: OFTEN, queryFn: ({ signal }) => personApi.get("/platform/support/{thread}", { thread: id }, undefined, signal) });
  const keep = (out: Schemas["ThreadOut"]) => {
    queries.setQueryData(key, out);
    return queries.invalidateQueries({ queryKey: ["desk"] });
  };
  const put = (body: Schemas["DeskIn"]) => personApi.send("put", "/platform/support/{thread}", { thread: id }, body).then(keep).catch(failed);
  if (thread.isPending) return <PageSkeleton />;
  if (thread.isError) return <ErrorState problem={asProblem(thread.error)} retry={() => void thread.refetch()} />;
  const closed = thread.data.state === "closed";
  return (
    <Talk thread={thread.data} side="support" onSeen={(seen) => void put({ seen })}
      onSend={async (text) => keep(await personApi.send("post", "/platform/support/{thread}", { thread: id }, { text }))}
      actions={<Button size="compact-sm" variant="default" onClick={() => void put({ state: closed ? "open" : "closed" })}>{t(closed ? "support:reopen" : "support:close")}</Button>} />
  );
}

const STATES = ["open", "planned", "done", "declined"] as const;

function Judge() {
  const list = useQuery({ queryKey: ["desk-suggestions"], queryFn: ({ signal }) => personApi.get("/platform/suggestions", {}, { limit: 100 }, signal) });
  if (list.isPending) return <PageSkeleton />;
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  return <ul className={look.ideas}>{list.data.items.map((one) => <Idea key={one.id} idea={one} />)}</ul>;
}

function Idea({ idea }: { idea: Schemas["SuggestionRow"] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [state, setState] = useState<(typeof STATES)[number]>(idea.state);
  const [answer, setAnswer] = useState(idea.answer);
  const save = async () => {
    try {
      await personApi.send("put", "/platform/suggestions/{suggestion}", { suggestion: idea.id }, { state, answer });
      await queries.invalidateQueries({ queryKey: ["desk-suggestions"] });
      done(t("form:saved"));
    } catch (error) {
      failed(error);
    }
  };
  return (
    <li className={look.idea}>
      <Text fw={650} w={40} ta="center" className="num" aria-label={t("support:votes", { count: idea.votes })}>{idea.votes}</Text>
      <Stack gap="xs" flex={1}>
        <div><Text fw={550}>{idea.title}</Text><Text fz="sm" style={{ whiteSpace: "pre-wrap" }}>{idea.text}</Text></div>
        <Group align="flex-end">
          <Select w={160} label={t("support:field.state")} allowDeselect={false} value={state} onChange={(value) => setState(value as typeof state)} data={STATES.map((value) => ({ value, label: t(`support:state.${value}`) }))} />
          <Textarea flex={1} label={t("support:field.answer")} autosize minRows={1} value={answer} onChange={(e) => setAnswer(e.currentTarget.value)} />
          <Button variant="default" disabled={state === idea.state && answer === idea.answer} onClick={() => void save()}>{t("form:save")}</Button>
        </Group>
      </Stack>
    </li>
  );
}
