/** What the registers said of a customer's numbers: each with its state, its date and its proof; asked again on demand. */
import "@/i18n/late/registers";
import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import type { Tone } from "@/components/list/types";
import { Panel } from "@/components/record/Panel";
import { date, instant } from "@/lib/format";
import { done, failed } from "@/lib/toast";

type Checks = Schemas["ChecksOut"];
const TONES: Record<string, Tone> = { valid: "green", invalid: "red", unavailable: "gray" };

export function Registers({ id, version }: { id: string; version: number }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("crm:write");
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  const key = [api.company, "checks", id, version];
  const { data } = useQuery<Checks>({
    queryKey: key, meta: { kinds: ["register_findings"] }, placeholderData: (old) => old,
    queryFn: ({ signal }) => api.get("/{company}/customers/{id}/checks", { id }, undefined, signal),
  });
  if (!data || !(data.findings.length + data.unchecked.length + data.items.length)) return null;
  const check = async () => {
    setAsking(true);
    try {
      await api.send("post", "/{company}/customers/{id}/checks", { id }, {});
      await queries.invalidateQueries({ queryKey: key });
      done(t("registers:checked"));
    } catch (error) {
      failed(error);
    } finally {
      setAsking(false);
    }
  };
  return (
    <Panel title={t("registers:title")}>
      <Stack gap="sm" data-panel="registers">
        {data.findings.map((one) => <Finding key={one.subject + one.number} finding={one} />)}
        {data.unchecked.map((one) => (
          <Group key={one} justify="space-between" wrap="nowrap"><Text fz="sm">{t(`registers:subject.${one}`)}</Text><Text fz="sm" c="dimmed">{t("registers:never")}</Text></Group>
        ))}
        {sources(data).map((one) => (
          <Text key={one.key} fz="xs" c="dimmed">{t("registers:filled", { source: t(`registers:source.${one.source}`), when: date(one.at), fields: one.fields.map((name) => t(`registers:field.${name.replace(".", "_")}`)).join(", ") })}</Text>
        ))}
        <Group justify="space-between">
          {writable && <Button size="compact-sm" variant="default" leftSection={<IconRefresh size={14} />} loading={asking} onClick={() => void check()}>{t("registers:check")}</Button>}
          {data.items.length > 0 && <Anchor component="button" type="button" fz="sm" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? "registers:hide" : "registers:proofs")}</Anchor>}
        </Group>
        {open && data.items.map((one) => <Proof key={one.id} check={one} />)}
      </Stack>
    </Panel>
  );
}

function Finding({ finding }: { finding: Checks["findings"][number] }) {
  const { t } = useTranslation();
  const { subject, number, state, source, at, reason, silence, products, consultation } = finding;
  return (
    <div data-finding={subject}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fz="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{subject === "email" ? number : t(`registers:subject.${subject}`)}</Text>
        <StatusBadge tone={TONES[state]!}>{t(`registers:state.${state}`)}</StatusBadge>
      </Group>
      <Text fz="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {[
          capital(t("registers:said", { source: t(`registers:source.${source}`), when: date(at) })), state === "invalid" && reason && t(`registers:reason.${reason}`),
          consultation && t("registers:consultation", { number: consultation }), products.length > 0 && t("registers:products", { list: products.join(", ") }),
          silence && state !== "unavailable" && t("registers:tried", { when: date(finding.tried_at) }),
        ].filter(Boolean).join(" · ")}
      </Text>
    </div>
  );
}

/** One question and its answer, word for word. */
function Proof({ check }: { check: Checks["items"][number] }) {
  const { t } = useTranslation();
  const said = [check.answer["name"], check.answer["address"]?.replaceAll("\n", ", "), check.answer["hosts"]].filter(Boolean).join(" · ");
  return (
    <div>
      <Text fz="xs" fw={550}>{instant(check.at)} · {t(`registers:state.${check.state}`)}</Text>
      <Text fz="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>{[check.number, t(`registers:source.${check.source}`), check.consultation && t("registers:consultation", { number: check.consultation }), said, check.by].filter(Boolean).join(" · ")}</Text>
    </div>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The filled fields, one line for each answer that filled some. */
function sources(data: Checks): { key: string; source: string; at: string; fields: string[] }[] {
  const found = new Map<string, { key: string; source: string; at: string; fields: string[] }>();
  for (const one of data.filled) {
    const line = found.get(one.check) ?? { key: one.check, source: one.source, at: one.at, fields: [] };
    line.fields.push(one.field);
    found.set(one.check, line);
  }
  return [...found.values()];
}
