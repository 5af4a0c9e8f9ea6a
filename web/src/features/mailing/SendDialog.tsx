/** A document about to leave: to whom, with which words; all of it can be changed for this once. */
import { Alert, Button, Group, Modal, Skeleton, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { IconMailOff, IconPaperclip } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem, sentenceFor } from "@/api/problem";
import { MainAction } from "@/components/MainAction";
import { ErrorState, ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { SentKind } from "./words";

interface Props {
  kind: SentKind;
  id: string;
  onClose: () => void;
}

export function SendDialog({ kind, id, onClose }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({
    queryKey: [api.company, "sending", kind, id], staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => api.get("/{company}/sendings", {}, { kind, id }, signal),
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t("mailing:send")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      {query.isError ? <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />
        : query.data ? <Letter kind={kind} id={id} letter={query.data} onClose={onClose} /> : <Skeleton h={320} />}
    </Modal>
  );
}

function Letter({ kind, id, letter, onClose }: Props & { letter: Schemas["LetterOut"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [to, setTo] = useState(letter.to);
  const [cc, setCc] = useState(letter.cc);
  const [subject, setSubject] = useState(letter.subject);
  const [text, setText] = useState(letter.text);
  const { submit, busy, errors, banner } = useSubmit(async () => {
    const changed = { ...(subject !== letter.subject ? { subject } : {}), ...(text !== letter.text ? { text } : {}) };
    const sent = await api.send("post", "/{company}/sendings", {}, { kind, id, to, cc, ...changed });
    done(t("mailing:leaving", { to: sent.to.join(", ") }));
    await queries.invalidateQueries({ queryKey: [api.company, "messages"] });
    onClose();
  });
  const error = (name: string) => Object.entries(errors).find(([field]) => field === name || field.startsWith(`${name}.`))?.[1];
  const refusal = banner(["to", "cc", "subject", "text"]);
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Stack>
        {refusal && <ProblemBanner problem={refusal} />}
        {letter.stopped.length > 0 && <Alert color="amber" icon={<IconMailOff size={18} />}>{t("mailing:stopped", { addresses: letter.stopped.join(", ") })}</Alert>}
        <TagsInput label={t("mailing:field.to")} value={to} onChange={setTo} error={error("to") ?? (!to.length && letter.problem ? sentenceFor("to", letter.problem) : undefined)} acceptValueOnBlur />
        <TagsInput label={t("mailing:field.cc")} value={cc} onChange={setCc} error={error("cc")} acceptValueOnBlur />
        <TextInput label={t("mailing:field.subject")} value={subject} maxLength={200} onChange={(event) => setSubject(event.currentTarget.value)} error={error("subject")} />
        <Textarea label={t("mailing:field.text")} value={text} autosize minRows={6} maxRows={14} maxLength={10_000} onChange={(event) => setText(event.currentTarget.value)} error={error("text")} />
        <Group gap={6}><IconPaperclip size={16} aria-hidden /><Text fz="sm">{letter.attachment_name}</Text></Group>
        <Group justify="flex-end">
          <Button variant="default" h={44} onClick={onClose}>{t("app:action.cancel")}</Button>
          <MainAction type="submit" loading={busy} disabled={!to.length}>{t("mailing:send_now")}</MainAction>
        </Group>
      </Stack>
    </form>
  );
}
