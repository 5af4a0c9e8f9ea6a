/** The exchange rates that documents take: those of a day, those of the month before it, and one's own typed over them. */
import "@/i18n/late/rates";
import { ActionIcon, Alert, Group, Select, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconTrash } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { DateInput } from "@/components/DateInput";
import classes from "@/components/form/form.module.css";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState, PageSkeleton, ProblemBanner } from "@/components/states";
import { currencyName } from "@/lib/currencies";
import { date, decimal } from "@/lib/format";
import { later } from "@/lib/onDemand";
import { useRateChange } from "./useRateChange";

const TypeRate = later(async () => (await import("./TypeRate")).TypeRate);

type Rates = Schemas["RatesOut"];
type Row = Rates["items"][number];

export default function RatesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const allowed = useCan()("tenancy:write");
  const [until, setUntil] = useState<string | null>(null);
  const [currency, setCurrency] = useState<string | null>(null);
  const [typing, type] = useDisclosure(false);
  const query = useQuery({
    queryKey: [api.company, "rates", until, currency], meta: { kinds: ["typed_rates"] }, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get("/{company}/rates", {}, { until: until ?? undefined, currency: currency ?? undefined }, signal),
  });
  const change = useRateChange();
  if (query.isPending) return <PageSkeleton />;
  if (query.isError) return <ErrorState problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  const rates = query.data;
  return (
    <>
      <PageHead title={t("app:page.rates")}>{allowed && <MainAction onClick={type.open}>{t("rates:type")}</MainAction>}</PageHead>
      <div className={classes.page}>
        <Stack maw={860} gap="lg">
          <Text>{t("rates:intro")}</Text>
          {rates.warning && <Alert color="amber" icon={<IconAlertTriangle size={18} />}>{rates.last_on ? t("rates:late", { day: date(rates.last_on) }) : t("rates:never")}</Alert>}
          {change.problem && <ProblemBanner problem={change.problem} />}
          <Group align="end">
            <DateInput label={t("rates:until")} clearable placeholder={t("sales:today")} value={until} onChange={setUntil} />
            <Select label={t("rates:currency")} clearable searchable placeholder={t("rates:all")} data={rates.currencies.map((code) => ({ value: code, label: `${code} · ${currencyName(code)}` }))} value={currency} onChange={setCurrency} />
          </Group>
          <section aria-label={t("rates:current")}>
            <Title order={2} className={classes.sectionTitle}>{t("rates:current")}</Title>
            {rates.current.length ? <List rows={rates.current} label={t("rates:current")} /> : <Text fz="sm" c="dimmed">{t("rates:none")}</Text>}
          </section>
          <section aria-label={t("rates:days")}>
            <Title order={2} className={classes.sectionTitle}>{t("rates:days")}</Title>
            {rates.items.length ? <List rows={rates.items} label={t("rates:days")} onRemove={allowed ? (row) => void change.submit({ currency: row.currency, on: row.on, rate: null }, rates.version) : undefined} /> : <Text fz="sm" c="dimmed">{t("rates:none_days")}</Text>}
          </section>
        </Stack>
      </div>
      {typing && <TypeRate currency={currency} version={rates.version} onClose={type.close} />}
    </>
  );
}

function List({ rows, label, onRemove }: { rows: Row[]; label: string; onRemove?: ((row: Row) => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table aria-label={label}>
        <Table.Thead><Table.Tr><Table.Th>{t("rates:currency")}</Table.Th><Table.Th>{t("rates:day")}</Table.Th><Table.Th ta="right">{t("rates:rate")}</Table.Th><Table.Th>{t("rates:source")}</Table.Th><Table.Th /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.currency + row.on + row.source}>
              <Table.Td title={currencyName(row.currency)}>{row.currency}</Table.Td><Table.Td>{date(row.on)}</Table.Td><Table.Td ta="right" className="num">{decimal(row.rate, 6, 4)}</Table.Td>
              <Table.Td>{row.source === "ecb" ? t("rates:source_ecb") : t("rates:source_typed", { name: row.by })}</Table.Td>
              <Table.Td ta="right">{onRemove && row.source === "typed" && <ActionIcon variant="subtle" color="gray" size={44} aria-label={t("rates:remove", { currency: row.currency, day: date(row.on) })} onClick={() => onRemove(row)}><IconTrash size={18} /></ActionIcon>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
