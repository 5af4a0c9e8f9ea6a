/** API keys: a program's way in, with its own rights; the secret is shown once. */
import "@/i18n/late/integrations";
import { Button, Code } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { StatusBadge } from "@/components/list/cells";
import { LocalList } from "@/components/list/LocalList";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { later } from "@/lib/onDemand";
import { done } from "@/lib/toast";

const Confirm = later(async () => (await import("@/components/Confirm")).Confirm);
const NewKey = later(async () => (await import("./NewKey")).NewKey);

type Key = Schemas["KeyOut"];

export default function KeysPage() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("keys:write");
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const list = useQuery({ queryKey: [api.company, "keys"], queryFn: ({ signal }) => api.get("/{company}/api-keys", {}, undefined, signal), meta: { kinds: ["api_key", "api_key_book"] } });
  const refresh = () => queries.invalidateQueries({ queryKey: [api.company, "keys"] });
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  const create = writable && <MainAction leftSection={<IconPlus size={18} />} onClick={() => setCreating(true)}>{t("integrations:key.new")}</MainAction>;
  return (
    <>
      <PageHead title={t("app:page.keys")} count={list.data?.items.length}>{create}</PageHead>
      <LocalList<Key> title={t("app:page.keys")} ns="integrations" rows={list.data?.items}
        empty={{ icon: IconKey, title: "integrations:key.empty", hint: "integrations:key.empty_hint", action: writable && <Button variant="default" onClick={() => setCreating(true)}>{t("list:begin")}</Button> }}
        columns={[
          { key: "name", type: "text", card: "title" },
          { key: "ending", type: "text", cell: (row) => <Code>…{row.ending}</Code> },
          { key: "state", type: "text", cell: (row) => <StatusBadge tone={row.revoked_at ? "red" : "green"}>{t(row.revoked_at ? "integrations:key.revoked" : "integrations:key.active")}</StatusBadge>, card: "figure" },
          { key: "scopes", type: "text", cell: (row) => <span title={row.scopes.join(", ")}>{t("integrations:key.scopes", { count: row.scopes.length })}</span> },
          { key: "created_at", type: "instant" }, { key: "last_used_at", type: "instant" }, { key: "expires_at", type: "instant" },
          { key: "actions", type: "id", cell: (row) => writable && !row.revoked_at && <Button size="compact-sm" variant="default" onClick={() => setRevoking(row)} aria-label={t("integrations:key.revoke_one", { name: row.name })}>{t("integrations:key.revoke")}</Button> },
        ]} />
      {creating && <NewKey onClose={() => setCreating(false)} onDone={refresh} />}
      {revoking && <Confirm opened title={t("integrations:key.revoke")} action={t("integrations:key.revoke")} onClose={() => setRevoking(null)}
        onConfirm={async () => { await api.send("delete", "/{company}/api-keys/{key}", { key: revoking!.id }); await refresh(); done(t("integrations:key.revoked_done")); }}>
        {t("integrations:key.revoke_sure", { name: revoking.name })}
      </Confirm>}
    </>
  );
}
