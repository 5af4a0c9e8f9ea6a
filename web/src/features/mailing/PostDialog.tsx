/** Documents about to leave by post: to which address, how many pages, at what cost; nothing leaves before it is said. */
import "@/i18n/late/posts";
import { Alert, Anchor, Button, Group, List, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useApi, type Api, type Schemas } from "@/api/client";
import { asProblem, sentenceFor } from "@/api/problem";
import { MainAction } from "@/components/MainAction";
import { ErrorState, ProblemBanner } from "@/components/states";
import { each } from "@/lib/each";
import { money } from "@/lib/format";
import { done, refused } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { SentKind } from "./words";

interface Wanted {
  kind: SentKind;
  id: string;
  number: string;
}
interface Props {
  documents: Wanted[];
  onClose: (sent: boolean) => void;
}
type Preview = Schemas["LetterPreviewOut"];
type Shown = Wanted & { letter: Preview };

/** Each document printed and its address judged; one that may not be seen counts as refused. */
async function previews(api: Api, documents: Wanted[], signal: AbortSignal): Promise<Shown[]> {
  const found: Shown[] = [];
  for (const one of documents) found.push({ ...one, letter: await api.get("/{company}/letters", {}, { kind: one.kind, id: one.id }, signal) });
  return found;
}

export function PostDialog({ documents, onClose }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const query = useQuery({ queryKey: [api.company, "letters", documents.map((one) => one.id)], staleTime: 0, gcTime: 0, queryFn: ({ signal }) => previews(api, documents, signal) });
  return (
    <Modal opened onClose={() => onClose(false)} title={t("mailing:post")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      {query.isError ? <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} /> : query.data ? <Letters shown={query.data} onClose={onClose} /> : <Skeleton h={200} />}
    </Modal>
  );
}

function Letters({ shown, onClose }: { shown: Shown[]; onClose: Props["onClose"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const good = shown.filter((one) => !one.letter.faults.length);
  const bad = shown.filter((one) => one.letter.faults.length);
  const cost = good.reduce((sum, one) => sum + one.letter.cost, 0);
  const pages = good.reduce((sum, one) => sum + one.letter.pages, 0);
  const connected = shown.every((one) => one.letter.connected);
  const [count, setCount] = useState(0);
  const { submit, busy, problem } = useSubmit(async () => {
    const out = await each(good, (one) => api.send("post", "/{company}/letters", {}, { kind: one.kind, id: one.id }), setCount);
    if (out.good.length) done(t("posts:leaving", { count: out.good.length }));
    if (out.bad.length) refused(t("list:some_refused", { count: out.bad.length }), out.bad.map(({ row, problem: why }) => `${row.number} : ${why.message}`));
    await queries.invalidateQueries({ queryKey: [api.company, "messages"] });
    onClose(true);
  });
  const only = shown.length === 1 ? shown[0]! : null;
  return (
    <Stack>
      {!connected && <Alert color="amber" icon={<IconPlugConnectedX size={18} />}>{t("posts:not_connected")} <Anchor component={Link} to={`/c/${api.company}/postal`}>{t("app:page.postal")}</Anchor></Alert>}
      {bad.length > 0 && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t("posts:bad", { count: bad.length })}>
          <List size="sm">{bad.flatMap((one) => one.letter.faults.map((fault) => <List.Item key={one.id + fault.field}>{only ? "" : `${one.number} · `}{sentenceFor(fault.rule, fault.detail)}</List.Item>))}</List>
        </Alert>
      )}
      {only && good.length === 1 && (
        <address aria-label={t("posts:address")} style={{ fontStyle: "normal", lineHeight: 1.5 }}>
          {only.letter.lines.map((line, at) => line && <div key={at}>{line}</div>)}{only.letter.country !== "FR" && <div>{only.letter.country}</div>}
        </address>
      )}
      {good.length > 0 && <Text fz="sm">{t("posts:pages", { count: pages })} · {t("posts:letters", { count: good.length })} · <strong>{t("posts:cost", { amount: money(cost) })}</strong></Text>}
      {good.length > 0 && <Text fz="xs" c="dimmed">{t("posts:cost_hint")}</Text>}
      {problem && <ProblemBanner problem={problem} />}
      <Group justify="flex-end">
        <Button variant="default" h={44} onClick={() => onClose(false)}>{t("app:action.cancel")}</Button>
        <MainAction loading={busy} disabled={!connected || !good.length} onClick={() => void submit()}>{busy && count ? t("posts:sending", { done: count, of: good.length }) : t("posts:send", { amount: money(cost) })}</MainAction>
      </Group>
    </Stack>
  );
}
