/** A person's rights on his data: all of it as a file, and its erasure, which says what stays and why. */
import { Button, Group, List, Text } from "@mantine/core";
import { IconDownload, IconEraser } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { urlOf, useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Confirm } from "@/components/Confirm";
import { Panel } from "@/components/record/Panel";
import { download } from "@/lib/download";
import { instant, int } from "@/lib/format";
import { done } from "@/lib/toast";
import type { Customer } from "./customers";

/** What the server calls somebody who was erased. */
const ERASED = "Personne effacée";

export function PersonalData({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const erased = customer.name === ERASED;
  const readable = can("history:read") && can("sales:read") && can("payments:read");
  const { data } = useQuery({
    queryKey: [api.company, "erasure", customer.id], enabled: erased && readable, meta: { kinds: ["erasure"] },
    queryFn: ({ signal }) => api.get("/{company}/customers/{id}/personal-data/erasure", { id: customer.id }, undefined, signal),
  });
  const erase = async () => {
    await api.send("delete", "/{company}/customers/{id}/personal-data", { id: customer.id });
    await queries.invalidateQueries();
    done(t("crm:person.erased"));
  };
  if (!readable) return null;
  return (
    <Panel onScreen title={t("crm:person.title")}>
      {data && (
        <>
          <Text fz="xs" c="dimmed">{t(data.rewritten_at ? "crm:person.done" : "crm:person.going", { at: instant(data.at), name: data.by_name })}</Text>
          <Text fz="sm" fw={550} mt="xs">{t("crm:person.kept")}</Text>
          <List size="xs" spacing={4} mt={4}>{data.kept.map((one) => <List.Item key={one.kind}>{one.count ? `${int(one.count)} · ` : ""}{one.reason}</List.Item>)}</List>
        </>
      )}
      <Group gap="md" mt={data ? "xs" : 0}>
        <Button variant="subtle" size="compact-sm" px={0} leftSection={<IconDownload size={16} />} onClick={() => void download(urlOf("/{company}/customers/{id}/personal-data", { company: api.company, id: customer.id }))}>{t("crm:person.export")}</Button>
        {!erased && can("crm:erase") && <Button variant="subtle" color="red" size="compact-sm" px={0} leftSection={<IconEraser size={16} />} onClick={() => setAsking(true)}>{t("crm:person.erase")}</Button>}
      </Group>
      {asking && <Confirm opened title={t("crm:person.sure", { name: customer.display_name })} action={t("crm:person.erase")} onConfirm={erase} onClose={() => setAsking(false)}>{t("crm:person.means")}</Confirm>}
    </Panel>
  );
}
