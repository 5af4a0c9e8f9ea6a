/** A new condition: which column, then what it says. */
import { Button, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { matches } from "@/lib/fold";
import { labelOf } from "./cells";
import FilterEditor from "./FilterEditor";
import { OPS } from "./ops";
import type { Column, Filter } from "./types";

interface Props {
  columns: Column<never>[];
  ns: string;
  onDone: (filter: Filter | null) => void;
}

export default function NewFilter({ columns, ns, onDone }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Column<never> | null>(null);
  const [typed, setTyped] = useState("");
  const shown = columns.filter((c) => !typed || matches(labelOf(c, ns, t), typed));
  if (chosen) return <FilterEditor column={chosen} ns={ns} filter={{ field: chosen.key, op: OPS[chosen.type][0]!, value: "" }} onDone={onDone} />;
  return (
    <Stack gap={4}>
      <TextInput data-autofocus ref={focused} placeholder={t("list:find_field")} aria-label={t("list:find_field")} value={typed} onChange={(e) => setTyped(e.currentTarget.value)}
        onKeyDown={(e) => { if (e.key === "Enter" && shown[0]) { e.preventDefault(); setChosen(shown[0]); } }} />
      <div style={{ maxHeight: 280, overflowY: "auto" }}>
        {shown.map((column) => (
          <Button key={column.key} fullWidth justify="flex-start" variant="subtle" color="gray" c="inherit" fw={400} onClick={() => setChosen(column)}>{labelOf(column, ns, t)}</Button>
        ))}
      </div>
    </Stack>
  );
}

/** Takes the focus as soon as it is there. */
const focused = (input: HTMLInputElement | null) => input?.focus({ preventScroll: true });
