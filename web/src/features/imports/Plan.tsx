/** The preview: what will be created, refused, warned, and why; the questions to answer first. */
import "@/i18n/late/imports";
import { Alert, Group, List, Loader, SegmentedControl, Select, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import classes from "@/components/form/form.module.css";
import { StatusBadge } from "@/components/list/cells";
import type { Tone } from "@/components/list/types";
import { Panel } from "@/components/record/Panel";
import { countryOptions } from "@/lib/countries";
import { int } from "@/lib/format";
import { failed } from "@/lib/toast";
import { SheetMapping } from "./SheetMapping";
import type { Import } from "./ShownImport";
import look from "./imports.module.css";

type Choices = Schemas["ChoicesIn"];
const SEVERITIES: Record<string, Tone> = { refuse: "red", skip: "gray", warn: "amber", note: "blue" };

/** Answers are kept one by one; the server makes the preview again with each. Its version moves while it reads: it is no condition. */
export function useChoices(one: Import) {
  const api = useApi();
  const queries = useQueryClient();
  return async (part: Partial<Choices>) => {
    const key = [api.company, "choosing", one.id];
    if (queries.getQueryData(key)) return;
    queries.setQueryData(key, true);
    try {
      const out = await api.send("put", "/{company}/imports/{id}/choices", { id: one.id }, { ...one.choices, ...part });
      queries.setQueryData([api.company, "record", "import", one.id], out);
    } catch (error) {
      failed(error);
    } finally {
      queries.setQueryData(key, false);
    }
  };
}

/** True while the preview is being made again. */
export function useChoosing(id: string): boolean {
  const api = useApi();
  return useQuery({ queryKey: [api.company, "choosing", id], queryFn: () => false, initialData: false, staleTime: Infinity }).data;
}

export function Plan({ one }: { one: Import }) {
  const { t } = useTranslation();
  const { plan } = one;
  const choose = useChoices(one);
  const mapping = plan.questions.filter((q) => q.kind === "mapping");
  const choosing = useChoosing(one.id) || one.state === "preparing";
  return (
    <div className={classes.columns} aria-busy={choosing}>
      {choosing && <div className={look.again} role="status"><Loader size="sm" aria-hidden />{t("imports:again")}</div>}
      <Stack gap="lg" opacity={choosing ? 0.5 : 1}>
        {plan.questions.length > 0 && (
          <Alert color="blue" icon={<IconHelpCircle size={18} />} title={t("imports:questions")}><List size="sm">{plan.questions.map((q) => <List.Item key={q.kind + q.about}>{q.sentence}</List.Item>)}</List></Alert>
        )}
        {plan.sheets.filter((sheet) => !sheet.ignored && (!sheet.program || mapping.some((q) => q.about.includes(sheet.file)))).map((sheet) => <SheetMapping key={sheet.file + sheet.sheet} one={one} sheet={sheet} />)}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Counts title={t("imports:customers")} counts={plan.customers} />
          <Counts title={t("imports:products")} counts={plan.products} prices={plan.prices} />
          <Counts title={t("imports:kind.contact")} counts={plan.contacts ?? {}} />
          <Counts title={t("imports:kind.agreement")} counts={plan.agreements ?? {}} />
          <Counts title={t("imports:kind.invoice")} counts={plan.invoices ?? {}} />
          <Counts title={t("imports:kind.stock")} counts={plan.stocks ?? {}} />
        </SimpleGrid>
        <Reasons reasons={plan.reasons} />
      </Stack>
      <aside className={classes.aside}>
        {plan.grids.length > 0 && (
          <Panel title={t("imports:grids")}>
            <Stack gap="sm">
              {plan.grids.map((grid) => (
                <div key={grid.code}>
                  <Group justify="space-between" wrap="nowrap"><Text fz="sm" fw={550}>{grid.name || grid.code}</Text>
                    <SegmentedControl size="xs" aria-label={t("imports:basis_of", { name: grid.name || grid.code })} value={grid.basis ?? ""} data={["HT", "TTC"]} onChange={(value) => void choose({ bases: { ...one.choices.bases, [grid.code]: value as "HT" | "TTC" } })} /></Group>
                  <Text fz="xs" c="dimmed">{t(grid.known ? "imports:grid_known" : "imports:grid_new", { count: grid.prices, text: int(grid.prices) })}</Text>
                  {grid.doubt && <Text fz="xs" c="amber">{grid.doubt}</Text>}
                </div>
              ))}
            </Stack>
          </Panel>
        )}
        {(plan.customers.rows ?? 0) > 0 && (
          <Panel title={t("imports:country")}>
            <Select aria-label={t("imports:country")} searchable clearable value={one.choices.assumed_country || null} placeholder={t("imports:country_none")} data={countryOptions()} onChange={(value) => void choose({ assumed_country: value ?? "" })} />
            <Text fz="xs" c="dimmed" mt={6}>{t("imports:country_hint")}</Text>
          </Panel>
        )}
        <Panel title={t("imports:files")}>
          <Stack gap={6}>{plan.sheets.map((sheet) => <div key={sheet.file + sheet.sheet}><Text fz="sm">{sheet.name}{sheet.sheet && ` · ${sheet.sheet}`}</Text><Text fz="xs" c="dimmed">{[sheet.program || t("imports:unknown_program"), t("imports:lines", { count: sheet.lines, text: int(sheet.lines) })].join(" · ")}</Text></div>)}</Stack>
        </Panel>
      </aside>
    </div>
  );
}

function Counts({ title, counts, prices }: { title: string; counts: Schemas["RowCounts"]; prices?: number }) {
  const { t } = useTranslation();
  if (!counts.rows) return null;
  const shown = (["create", "update", "unchanged", "warned", "refuse", "skip"] as const).filter((name) => (counts[name] ?? 0) > 0);
  return (
    <Panel title={`${title} · ${t("imports:rows", { count: counts.rows, text: int(counts.rows ?? 0) })}`}>
      <div className={look.tiles}>
        {shown.map((name) => <div key={name} data-count={name}><div className={look.tileFigure}>{int(counts[name] ?? 0)}</div><div className={look.tileLabel}>{t(`imports:count.${name}`)}</div></div>)}
        {prices !== undefined && <div data-count="prices"><div className={look.tileFigure}>{int(prices)}</div><div className={look.tileLabel}>{t("imports:field.prices")}</div></div>}
      </div>
    </Panel>
  );
}

function Reasons({ reasons }: { reasons: Schemas["ReasonOut"][] }) {
  const { t } = useTranslation();
  if (!reasons.length) return null;
  const rank = ["refuse", "warn", "skip", "note"];
  const sorted = [...reasons].sort((one, two) => rank.indexOf(one.severity) - rank.indexOf(two.severity) || two.count - one.count);
  return (
    <section aria-labelledby="reasons">
      <Title order={2} id="reasons" className={classes.sectionTitle} mb="xs">{t("imports:reasons")}</Title>
      <Table verticalSpacing="xs" aria-labelledby="reasons">
        <Table.Thead><Table.Tr><Table.Th>{t("imports:field.severity")}</Table.Th><Table.Th ta="right">{t("imports:field.count")}</Table.Th><Table.Th>{t("imports:field.sentence")}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {sorted.map((one) => (
            <Table.Tr key={one.code}>
              <Table.Td><StatusBadge tone={SEVERITIES[one.severity]!}>{t(`imports:severity.${one.severity}`)}</StatusBadge></Table.Td>
              <Table.Td ta="right" className="num">{int(one.count)}</Table.Td>
              <Table.Td><Text fz="sm">{one.sentence}</Text><Text fz="xs" c="dimmed" className="num" style={{ whiteSpace: "normal" }}>{t("imports:at_lines", { lines: one.lines.slice(0, 8).join(", "), more: one.count > 8 ? "…" : "" })}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
