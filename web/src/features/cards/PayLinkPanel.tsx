/** The link to pay a document by card: where it stands, copied or e-mailed, each page that was opened for it. */
import "@/i18n/late/cards";
import { Alert, Anchor, Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy, IconMail } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { Panel } from "@/components/record/Panel";
import { ProblemBanner } from "@/components/states";
import { date, instant, money } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { LINK_TONES } from "./words";

export function PayLinkPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const key = [api.company, "pay-link", id];
  const query = useQuery({
    queryKey: key, enabled: can("payments:read"), meta: { kinds: ["payment_link", "receivable", "order", "quote"] },
    queryFn: ({ signal }) => api.get("/{company}/payment-links/{id}/attempts", { id }, undefined, signal),
  });
  const { submit, busy, problem } = useSubmit(async () => {
    const sent = await api.send("post", "/{company}/payment-links", {}, { document: id, send: true, sent: false });
    queries.setQueryData(key, sent);
    done(t("cards:link.sent_to", { to: (sent.to ?? []).join(", ") }));
  });
  const link = query.data;
  if (!link) return null;
  const open = link.amount > 0;
  if (!link.attempts.length && !link.sent_at && (!open || !link.connected)) return null;
  return (
    <Panel title={t("cards:link.title")}>
      <Stack gap="sm" data-pay-link>
        {problem && <ProblemBanner problem={problem} />}
        <Group gap="xs">
          <StatusBadge tone={LINK_TONES[link.state]!}>{t(`cards:state.${link.state}`)}</StatusBadge>
          {link.sent_at && <Text fz="xs" c="dimmed">{t("cards:link.sent_at", { when: instant(link.sent_at) })}</Text>}
        </Group>
        {link.disputes.map((one) => (
          <Alert key={one.id} color={one.status === "won" ? "green" : "red"} icon={<IconAlertTriangle size={18} />} title={t("cards:dispute.title", { amount: money(one.amount, link.currency) })}>
            {one.status === "won" || one.status === "lost" ? t(`cards:dispute.${one.status}`) : t("cards:dispute.open", { day: one.due_by ? date(one.due_by.slice(0, 10)) : "" })}
          </Alert>
        ))}
        {open && link.connected && (
          <Group gap="xs" className="no-print">
            {can("payments:write") && <Button size="sm" variant="default" leftSection={<IconMail size={16} />} loading={busy} onClick={() => void submit()}>{t("cards:link.send")}</Button>}
            <CopyButton value={link.url}>{({ copied, copy }) => <Button size="sm" variant="default" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>{t(copied ? "app:action.copied" : "cards:link.copy")}</Button>}</CopyButton>
          </Group>
        )}
        {link.attempts.length > 0 && (
          <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label={t("cards:link.attempts")}>
            {link.attempts.map((one) => (
              <Group key={one.created_at} component="li" gap="xs" justify="space-between" wrap="nowrap">
                <Text fz="xs" c="dimmed">{instant(one.moved_at ?? one.created_at)}{one.payment_number && <> · <Anchor component={Link} to={`/c/${api.company}/payments/${one.payment}`} inherit style={{ whiteSpace: "nowrap" }}>{one.payment_number}</Anchor></>}</Text>
                <Text fz="xs" className="num">{money(one.amount, link.currency)} · {t(`cards:state.${one.state}`)}</Text>
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
    </Panel>
  );
}
