/** A file no reader knows: what its rows are, where its headings stand, which column is which field. */
import "@/i18n/late/imports";
import { Button, Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { Panel } from "@/components/record/Panel";
import { ProblemBanner } from "@/components/states";
import { done } from "@/lib/toast";
import { useSubmit } from "@/lib/useSubmit";
import { useChoices } from "./Plan";
import type { Import } from "./ShownImport";
import { KINDS, type Kind } from "./words";
import look from "./imports.module.css";

type Sheet = Schemas["SheetOut"];
type Chosen = Kind | "";

export function SheetMapping({ one, sheet }: { one: Import; sheet: Sheet }) {
  const { t } = useTranslation();
  const api = useApi();
  const choose = useChoices(one);
  const fields = useQuery({ queryKey: [api.company, "import-fields"], queryFn: ({ signal }) => api.get("/{company}/import-fields", {}, undefined, signal), staleTime: 600_000 }).data;
  const chosen = one.choices.sheets?.find((s) => s.file === sheet.file && (s.sheet ?? "") === sheet.sheet);
  const [columns, setColumns] = useState<Record<string, string>>(() => Object.fromEntries(sheet.columns.flatMap((c) => (c.field ? [[String(c.column), c.field]] : []))));
  const kind = (chosen?.kind || sheet.kind || "") as Chosen;
  const options = kind && fields ? [...fields[kind].map((f) => ({ value: f.code, label: f.label })), ...(kind === "product" ? priceOptions(sheet, columns, t("imports:price_column")) : [])] : [];
  const say = (part: Partial<Schemas["SheetChoiceIn"]>) => {
    const rest = (one.choices.sheets ?? []).filter((s) => s !== chosen);
    return choose({ sheets: [...rest, { ...(chosen ?? {}), file: sheet.file, sheet: sheet.sheet, kind, columns, ...part }] });
  };
  const keep = useSubmit(async () => {
    await api.send("post", "/{company}/import-templates", {}, { name: sheet.name, import_id: one.id, file: sheet.file, sheet: sheet.sheet });
    done(t("imports:template_kept"));
  });
  return (
    <Panel title={t("imports:mapping_of", { name: sheet.sheet ? `${sheet.name} · ${sheet.sheet}` : sheet.name })}>
      <Stack gap="sm">
        {keep.problem && <ProblemBanner problem={keep.problem} />}
        <Group align="flex-end">
          <div><Text fz="sm" fw={500} mb={4}>{t("imports:rows_are")}</Text>
            <SegmentedControl className={look.kinds} aria-label={t("imports:rows_are")} value={kind} onChange={(value) => void say({ kind: value as Kind, columns: {} })} data={KINDS.map((value) => ({ value, label: t(`imports:kind.${value}`) }))} /></div>
          <NumberInput label={t("imports:header_line")} w={150} min={1} hideControls defaultValue={sheet.header ?? ""} onBlur={(event) => { const line = Number(event.currentTarget.value); if (line && line !== sheet.header) void say({ header: line, columns: {} }); }} />
          <Checkbox mb={8} label={t("imports:ignore_sheet")} checked={false} onChange={() => void say({ ignored: true })} />
        </Group>
        {kind && (
          <>
            <Table verticalSpacing={4}>
              <Table.Thead><Table.Tr><Table.Th>{t("imports:heading")}</Table.Th><Table.Th>{t("imports:samples")}</Table.Th><Table.Th>{t("imports:becomes")}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {sheet.columns.map((column) => (
                  <Table.Tr key={column.column}>
                    <Table.Td>{column.heading || `(${column.column + 1})`}</Table.Td><Table.Td><Text fz="xs" c="dimmed" lineClamp={2}>{column.samples.join(" · ")}</Text></Table.Td>
                    <Table.Td w={230}><Select size="xs" searchable clearable aria-label={t("imports:field_of", { heading: column.heading })} placeholder={t("imports:not_taken")} value={columns[String(column.column)] ?? null} data={options}
                      onChange={(value) => setColumns((old) => { const next = { ...old }; if (value) next[String(column.column)] = value; else delete next[String(column.column)]; return next; })} /></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Group justify="flex-end"><Button variant="subtle" loading={keep.busy} onClick={() => void keep.submit()}>{t("imports:keep_template")}</Button><Button onClick={() => void say({ columns })}>{t("imports:apply_mapping")}</Button></Group>
          </>
        )}
      </Stack>
    </Panel>
  );
}

/** A price column is named after its grid: the heading proposes the code. */
function priceOptions(sheet: Sheet, columns: Record<string, string>, word: string): { value: string; label: string }[] {
  const codes = new Set([...Object.values(columns).filter((f) => f.startsWith("price:")).map((f) => f.slice(6)), ...sheet.columns.map((c) => gridCode(c.heading)).filter(Boolean)]);
  return [...codes].map((code) => ({ value: `price:${code}`, label: `${word} ${code}` }));
}

function gridCode(heading: string): string {
  return heading.normalize("NFD").replace(/[^A-Za-z0-9]/g, "").toUpperCase().slice(0, 12);
}

