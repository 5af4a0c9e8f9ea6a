/** The product of a line: two letters are enough; name, code or barcode; Enter takes the first. */
import { Combobox, Group, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { volumeLabel } from "@/features/catalogue/books";
import type { LineDraft } from "./orderForm";
import classes from "./lines.module.css";

export type VariantRow = Schemas["VariantRow"];

interface Props {
  line: LineDraft;
  index: number;
  autoFocus: boolean;
  onChoose: (row: VariantRow) => void;
  onClear: () => void;
  onMove: (step: -1 | 1) => void;
  onNext: () => void;
  onPaste: (event: ClipboardEvent) => void;
  error: string | undefined;
}

const OFFERED = { field: "offered", op: "eq", value: true };

export function ProductCell({ line, index, autoFocus, onChoose, onClear, onMove, onNext, onPaste, error }: Props) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState<string | null>(null);
  const [q] = useDebouncedValue(typed?.trim() ?? "", 90);
  const found = useQuery({
    queryKey: [api.company, "variant-search", q], enabled: typed !== null && q.length > 0, staleTime: 30_000, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get("/{company}/variants", {}, { q, where: JSON.stringify(OFFERED), limit: 8 }, signal),
  });
  const rows = q ? (found.data?.items ?? []) : [];
  const choose = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) return;
    setTyped(null);
    combobox.closeDropdown();
    onChoose(row);
  };
  const label = line.variant ? line.label : "";
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const open = combobox.dropdownOpened && rows.length > 0;
    if (event.altKey) return;
    if (event.key === "Enter" && !event.ctrlKey && !open) {
      event.preventDefault();
      if (line.variant) onNext();
    } else if (event.key === "Tab" && !event.shiftKey && open && typed) {
      event.preventDefault();
      choose(rows[Math.max(0, combobox.getSelectedOptionIndex())]!.id);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !open) {
      event.preventDefault();
      onMove(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      setTyped(null);
      combobox.closeDropdown();
    }
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} position="bottom-start" width={440} withinPortal>
      <Combobox.Target withKeyboardNavigation={rows.length > 0}>
        <input className={classes.input} data-cell="product" autoComplete="off" autoFocus={autoFocus} aria-label={t("sales:line.product", { n: index + 1 })} aria-invalid={!!error || undefined} title={error ?? label}
          placeholder={index === 0 ? t("sales:line.product_hint") : ""} value={typed ?? label}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={(event) => event.currentTarget.select()} onKeyDown={onKeyDown} onPaste={onPaste}
          onBlur={() => {
            if (typed === "" && line.variant) onClear();
            setTyped(null);
            combobox.closeDropdown();
          }} />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!q || typed === null}>
        <Combobox.Options aria-label={t("form:results")} onMouseDown={(event) => event.preventDefault()}>
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={row.id}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Text fz="sm" truncate>{(i18n.language === "en" && row.label_en) || row.label}</Text>
                <Text fz="xs" c="dimmed" className="num">{row.sku}{row.volume ? ` · ${volumeLabel(row.volume)}` : ""}</Text>
              </Group>
            </Combobox.Option>
          ))}
          {!rows.length && <Combobox.Empty>{found.isFetching ? t("app:state.loading") : t("sales:line.unknown")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
