/** The mandate of a customer, on his page: its state, and asking for one. */
import "@/i18n/late/debits";
import { Button, Group, Text } from "@mantine/core";
import { IconSignature } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { date } from "@/lib/format";
import { done, failed, refused } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { TONES } from "./words";

export function MandatePanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: [api.company, "mandates", "of", id], enabled: can("payments:read"), meta: { kinds: ["mandate"] },
    queryFn: ({ signal }) => api.get("/{company}/mandates", {}, { where: JSON.stringify({ field: "id", op: "eq", value: id }), limit: 1 }, signal),
  });
  const { submit, busy } = useSubmit(async () => {
    try {
      const out = await api.send("post", "/{company}/mandates", {}, { customers: [id] });
      const bad = out.items.filter((one) => one.problem);
      if (bad.length) refused(t("list:some_refused", { count: bad.length }), bad.map((one) => one.problem));
      else done(t("debits:invited", { count: 1 }));
      await queries.invalidateQueries({ queryKey: [api.company, "mandates"] });
    } catch (error) {
      failed(error);
    }
  });
  const known = query.data?.items[0];
  if (!query.data || (!known && !can("payments:write"))) return null;
  const signable = can("payments:write") && (!known || known.state === "cancelled" || (known.state === "pending" && !known.signed_on));
  return (
    <Group gap="xs" className="no-print" component="section" aria-label={t("debits:panel")}>
      {known && <Text fz="sm">{t("debits:panel")}</Text>}
      {known && <StatusBadge tone={TONES[known.state] ?? "gray"}>{t(`debits:state.${known.state}`)}</StatusBadge>}
      {known?.signed_on && <Text fz="sm" c="dimmed">{t("debits:signed_on", { day: date(known.signed_on) })}</Text>}
      {signable && <Button variant="subtle" leftSection={<IconSignature size={16} />} loading={busy} onClick={() => void submit()}>{t(known?.state === "pending" ? "debits:invite_again" : "debits:invite_one")}</Button>}
    </Group>
  );
}
