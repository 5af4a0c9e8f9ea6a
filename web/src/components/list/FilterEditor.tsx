/** What a chip says, open: the condition and its value. */
import { Button, Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { DateInput } from "@/components/DateInput";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readDecimal } from "@/lib/format";
import { choiceLabel, labelOf } from "./cells";
import { RELATIVE } from "./dates";
import { OPS } from "./ops";
import type { Column, ColumnType, Filter, Op } from "./types";

interface EditorProps {
  column: Column<never>;
  ns: string;
  filter: Filter;
  onDone: (filter: Filter | null) => void;
}

/** What the person types, as the filter carries it; null while it makes no sense. */
function carried(type: ColumnType, typed: string): string | null {
  if (type === "cents" || type === "int" || type === "decimal" || type === "percent") return readDecimal(typed);
  return typed.trim() || null;
}

export default function FilterEditor({ column, ns, filter, onDone }: EditorProps) {
  const { t } = useTranslation();
  const [op, setOp] = useState<Op>(filter.op);
  const [value, setValue] = useState(filter.value);
  const label = labelOf(column, ns, t);
  const dated = column.type === "date" || column.type === "instant";
  const relative = dated && value.startsWith("@") && (op === "ge" || op === "lt");
  const ready = op === "empty" ? "true" : dated && value.startsWith("@") && !relative ? null : carried(column.type, value);
  const ops = OPS[column.type];
  const apply = () => ready !== null && onDone({ field: filter.field, op, value: ready });
  const form = useRef<HTMLFormElement>(null);
  // What one came to type has the focus, wherever this opens.
  useEffect(() => {
    const first = (what: string) => form.current?.querySelector<HTMLElement>(what);
    (first("[data-autofocus]") ?? first("input[type=checkbox]") ?? first("input"))?.focus({ preventScroll: true });
  }, []);
  return (
    <form ref={form} onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); apply(); }}>
      <Stack gap="xs">
        {ops.length > 1 && (
          <Select aria-label={t("list:condition")} allowDeselect={false} value={op} onChange={(v) => v && setOp(v as Op)} comboboxProps={{ withinPortal: false }}
            data={ops.map((one) => ({ value: one, label: t(`list:op_name.${dated ? "date_" : ""}${one}`) }))} />
        )}
        {dated && (op === "ge" || op === "lt") && (
          <Select aria-label={t("list:period")} allowDeselect={false} value={value.startsWith("@") ? value : ""} onChange={(v) => setValue(v ?? "")} comboboxProps={{ withinPortal: false }}
            data={[{ value: "", label: t("list:exact_date") }, ...RELATIVE.map((one) => ({ value: `@${one}`, label: t(`list:${op === "ge" ? "since" : "before"}.${one}`) }))]} />
        )}
        {op !== "empty" && !relative && <Value column={column} ns={ns} label={label} value={value.startsWith("@") ? "" : value} onChange={setValue} dated={dated} />}
        <Group justify="flex-end"><Button type="submit" disabled={ready === null}>{t("list:apply")}</Button></Group>
      </Stack>
    </form>
  );
}

function Value({ column, ns, label, value, onChange, dated }: { column: Column<never>; ns: string; label: string; value: string; onChange: (v: string) => void; dated: boolean }) {
  const { t } = useTranslation();
  if (column.type === "choice" || column.type === "id") {
    const values = column.options?.map((o) => o.value) ?? column.choices ?? [];
    return (
      <Checkbox.Group label={label} value={value ? value.split(",") : []} onChange={(list) => onChange(list.join(","))}>
        <Stack gap={8} mt={6}>{values.map((one) => <Checkbox key={one} size="xs" value={one} label={choiceLabel(column, ns, one, t)} />)}</Stack>
      </Checkbox.Group>
    );
  }
  if (column.type === "bool") {
    return <Select label={label} data-autofocus value={value || null} onChange={(v) => onChange(v ?? "")} comboboxProps={{ withinPortal: false }}
      data={[{ value: "true", label: t("app:word.yes") }, { value: "false", label: t("app:word.no") }]} />;
  }
  if (dated) return <DateInput label={label} data-autofocus value={value || null} onChange={(v) => onChange(v ?? "")} popoverProps={{ withinPortal: false }} />;
  return <TextInput label={label} data-autofocus value={value} onChange={(event) => onChange(event.currentTarget.value)} inputMode={column.type === "text" || column.type === "tags" ? "text" : "decimal"} />;
}
