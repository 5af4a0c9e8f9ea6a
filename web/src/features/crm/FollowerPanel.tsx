/** Who follows a customer, since when; given to somebody else from a day on, which statistics by user go by. */
import { Button, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import type { DialogSpec } from "@/components/list/BookDialog";
import { Facts, Panel } from "@/components/record/Panel";
import { useFollowerOptions } from "@/features/agents/agents";
import { date } from "@/lib/format";
import { later } from "@/lib/onDemand";

interface Given {
  id: string;
  name: string;
  user: string | null;
  since: string | null;
}

const Dialog = later<{ spec: DialogSpec<Given>; item: Given; version: number; writable: boolean; onClose: () => void; onDone: () => unknown }>(async () => (await import("@/components/list/BookDialog")).default);

export function FollowerPanel({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const colleagues = useFollowerOptions();
  const writable = useCan()("crm:write");
  const [open, setOpen] = useState(false);
  const key = [api.company, "follower", id];
  const { data } = useQuery({ queryKey: key, meta: { kinds: ["customer", "customer_ties"] }, queryFn: ({ signal }) => api.get("/{company}/customers/{id}/follower", { id }, undefined, signal) });
  const spec = useMemo<DialogSpec<Given>>(() => ({
    ns: "crm", name: "follower", title: "crm:follower.title", newTitle: "crm:follower.title", schema: "TieIn",
    create: () => Promise.reject(new Error("a follower is changed")),
    change: (a, customer, values, version) => a.send("put", "/{company}/customers/{id}/follower", { id: customer }, values as Schemas["TieIn"], { version }),
    fields: [
      { name: "user", type: "choice", label: "crm:follower.user", options: colleagues, inherited: null, span: 3 }, { name: "since", type: "date", label: "crm:follower.since", hint: "crm:follower.since_hint", span: 3 },
    ],
    blank: { user: null, since: null },
  }), [colleagues]);
  if (!data) return null;
  const called = (user: string | null) => (user ? (colleagues.find((one) => one.value === user)?.label ?? t("crm:follower.former")) : t("crm:follower.nobody"));
  return (
    <Panel title={t("crm:follower.title")}>
      {data.ties.length > 1 ? (
        <Facts facts={[...data.ties].reverse().map((one, n) => ({ label: one.since ? t("crm:follower.from", { day: date(one.since) }) : t("crm:follower.before"), value: called(one.user), strong: n === 0 }))} />
      ) : <Text fz="sm" c={data.user ? undefined : "dimmed"}>{called(data.user)}</Text>}
      {writable && <Button variant="subtle" size="compact-sm" px={0} mt={4} onClick={() => setOpen(true)}>{t("crm:follower.change")}</Button>}
      {open && <Dialog spec={spec} item={{ id, name, user: data.user, since: null }} version={data.version} writable onClose={() => setOpen(false)} onDone={() => queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).includes("customer") })} />}
    </Panel>
  );
}
