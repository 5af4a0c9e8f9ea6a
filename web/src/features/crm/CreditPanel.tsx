/** Credit insurance of a customer: what is covered, what is used of it, and the dialog that changes it. */
import { Alert, Button, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { sentenceFor } from "@/api/problem";
import { useCan } from "@/app/session";
import type { DialogSpec } from "@/components/list/BookDialog";
import { Facts, Panel } from "@/components/record/Panel";
import { date, money } from "@/lib/format";
import { later } from "@/lib/onDemand";

type Credit = Schemas["CreditOut"] & { id: string; name: string };

const Dialog = later<{ spec: DialogSpec<Credit>; item: Credit; version: number; writable: boolean; onClose: () => void; onDone: () => unknown }>(async () => (await import("@/components/list/BookDialog")).default);

const SPEC: DialogSpec<Credit> = {
  ns: "crm", name: "credit", title: "crm:credit.title", newTitle: "crm:credit.title", schema: "CreditIn",
  create: () => Promise.reject(new Error("a cover is changed")),
  change: (api, id, values, version) => api.send("put", "/{company}/customers/{id}/credit", { id }, values as Schemas["CreditIn"], { version }),
  fields: [
    { name: "limit", type: "cents", label: "crm:credit.limit", hint: "crm:credit.limit_hint", span: 3, autoFocus: true }, { name: "until", type: "date", label: "crm:credit.until", hint: "crm:credit.until_hint", span: 3 },
    { name: "insurer", type: "text", label: "crm:credit.insurer", span: 3 }, { name: "reference", type: "text", label: "crm:credit.reference", span: 3 },
  ],
  blank: { limit: null, until: null, insurer: "", reference: "" },
};

export function CreditPanel({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()("crm:write");
  const [open, setOpen] = useState(false);
  const key = [api.company, "credit", id];
  const { data } = useQuery({ queryKey: key, meta: { kinds: ["credit_covers", "order", "receivable", "payment"] }, queryFn: ({ signal }) => api.get("/{company}/customers/{id}/credit", { id }, undefined, signal) });
  if (!data || (data.limit === null && !writable)) return null;
  const covered = data.limit !== null;
  return (
    <Panel title={t("crm:credit.title")}>
      {data.warning && <Alert color="amber" variant="light" mb="xs" p="xs">{sentenceFor(data.warning, data.warning_detail)}</Alert>}
      {covered ? (
        <Facts facts={[
          { label: t("crm:credit.limit"), value: money(data.limit ?? 0), strong: true },
          data.until && { label: t("crm:credit.until"), value: date(data.until) },
          data.insurer && { label: t("crm:credit.insurer"), value: data.insurer },
          data.reference && { label: t("crm:credit.reference"), value: data.reference },
          data.open !== null && { label: t("crm:credit.open"), value: money(data.open) },
          data.ordered !== null && { label: t("crm:credit.ordered"), value: money(data.ordered) },
          data.available !== null && { label: t("crm:credit.available"), value: money(data.available), strong: true },
        ]} />
      ) : <Text fz="sm" c="dimmed">{t("crm:credit.none")}</Text>}
      {writable && <Button variant="subtle" size="compact-sm" px={0} mt={4} onClick={() => setOpen(true)}>{t(covered ? "crm:credit.change" : "crm:credit.add")}</Button>}
      {open && <Dialog spec={SPEC} item={{ ...data, id, name }} version={data.version} writable onClose={() => setOpen(false)} onDone={() => queries.invalidateQueries({ queryKey: key })} />}
    </Panel>
  );
}
