/** Which columns, in which order; density. Kept in the address when changed, and remembered for the next visit. */
import { ActionIcon, Checkbox, Divider, Group, Popover, Stack, Text } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp, IconColumns3 } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { labelOf } from "./cells";
import type { AnyRow, Column } from "./types";

export function useColumns(name: string, all: Column<AnyRow>[]) {
  const [search, setSearch] = useSearchParams();
  const [stored, setStored] = useLocalStorage<string[] | null>({ key: `caveau.columns.${name}`, defaultValue: null, getInitialValueInEffect: false });
  const asked = search.get("cols");
  const narrow = useMediaQuery("(max-width: 75em)", undefined, { getInitialValueInEffect: false });
  // What was just clicked counts before the address has followed.
  const [clicked, setClicked] = useState<string[] | null>(null);
  useEffect(() => setClicked(null), [asked]);
  const shown = useMemo(() => {
    const offered = all.filter((c) => !c.filterOnly);
    const usual = offered.filter((c) => !c.hidden && !(narrow && c.roomy));
    const keys = clicked ?? asked?.split(",") ?? stored ?? usual.map((c) => c.key);
    const found = keys.flatMap((key) => offered.find((c) => c.key === key) ?? []);
    return found.length ? found : usual;
  }, [all, asked, stored, clicked, narrow]);
  const choose = useCallback((keys: string[]) => {
    setClicked(keys);
    setStored(keys);
    const out = new URLSearchParams(search);
    out.set("cols", keys.join(","));
    setSearch(out, { replace: true, preventScrollReset: true });
  }, [search, setSearch, setStored]);
  return [shown, choose] as const;
}

interface Props {
  all: Column<AnyRow>[];
  shown: Column<AnyRow>[];
  choose: (keys: string[]) => void;
  ns: string;
  dense: boolean;
  setDense: (dense: boolean) => void;
}

export function ColumnsMenu({ all, shown, choose, ns, dense, setDense }: Props) {
  const { t } = useTranslation();
  const keys = shown.map((c) => c.key);
  const rest = all.filter((c) => !c.filterOnly && !keys.includes(c.key));
  const swap = (at: number, step: number) => {
    const next = [...keys];
    const [moved] = next.splice(at, 1);
    next.splice(at + step, 0, moved!);
    choose(next);
  };
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={t("list:columns")}><IconColumns3 size={18} stroke={1.7} /></ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Text fw={600} fz="sm" mb="xs">{t("list:columns")}</Text>
        <div style={{ maxHeight: 360, overflowY: "auto" }}>
          <Stack gap={4}>
            {[...shown, ...rest].map((column, at) => {
              const on = at < shown.length;
              const label = labelOf(column as Column<never>, ns, t);
              return (
                <Group key={column.key} gap={2} wrap="nowrap" mih={32}>
                  <Checkbox size="xs" flex={1} label={label} checked={on} disabled={on && shown.length === 1}
                    onChange={() => choose(on ? keys.filter((k) => k !== column.key) : [...keys, column.key])} />
                  {on && <ActionIcon variant="subtle" color="gray" c="dimmed" disabled={at === 0} aria-label={t("list:column_up", { label })} onClick={() => swap(at, -1)}><IconChevronUp size={16} /></ActionIcon>}
                  {on && <ActionIcon variant="subtle" color="gray" c="dimmed" disabled={at === shown.length - 1} aria-label={t("list:column_down", { label })} onClick={() => swap(at, 1)}><IconChevronDown size={16} /></ActionIcon>}
                </Group>
              );
            })}
          </Stack>
        </div>
        <Divider my="xs" />
        <Checkbox size="xs" label={t("list:dense")} checked={dense} onChange={(event) => setDense(event.currentTarget.checked)} />
      </Popover.Dropdown>
    </Popover>
  );
}
