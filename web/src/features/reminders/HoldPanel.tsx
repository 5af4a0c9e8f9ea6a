/** "Tenir à l'écart des relances", on an invoice (a dispute) or a customer; the reason is asked. */
import "@/i18n/late/reminders";
import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBellOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { ProblemBanner } from "@/components/states";
import { useSubmit } from "@/lib/useSubmit";

export function HoldPanel({ kind, id }: { kind: "invoice" | "customer"; id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const [opened, dialog] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const query = useQuery({
    queryKey: [api.company, "reminders", "held", id], enabled: can("payments:read"), meta: { kinds: ["held_back"] },
    queryFn: ({ signal }) => api.get("/{company}/reminders", {}, { where: JSON.stringify({ field: "id", op: "eq", value: id }), limit: 1 }, signal),
  });
  const held = query.data?.items[0];
  const { submit, busy, problem } = useSubmit(async (hold: boolean) => {
    await api.send("put", "/{company}/reminders", {}, { kind, id, held: hold, reason: hold ? reason : "" });
    await queries.invalidateQueries({ queryKey: [api.company, "reminders"] });
    dialog.close();
  });
  if (!can("payments:read") || !query.data || (!held && !can("payments:write"))) return null;
  return (
    <>
      {problem && !opened && <ProblemBanner problem={problem} />}
      {held ? (
        <Alert color="amber" icon={<IconBellOff size={18} />} title={t(`reminders:held.${kind}`)}>
          {held.reason}
          {can("payments:write") && <Button size="compact-sm" variant="default" ml="xs" loading={busy} onClick={() => void submit(false)}>{t("reminders:let_go")}</Button>}
        </Alert>
      ) : <Button variant="subtle" className="no-print" leftSection={<IconBellOff size={16} />} onClick={dialog.open}>{t(`reminders:hold.${kind}`)}</Button>}
      {opened && (
        <Modal opened onClose={dialog.close} title={t(`reminders:hold.${kind}`)} closeButtonProps={{ "aria-label": t("app:action.close") }}>
          <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(true); }}>
            <Stack>
              {problem && <ProblemBanner problem={problem} />}
              <TextInput data-autofocus label={t("reminders:field.reason")} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
              <Group justify="flex-end"><Button type="submit" h={44} loading={busy}>{t(`reminders:hold.${kind}`)}</Button></Group>
            </Stack>
          </form>
        </Modal>
      )}
    </>
  );
}
