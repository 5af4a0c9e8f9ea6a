/** What the platform told of an invoice, beside it: each status with its day, and what to do when it was refused. */
import "@/i18n/late/einvoicing";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconSend } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { Panel } from "@/components/record/Panel";
import { ProblemBanner } from "@/components/states";
import { instant } from "@/lib/format";
import { useSubmit } from "@/lib/useSubmit";
import { TONES, problemText, reasonText } from "./words";

export function EInvoicePanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const query = useQuery({
    queryKey: [api.company, "einvoice", id], enabled: can("sales:read"), meta: { kinds: ["einvoice"] },
    queryFn: async ({ signal }) => {
      const rows = await api.get("/{company}/einvoices", {}, { where: JSON.stringify({ field: "id", op: "eq", value: id }), limit: 1 }, signal);
      return rows.items.length ? await api.get("/{company}/einvoices/{id}", { id }, undefined, signal) : null;
    },
  });
  const { submit, busy, problem } = useSubmit(async () => {
    await api.send("post", "/{company}/einvoices", {}, { invoices: [id] });
    await queries.invalidateQueries({ queryKey: [api.company, "einvoice", id] });
  });
  if (query.isError) return <ProblemBanner problem={asProblem(query.error)} />;
  const known = query.data;
  if (!known) return null;
  const wrong = known.state === "refused" || known.state === "rejected";
  const again = (known.state === "failed" || known.state === "pending") && can("sales:write");
  return (
    <Panel title={t("einvoicing:panel")}>
      <Stack gap="sm" data-einvoice={known.state}>
        <Group gap="xs"><StatusBadge tone={TONES[known.state]!}>{t(`einvoicing:state.${known.state}`)}</StatusBadge></Group>
        {problem && <ProblemBanner problem={problem} />}
        {known.problem && <Text fz="sm" c="red" style={{ overflowWrap: "anywhere" }}>{problemText(known.problem, t)}</Text>}
        {wrong && <Alert color="red" icon={<IconAlertTriangle size={18} />} title={t(`einvoicing:${known.state}_title`)}>{t("einvoicing:refused_remedy")}</Alert>}
        {known.reach === "no" && <Alert color="amber" icon={<IconAlertTriangle size={18} />}>{t("einvoicing:unreachable")}</Alert>}
        {known.statuses.map((one) => (
          <div key={one.code + one.at}>
            <Text fz="sm" fw={550} c={one.counts ? undefined : "dimmed"}>{t(`einvoicing:state.${one.state}`)}</Text>
            <Text fz="xs" c="dimmed">{instant(one.at)}</Text>
            {(one.reason || one.text) && <Text fz="xs" style={{ overflowWrap: "anywhere" }}>{reasonText(one.reason, one.text, t)}</Text>}
            {!one.counts && <Text fz="xs" c="dimmed">{t("einvoicing:kept_apart")}</Text>}
          </div>
        ))}
        {again && <Button variant="default" className="no-print" leftSection={<IconSend size={16} />} loading={busy} onClick={() => void submit()}>{t("einvoicing:send_now")}</Button>}
      </Stack>
    </Panel>
  );
}
