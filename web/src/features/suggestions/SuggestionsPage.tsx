/** What users would like: propose, vote once, comment; what is planned and done. */
import { Anchor, Badge, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea, TextInput, Title, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowLeft, IconBulb, IconChevronUp, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import form from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { Empty, ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import look from "@/features/support/support.module.css";
import { ago } from "@/lib/format";
import { failed } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

const STATES = ["open", "planned", "done"] as const;
const TONES = { open: "gray", planned: "blue", done: "green", declined: "gray" } as const;
type Row = Schemas["SuggestionRow"];
type One = Schemas["SuggestionOut"];

export default function SuggestionsPage() {
  const { id } = useParams();
  return id ? <Suggestion id={id} /> : <Suggestions />;
}

function useVote() {
  const api = useApi();
  const queries = useQueryClient();
  return async (one: Pick<Row, "id" | "voted">) => {
    try {
      const named = { suggestion: one.id };
      const out = await (one.voted ? api.send("delete", "/{company}/suggestions/{suggestion}/vote", named) : api.send("put", "/{company}/suggestions/{suggestion}/vote", named));
      queries.setQueryData([api.company, "suggestion", one.id], out);
      await queries.invalidateQueries({ queryKey: [api.company, "suggestions"] });
    } catch (error) {
      failed(error);
    }
  };
}

function Vote({ one }: { one: Pick<Row, "id" | "voted" | "votes" | "title"> }) {
  const { t } = useTranslation();
  const vote = useVote();
  const [wanted, want] = useState<boolean>(); // shown at once, until the server has said
  const voted = wanted ?? one.voted;
  const votes = one.votes + Number(voted) - Number(one.voted);
  return (
    <UnstyledButton className={look.vote!} aria-pressed={voted} onClick={() => { if (wanted === undefined) { want(!one.voted); void vote(one).finally(() => want(undefined)); } }}>
      <IconChevronUp size={18} aria-hidden /><span>{votes}</span><span className="visually-hidden">{t("support:vote_for", { title: one.title })}</span>
    </UnstyledButton>
  );
}

function Suggestions() {
  const { t } = useTranslation();
  const api = useApi();
  const [search, setSearch] = useSearchParams();
  const state = search.get("state") ?? "open";
  const [q, setQ] = useState("");
  const [typed] = useDebouncedValue(q.trim(), 200);
  const [proposing, propose] = useState(false);
  const where = JSON.stringify({ field: "state", op: "in", value: [state] });
  const list = useQuery({ queryKey: [api.company, "suggestions", state, typed], placeholderData: keepPreviousData, queryFn: ({ signal }) => api.get("/{company}/suggestions", {}, { where, q: typed || undefined, limit: 100 }, signal) });
  return (
    <>
      <PageHead title={t("app:page.suggestions")} count={list.data?.count}><MainAction leftSection={<IconPlus size={18} />} onClick={() => propose(true)}>{t("support:propose")}</MainAction></PageHead>
      <div className={form.page} aria-busy={list.isPending}>
        <Group mb="sm">
          <SegmentedControl size="sm" value={state} onChange={(value) => setSearch(value === "open" ? {} : { state: value }, { replace: true })} aria-label={t("support:field.state")} data={STATES.map((value) => ({ value, label: t(`support:state.${value}`) }))} />
          <TextInput value={q} onChange={(e) => setQ(e.currentTarget.value)} aria-label={t("support:search_ideas")} placeholder={t("support:search_ideas")} w={280} maw="100%" />
        </Group>
        {list.isError && <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />}
        {list.data?.items.length === 0 && <Empty icon={IconBulb} title={t("support:no_idea")} action={<Button variant="default" onClick={() => propose(true)}>{t("support:propose")}</Button>}>{t("support:no_idea_hint")}</Empty>}
        <ul className={look.ideas}>
          {(list.data?.items ?? []).map((one) => (
            <li key={one.id} className={look.idea} data-idea={one.id}>
              <Vote one={one} />
              <div style={{ minWidth: 0 }}>
                <Link className={look.ideaTitle} to={`/c/${api.company}/suggestions/${one.id}`}>{one.title}</Link>
                {one.text && <Text fz="sm" lineClamp={2} style={{ whiteSpace: "pre-wrap" }}>{one.text}</Text>}
                <Text fz="sm" c="dimmed">{ago(one.at, Date.now())} · {t("support:comments", { count: one.comments })}{one.mine ? ` · ${t("support:yours")}` : ""}</Text>
                {one.answer && <Text fz="sm" mt={4}><b>{t("support:our_answer")}</b> {one.answer}</Text>}
              </div>
            </li>
          ))}
        </ul>
      </div>
      {proposing && <Propose onClose={() => propose(false)} />}
    </>
  );
}

/** While one types, what is already proposed shows: a vote there weighs more than a second idea. */
function Propose({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [typed] = useDebouncedValue(title.trim(), 250);
  const like = useQuery({ queryKey: [api.company, "suggestions", "like", typed], enabled: typed.length >= 4, placeholderData: keepPreviousData, queryFn: ({ signal }) => api.get("/{company}/suggestions", {}, { q: typed, limit: 3 }, signal) });
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const made = await api.send("post", "/{company}/suggestions", {}, { title, text });
    await queries.invalidateQueries({ queryKey: [api.company, "suggestions"] });
    onClose();
    await navigate(`/c/${api.company}/suggestions/${made.id}`);
  });
  const refusal = banner(["title", "text"]);
  return (
    <Modal opened onClose={onClose} size="lg" title={t("support:propose")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Stack gap="sm">
          {refusal && <ProblemBanner problem={refusal} />}
          <TextInput name="title" label={t("support:field.title")} required data-autofocus maxLength={150} value={title} onChange={(e) => setTitle(e.currentTarget.value)} error={errors["title"]} />
          {typed.length >= 4 && !!like.data?.items.length && (
            <Text fz="sm" component="div"><b>{t("support:alike")}</b>{like.data.items.map((one) => <div key={one.id}><Anchor component={Link} to={`/c/${api.company}/suggestions/${one.id}`} fz="sm" onClick={onClose}>{one.title}</Anchor></div>)}</Text>
          )}
          <Textarea name="text" label={t("support:field.why")} autosize minRows={3} maxRows={12} maxLength={4000} value={text} onChange={(e) => setText(e.currentTarget.value)} error={errors["text"]} />
          <Group justify="flex-end" gap="xs"><Button variant="default" h={44} onClick={onClose}>{t("app:action.cancel")}</Button><Button type="submit" h={44} data-main-action loading={busy} disabled={title.trim().length < 3}>{t("support:propose_send")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Suggestion({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const one = useQuery({ queryKey: [api.company, "suggestion", id], queryFn: ({ signal }) => api.get("/{company}/suggestions/{suggestion}", { suggestion: id }, undefined, signal) });
  if (one.isPending) return <PageSkeleton />;
  if (one.isError) return <ErrorState problem={asProblem(one.error)} retry={() => void one.refetch()} />;
  const idea = one.data;
  return (
    <>
      <PageHead title={idea.title} />
      <div className={form.page}>
        <Anchor component={Link} to={`/c/${api.company}/suggestions`} className={form.back}><IconArrowLeft size={14} aria-hidden />{t("app:page.suggestions")}</Anchor>
        <Group align="flex-start" wrap="nowrap" mt="sm" maw={860}>
          <Vote one={idea} />
          <div style={{ minWidth: 0 }}>
            <Group gap="xs"><Badge variant="light" color={TONES[idea.state]} tt="none">{t(`support:state.${idea.state}`)}</Badge><Text fz="sm" c="dimmed">{idea.author || t("support:an_estate")} · {ago(idea.at, Date.now())}</Text></Group>
            {idea.text && <Text mt="xs" style={{ whiteSpace: "pre-wrap" }}>{idea.text}</Text>}
            {idea.answer && <Text mt="sm"><b>{t("support:our_answer")}</b> {idea.answer}</Text>}
          </div>
        </Group>
        <Comments idea={idea} />
      </div>
    </>
  );
}

function Comments({ idea }: { idea: One }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const { submit, busy, problem } = useSubmit(async () => {
    queries.setQueryData([api.company, "suggestion", idea.id], await api.send("post", "/{company}/suggestions/{suggestion}", { suggestion: idea.id }, { text: text.trim() }));
    setText("");
  });
  const by = (one: One["comments"][number]) => one.name || t(one.by === "platform" ? "support:desk" : "support:an_estate");
  return (
    <section style={{ maxWidth: 860, marginTop: 24 }}>
      <Title order={2} fz="md">{t("support:comments", { count: idea.comments.length })}</Title>
      {idea.comments.map((one, i) => <div key={i} style={{ padding: "10px 0", borderTop: "1px solid var(--c-line)" }}><Text style={{ whiteSpace: "pre-wrap" }}>{one.text}</Text><Text fz="sm" c="dimmed">{by(one)} · {ago(one.at, Date.now())}</Text></div>)}
      {problem && <ProblemBanner problem={problem} />}
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Textarea mt="sm" name="comment" aria-label={t("support:comment")} placeholder={t("support:comment")} autosize minRows={2} maxLength={2000} value={text} onChange={(e) => setText(e.currentTarget.value)} />
        <Group justify="flex-end" mt="xs"><Button type="submit" variant="default" h={44} loading={busy} disabled={!text.trim()}>{t("support:comment_send")}</Button></Group>
      </form>
    </section>
  );
}
