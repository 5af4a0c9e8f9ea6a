/** Help from people: the telephone if the plan has one, one's exchanges with the desk, a new question. */
import { Anchor, Badge, Button, Group, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { IconArrowLeft, IconBulb, IconPhone, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import form from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { ago } from "@/lib/format";
import { failed } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { Talk } from "./Talk";
import { BEFORE_ONE, useSupport } from "./useSupport";
import look from "./support.module.css";

export default function SupportPage() {
  const { t } = useTranslation();
  const { id, company } = useParams();
  const support = useSupport();
  if (support.isPending) return <PageSkeleton />;
  if (support.isError) return <ErrorState problem={asProblem(support.error)} retry={() => void support.refetch()} />;
  const { items, line } = support.data;
  const asking = id === "new" || (!id && items.length === 0);
  return (
    <>
      <PageHead title={t("app:page.support")}>
        <Button variant="default" h={44} component={Link} to={`/c/${company}/suggestions`} leftSection={<IconBulb size={18} />}>{t("app:page.suggestions")}</Button>
        {!asking && <Button h={44} data-main-action component={Link} to={`/c/${company}/support/new`} state={{ from: `/c/${company}/support` }} leftSection={<IconPlus size={18} />}>{t("support:ask")}</Button>}
      </PageHead>
      <div className={form.page}>
        <div className={look.frame} data-open={(id && id !== "new") || undefined}>
          <nav aria-label={t("support:exchanges")}>
            {line ? <Phone line={line} /> : <Text fz="sm" c="dimmed" mb="md" data-no-phone>{t("support:no_phone", { plan: support.data.plan_label })}</Text>}
            {items.length > 0 && <ul className={look.threads}>{items.map((one) => <Row key={one.id} row={one} current={one.id === id} />)}</ul>}
          </nav>
          {asking ? <Ask /> : id ? <OneThread key={id} id={id} /> : <Text c="dimmed" fz="sm">{t("support:choose")}</Text>}
        </div>
      </div>
    </>
  );
}

function Phone({ line }: { line: Schemas["SupportLineOut"] }) {
  const { t } = useTranslation();
  return (
    <div className={look.phone} data-phone>
      <Text fz="sm" fw={550}>{t("support:by_phone")}</Text>
      <Anchor href={`tel:${line.phone.replace(/[^\d+]/g, "")}`} className={look.phoneNumber}><IconPhone size={18} aria-hidden />{line.phone}</Anchor>
      <Text fz="sm" c="dimmed">{line.hours}</Text>
    </div>
  );
}

function Row({ row, current }: { row: Schemas["ThreadRow"]; current: boolean }) {
  const { t } = useTranslation();
  const { company } = useParams();
  return (
    <li>
      <Link className={look.thread} to={`/c/${company}/support/${row.id}`} aria-current={current || undefined}>
        <span className={look.threadTitle}><span>{row.subject}</span>{row.unread_by_person > 0 && <Badge size="sm" circle aria-label={t("support:unread", { count: row.unread_by_person })}>{row.unread_by_person}</Badge>}</span>
        <span className={look.threadText}>{row.last_text}</span>
        <span className={look.threadText}>{ago(row.last_at, Date.now())}{row.state === "closed" ? ` · ${t("support:closed")}` : ""}</span>
      </Link>
    </li>
  );
}

function OneThread({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const key = [api.company, "support-thread", id];
  const thread = useQuery({ queryKey: key, refetchInterval: BEFORE_ONE, queryFn: ({ signal }) => api.get("/{company}/support/{thread}", { thread: id }, undefined, signal) });
  const keep = (out: Schemas["ThreadOut"]) => {
    queries.setQueryData(key, out);
    return queries.invalidateQueries({ queryKey: [api.company, "support"] });
  };
  if (thread.isPending) return <PageSkeleton />;
  if (thread.isError) return <ErrorState problem={asProblem(thread.error)} retry={() => void thread.refetch()} />;
  return (
    <div>
      <Anchor component={Link} to={`/c/${api.company}/support`} className={form.back} hiddenFrom="md"><IconArrowLeft size={14} aria-hidden />{t("support:exchanges")}</Anchor>
      <Talk thread={thread.data} side="person"
        onSend={async (text) => keep(await api.send("post", "/{company}/support/{thread}", { thread: id }, { text }))}
        onSeen={(seen) => void api.send("put", "/{company}/support/{thread}", { thread: id }, { seen }).then(keep).catch(failed)} />
    </div>
  );
}

function Ask() {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const from = (useLocation().state as { from?: string } | null)?.from ?? "";
  const [subject, setSubject] = useState("");
  const [text, setText] = useState("");
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const made = await api.send("post", "/{company}/support", {}, { subject, text, page: from });
    await queries.invalidateQueries({ queryKey: [api.company, "support"] });
    await navigate(`/c/${api.company}/support/${made.id}`);
  });
  const refusal = banner(["subject", "text"]);
  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }} className={look.talk}>
      <Title order={2} fz="lg" mb={4}>{t("support:ask_title")}</Title>
      <Text fz="sm" c="dimmed" mb="md">{t("support:ask_hint")} <Anchor component={Link} to={`/c/${api.company}/help`} fz="inherit" underline="always">{t("support:ask_help")}</Anchor></Text>
      <Stack gap="sm">
        {refusal && <ProblemBanner problem={refusal} />}
        <TextInput name="subject" label={t("support:field.subject")} required maxLength={150} value={subject} onChange={(e) => setSubject(e.currentTarget.value)} error={errors["subject"]} />
        <Textarea name="text" label={t("support:field.text")} required autosize minRows={4} maxRows={14} maxLength={4000} value={text} onChange={(e) => setText(e.currentTarget.value)} error={errors["text"]} />
        <Group justify="flex-end"><Button type="submit" h={44} data-main-action loading={busy} disabled={!subject.trim() || !text.trim()}>{t("support:send")}</Button></Group>
      </Stack>
    </form>
  );
}
