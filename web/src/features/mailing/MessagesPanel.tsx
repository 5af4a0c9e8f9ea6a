/** The e-mails of a document, beside it: to whom, when, what became of each. */
import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { Panel } from "@/components/record/Panel";
import { instant, money } from "@/lib/format";
import { STATUS_TONES } from "./words";

export function MessagesPanel({ about }: { about: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const allowed = useCan()("sales:read");
  const query = useQuery({
    queryKey: [api.company, "messages", about], enabled: allowed, meta: { kinds: ["message", "post"] },
    queryFn: ({ signal }) => api.get("/{company}/messages", {}, { where: JSON.stringify({ field: "about", op: "eq", value: about }), limit: 20 }, signal),
  });
  const rows = query.data?.items ?? [];
  if (!rows.length) return null;
  return (
    <Panel title={t("mailing:messages")}>
      <Stack gap="sm">
        {rows.map((one) => (
          <div key={one.id}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text fz="sm" fw={550} style={{ overflowWrap: "anywhere" }}>{one.to}</Text>
              <StatusBadge tone={STATUS_TONES[one.status]!}>{t(`mailing:status.${one.status}`)}</StatusBadge>
            </Group>
            <Text fz="xs" c="dimmed">{[t(`mailing:sort.${one.sort}`), instant(one.opened_at ?? one.delivered_at ?? one.sent_at ?? one.asked_at)].join(" · ")}</Text>
            {one.cost !== null && <Text fz="xs" c="dimmed">{t("mailing:letter_cost", { amount: money(one.cost) })}</Text>}
            {one.cc && <Text fz="xs" c="dimmed">{t("mailing:copy_to", { cc: one.cc })}</Text>}
            {one.reason && <Text fz="xs" c={STATUS_TONES[one.status] === "red" ? "red" : "dimmed"} style={{ overflowWrap: "anywhere" }}>{one.reason}</Text>}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
