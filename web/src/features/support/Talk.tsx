/** A thread of the chat, as either side sees it: messages in order, who, when, from which page; the box to answer. */
import { Anchor, Badge, Button, Group, Text, Textarea, Title } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "@/api/client";
import { ProblemBanner } from "@/components/states";
import { ago, instant } from "@/lib/format";
import { useSubmit } from "@/lib/useSubmit";
import look from "./support.module.css";

type Thread = Schemas["ThreadOut"];

interface Props {
  thread: Thread;
  side: "person" | "support";
  onSend: (text: string) => Promise<unknown>;
  /** the other side's messages on the screen have been seen */
  onSeen: (count: number) => void;
  actions?: ReactNode;
}

export function Talk({ thread, side, onSend, onSeen, actions }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const end = useRef<HTMLDivElement>(null);
  const seen = useRef(onSeen);
  seen.current = onSeen;
  const count = thread.messages.length;
  const { submit, busy, problem } = useSubmit(async () => {
    await onSend(text.trim());
    setText("");
  });
  useEffect(() => {
    if (thread.unread > 0) seen.current(count);
    end.current?.scrollIntoView({ block: "nearest" });
  }, [thread.id, thread.unread, count]);
  return (
    <section className={look.talk} aria-label={thread.subject}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2} fz="lg">{thread.subject}</Title>
          <Text fz="sm" c="dimmed">{side === "support" ? `${thread.person_name} · ${thread.company_name}` : t("support:opened", { when: instant(thread.opened_at) })}</Text>
        </div>
        <Group gap="xs" wrap="nowrap">{thread.state === "closed" && <Badge variant="light" color="gray" tt="none">{t("support:closed")}</Badge>}{actions}</Group>
      </Group>
      <ol className={look.messages} aria-live="polite">
        {thread.messages.map((one, i) => (
          <li key={i} className={look.message} data-mine={one.side === side || undefined} data-side={one.side}>
            <div className={look.bubble}>{one.text}</div>
            <div className={look.by}>
              <span title={instant(one.at)}>{one.name}{one.side === "support" && side === "person" ? ` (${t("support:desk")})` : ""} · {ago(one.at, Date.now())}</span>
              {one.by_mail && <> · {t("support:by_mail")}</>}
              {one.page && <> · {side === "person" ? <Anchor component={Link} to={one.page} fz="inherit" underline="always">{t("support:from_page")}</Anchor> : one.page}</>}
            </div>
          </li>
        ))}
      </ol>
      <div ref={end} />
      {problem && <ProblemBanner problem={problem} />}
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Textarea name="message" aria-label={t("support:message")} placeholder={t("support:message_placeholder")} autosize minRows={2} maxRows={10} maxLength={4000} value={text} onChange={(e) => setText(e.currentTarget.value)}
          onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim()) { event.preventDefault(); void submit(); } }} />
        <Group justify="flex-end" mt="xs"><Button type="submit" h={44} data-main-action loading={busy} disabled={!text.trim()}>{t("support:send")}</Button></Group>
      </form>
    </section>
  );
}
