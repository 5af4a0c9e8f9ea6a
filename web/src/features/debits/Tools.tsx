/** The buttons of both pages of direct debits; what they open is fetched when it is. */
import "@/i18n/late/debits";
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { urlOf, useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { download } from "@/lib/download";
import { done, failed } from "@/lib/toast";
import { later } from "@/lib/onDemand";
import { useSubmit } from "@/lib/useSubmit";
import type { Opened } from "./Dialogs";

const Dialogs = later(async () => (await import("./Dialogs")).Dialogs);

export function DebitTools() {
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const go = useNavigate();
  const queries = useQueryClient();
  const [opened, open] = useState<Opened>(null);
  const { submit, busy } = useSubmit(async () => {
    try {
      const out = await api.send("post", "/{company}/debits", {}, { ids: [], to: "submitted", cause: "" });
      done(t("debits:asked", { count: out.done }));
      await queries.invalidateQueries({ queryKey: [api.company] });
    } catch (error) {
      failed(error);
    }
  });
  return (
    <>
      <Button variant="default" h={44} onClick={() => void go(`/c/${api.company}/mandates`)}>{t("app:page.mandates")}</Button>
      {can("payments:write") && <MainAction loading={busy} onClick={() => void submit()}>{t("debits:ask_now")}</MainAction>}
      <More items={[["invite", "payments:write"], ["file", "payments:write"], ["connect", "tenancy:write"]]} open={open} />
      {opened && <Dialogs opened={opened} onClose={() => open(null)} />}
    </>
  );
}

export function MandateTools() {
  const { t } = useTranslation();
  const api = useApi();
  const can = useCan();
  const go = useNavigate();
  const [opened, open] = useState<Opened>(null);
  return (
    <>
      <Button variant="default" h={44} onClick={() => void go(`/c/${api.company}/debits`)}>{t("app:page.debits")}</Button>
      {can("payments:write") && <Button variant="default" h={44} onClick={() => void download(urlOf("/{company}/debit-files", { company: api.company }))}>{t("debits:export")}</Button>}
      {can("payments:write") && <MainAction onClick={() => open("invite")}>{t("debits:invite")}</MainAction>}
      {opened && <Dialogs opened={opened} onClose={() => open(null)} />}
    </>
  );
}

function More({ items, open }: { items: [Exclude<Opened, null>, string][]; open: (what: Opened) => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const mine = items.filter(([, scope]) => can(scope));
  if (!mine.length) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" h={44} rightSection={<IconChevronDown size={16} />}>{t("debits:more")}</Button></Menu.Target>
      <Menu.Dropdown>{mine.map(([what]) => <Menu.Item key={what} onClick={() => open(what)}>{t(`debits:do.${what}`)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}
