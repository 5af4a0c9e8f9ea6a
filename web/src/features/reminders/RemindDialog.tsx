/** What would be sent, letter by letter; one click sends it all, and each line says what became of it. */
import "@/i18n/late/reminders";
import { Accordion, Badge, Button, Group, Modal, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { MainAction } from "@/components/MainAction";
import { ErrorState, ProblemBanner } from "@/components/states";
import { money } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";

export interface ReminderChoice {
  id: string;
  number: string;
  customer: string;
}

type Reminded = Schemas["RemindedOut"];
/** So many at once: each is an e-mail of its own. */
const AT_ONCE = 40;
const LOOKED_AT = 40;

export function RemindDialog({ chosen, onClose }: { chosen: ReminderChoice[]; onClose: (sent: boolean) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [results, setResults] = useState<Record<string, Reminded>>({});
  const answered = Object.keys(results).length;
  const seen = useQuery({
    queryKey: [api.company, "reminders", "preview", chosen.map((one) => one.id)], staleTime: 0, gcTime: 0,
    queryFn: () => api.send("post", "/{company}/reminders", {}, { ids: chosen.slice(0, LOOKED_AT).map((one) => one.id), to: "sent", preview: true }),
  });
  const { submit, busy, problem } = useSubmit(async () => {
    const all: Record<string, Reminded> = {};
    for (let at = 0; at < chosen.length; at += AT_ONCE) {
      const out = await api.send("post", "/{company}/reminders", {}, { ids: chosen.slice(at, at + AT_ONCE).map((one) => one.id), to: "sent" });
      for (const one of out.items) all[one.id] = one;
      setResults({ ...all });
    }
    const left = Object.values(all).filter((one) => one.state === "sent").length;
    done(t("reminders:sent", { count: left }));
    await queries.invalidateQueries({ queryKey: [api.company] });
    if (left === chosen.length) onClose(true);
  });
  const finished = answered === chosen.length;
  return (
    <Modal opened onClose={() => onClose(answered > 0)} size="xl" title={t("reminders:preview", { count: chosen.length })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack>
        {problem && <ProblemBanner problem={problem} />}
        {busy && <Progress value={(100 * answered) / chosen.length} aria-label={t("list:progress", { done: answered, of: chosen.length })} />}
        {seen.isError ? <ErrorState problem={asProblem(seen.error)} retry={() => void seen.refetch()} /> : !seen.data ? <Skeleton h={240} /> : (
          <Accordion variant="separated">
            {seen.data.items.map((one) => <Line key={one.id} one={results[one.id] ?? one} shown={one} who={chosen.find((other) => other.id === one.id)!} />)}
          </Accordion>
        )}
        {chosen.length > LOOKED_AT && <Text fz="sm" c="dimmed">{t("reminders:not_shown", { count: chosen.length - LOOKED_AT })}</Text>}
        <Group justify="flex-end">
          <Button variant="default" h={44} onClick={() => onClose(answered > 0)}>{t(finished ? "app:action.close" : "app:action.cancel")}</Button>
          {!finished && <MainAction loading={busy} disabled={!seen.data} onClick={() => void submit()}>{t("reminders:send_all", { count: chosen.length })}</MainAction>}
        </Group>
      </Stack>
    </Modal>
  );
}

function Line({ one, shown, who }: { one: Reminded; shown: Reminded; who: ReminderChoice }) {
  const { t } = useTranslation();
  const claimed = shown.fee + shown.interest;
  return (
    <Accordion.Item value={one.id}>
      <Accordion.Control>
        <Group gap="xs"><Text fz="sm" fw={550}>{who.number} · {who.customer}</Text>
          {one.problem ? <Badge color="red" variant="light">{t("reminders:refused")}</Badge> : one.state !== "pending" && <Badge variant="light" color={one.state === "sent" ? "green" : "gray"}>{t(`reminders:state.${one.state}`)}</Badge>}
          {claimed > 0 && <Text fz="sm" c="dimmed">{t("reminders:claimed", { fee: money(shown.fee, shown.currency), interest: money(shown.interest, shown.currency) })}</Text>}
        </Group>
        <Text fz="xs" c={one.problem ? "red" : "dimmed"}>{one.problem || shown.recipients.join(", ")}</Text>
      </Accordion.Control>
      <Accordion.Panel><Text fz="sm" fw={550}>{shown.subject}</Text><Text fz="sm" mt="xs" style={{ whiteSpace: "pre-line" }}>{shown.text}</Text></Accordion.Panel>
    </Accordion.Item>
  );
}
