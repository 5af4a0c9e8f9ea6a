/** The prices agreed with one customer, beside those of his own grid; typed here, saved together. */
import "@/i18n/late/pricing";
import { ActionIcon, Anchor, Button, Group, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { DateInput } from "@/components/DateInput";
import { Guard } from "@/components/form/guard";
import formClasses from "@/components/form/form.module.css";
import { RecordSelect } from "@/components/form/RecordSelect";
import listClasses from "@/components/list/list.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { variantFinder } from "@/features/catalogue/books";
import { readDecimal, unitPrice } from "@/lib/format";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import type { Tier } from "./tiers";
import classes from "./prices.module.css";

interface Line {
  variant: string | null;
  from: string;
  price: string;
  valid_from: string | null;
  valid_to: string | null;
  franco: boolean;
}

type Agreement = Schemas["AgreementOut"];
const linesOf = (out: Agreement, comma: (text: string) => string): Line[] =>
  out.items.flatMap((item) => item.tiers.map((tier) => ({ variant: item.variant_id, from: String(tier.from_qty ?? 1), price: comma(String(tier.price)), valid_from: tier.valid_from ?? null, valid_to: tier.valid_to ?? null, franco: tier.franco ?? false })));

export default function CustomerPrices() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { id, company } = useParams() as { id: string; company: string };
  const writable = useCan()("pricing:write");
  const comma = (text: string) => (i18n.language === "fr" ? text.replace(".", ",") : text);
  const key = [api.company, "agreement", id];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get("/{company}/customers/{id}/prices", { id }, undefined, signal), meta: { kinds: ["agreement"] } });
  const customer = useQuery({ queryKey: [api.company, "record", "customer", id], queryFn: ({ signal }) => api.get("/{company}/customers/{id}", { id }, undefined, signal), meta: { kinds: ["customer"] } });
  const [lines, setLines] = useState<Line[] | null>(null);
  const [basis, setBasis] = useState("HT");
  const stored = query.data;
  useEffect(() => { if (stored && lines === null) setBasis(stored.basis); }, [stored, lines]);
  const { submit, busy, problem } = useSubmit(async () => {
    const prices: Record<string, Tier[]> = {};
    for (const line of lines ?? []) if (line.variant) (prices[line.variant] ??= []).push({ from_qty: Number(line.from), price: readDecimal(line.price) ?? line.price, valid_from: line.valid_from, valid_to: line.valid_to, franco: line.franco });
    const out = await api.send("put", "/{company}/customers/{id}/prices", { id }, { basis: basis as "HT", currency: stored!.currency, prices }, { version: stored!.version });
    queries.setQueryData(key, out);
    setLines(null);
    done(t("form:saved"));
  });
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const shown = lines ?? linesOf(query.data, comma);
  const set = (at: number, part: Partial<Line>) => setLines(shown.map((one, n) => (n === at ? { ...one, ...part } : one)));
  const listed = new Map(query.data.items.map((item) => [item.variant_id, item.listed]));
  const ready = shown.every((line) => line.variant && readDecimal(line.price) !== null && /^[1-9]\d*$/.test(line.from));
  return (
    <section className={listClasses.page}>
      <PageHead title={t("pricing:agreement.title", { name: customer.data?.display_name ?? "" })} count={query.data.items.length}>
        <Button variant="default" component={Link} to={`/c/${company}/customers/${id}`}>{t("pricing:agreement.back")}</Button>
      </PageHead>
      <Stack gap="sm" className={classes.agreement!}>
        {problem && <ProblemBanner problem={problem} />}
        <Group><Text fz="sm" c="dimmed">{t("pricing:agreement.hint")}</Text><Select aria-label={t("pricing:field.basis")} w={110} size="xs" allowDeselect={false} data={["HT", "TTC"]} value={basis} disabled={!writable} onChange={(v) => { setBasis(v ?? "HT"); setLines(shown); }} /></Group>
        {shown.length > 0 && <Table.ScrollContainer minWidth={760}><Table verticalSpacing={4} aria-label={t("pricing:agreement.title", { name: customer.data?.display_name ?? "" })}>
          <Table.Thead><Table.Tr>{["variant", "from_qty", "price", "listed", "valid_from", "valid_to"].map((name) => <Table.Th key={name}>{t(`pricing:field.${name}`)}</Table.Th>)}<Table.Th /></Table.Tr></Table.Thead>
          <Table.Tbody>
            {shown.map((line, i) => (
              <Table.Tr key={i}>
                <Table.Td miw={260}><RecordSelect finder={variantFinder(api)} name={`variant${i}`} aria-label={t("pricing:field.variant")} value={line.variant} disabled={!writable} onChange={(v) => set(i, { variant: v })} /></Table.Td>
                <Table.Td w={90}><TextInput aria-label={t("pricing:field.from_qty")} value={line.from} disabled={!writable} onChange={(e) => set(i, { from: e.currentTarget.value })} /></Table.Td>
                <Table.Td w={110}><TextInput aria-label={t("pricing:field.price")} value={line.price} disabled={!writable} onChange={(e) => set(i, { price: e.currentTarget.value })} /></Table.Td>
                <Table.Td w={100} className="num" c="dimmed">{listed.get(line.variant ?? "") ? unitPrice(String(listed.get(line.variant ?? ""))) : "–"}</Table.Td>
                {(["valid_from", "valid_to"] as const).map((name) => <Table.Td key={name} w={150}><DateInput aria-label={t(`pricing:field.${name}`)} clearable disabled={!writable} value={line[name]} onChange={(v) => set(i, { [name]: v })} /></Table.Td>)}
                <Table.Td w={44}>{writable && <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={t("pricing:drop_tier")} onClick={() => setLines(shown.filter((_, n) => n !== i))}><IconTrash size={16} /></ActionIcon>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table></Table.ScrollContainer>}
        {!shown.length && <Text c="dimmed">{t("pricing:agreement.none")}</Text>}
        {writable && <Group><Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setLines([...shown, { variant: null, from: "1", price: "", valid_from: null, valid_to: null, franco: false }])}>{t("pricing:agreement.add")}</Button></Group>}
        <Anchor component={Link} to={`/c/${company}/prices`} fz="sm">{t("pricing:edit")}</Anchor>
      </Stack>
      {lines && (
        <div className={formClasses.savebar} role="region" aria-label={t("form:save_bar")}>
          <span className={formClasses.savebarText}>{t("form:changed")}</span>
          <Button variant="default" h={44} onClick={() => setLines(null)} disabled={busy}>{t("form:cancel")}</Button>
          <MainAction loading={busy} disabled={!ready} onClick={() => void submit()}>{t("form:save")}</MainAction>
        </div>
      )}
      <Guard dirty={!!lines && !busy} onSave={submit} />
    </section>
  );
}
