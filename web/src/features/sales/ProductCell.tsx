/** The product of a line: two letters are enough; name, code or barcode; Enter takes the first. */
import { Combobox, Group, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import clsx from "clsx";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import { volumeLabel } from "@/features/catalogue/books";
import { matches } from "@/lib/fold";
import type { LineDraft } from "./orderForm";
import classes from "./lines.module.css";

export type VariantRow = Schemas["VariantRow"];

interface Props {
  line: LineDraft;
  index: number;
  autoFocus: boolean;
  /** `late`: the answer came after the person had gone on, who must not be disturbed */
  onChoose: (row: VariantRow, late: boolean) => void;
  /** Enter came before the answer: the person goes on to the quantity, the product follows */
  onTrust: () => void;
  onClear: () => void;
  onMove: (step: -1 | 1) => void;
  onNext: () => void;
  onPaste: (event: ClipboardEvent) => void;
  error: string | undefined;
}

function sure(row: VariantRow, typed: string): boolean {
  return matches([row.label, row.label_en, row.sku, row.gtin, row.case_gtin].join(" "), typed);
}

const OFFERED = { field: "offered", op: "eq", value: true };

export function ProductCell({ line, index, autoFocus, onChoose, onTrust, onClear, onMove, onNext, onPaste, error }: Props) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  // Who types faster than the network (or scans a barcode) may press Enter before the answer: it is taken on arrival.
  const eager = useRef(false);
  const input = useRef<HTMLInputElement>(null);
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
    const late = eager.current;
    eager.current = false;
    setTyped(null);
    combobox.closeDropdown();
    onChoose(row, late);
  };
  const ready = typed !== null && q === typed.trim() && !found.isPlaceholderData && !!found.data;
  useEffect(() => {
    if (!ready || !q) return;
    // A code that is not on sale has near neighbours: only a row that holds every word typed is proposed for Enter.
    const first = rows[0] && sure(rows[0], q) ? rows[0] : undefined;
    if (first && eager.current) choose(first.id);
    else if (first) combobox.selectFirstOption();
    else {
      combobox.resetSelectedOption();
      if (eager.current) input.current?.focus();
      eager.current = false;
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ready, found.data]);
  const label = line.variant ? line.label : "";
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.altKey) return;
    const searching = !!typed?.trim();
    const open = searching && combobox.dropdownOpened && rows.length > 0;
    const taking = (event.key === "Enter" && !event.ctrlKey && !event.metaKey) || (event.key === "Tab" && !event.shiftKey && searching);
    if (taking) {
      event.preventDefault();
      event.stopPropagation();
      if (!searching) return line.variant ? onNext() : undefined;
      // The list may not have marked its first row yet when Enter comes right after the answer.
      const chosen = rows[combobox.getSelectedOptionIndex()] ?? (rows[0] && sure(rows[0], q) ? rows[0] : undefined);
      if (ready && chosen) choose(chosen.id);
      else if (!ready) {
        eager.current = true;
        onTrust();
      }
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !open) {
      event.preventDefault();
      onMove(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      eager.current = false;
      setTyped(null);
      combobox.closeDropdown();
    }
  };
  return (
    <Combobox store={combobox} keepMounted onOptionSubmit={choose} position="bottom-start" width={440} withinPortal>
      <Combobox.Target withKeyboardNavigation={rows.length > 0}>
        <input ref={input} className={clsx(classes.input, label && typed === null && classes.under)} data-cell="product" autoComplete="off" autoFocus={autoFocus} aria-label={t("sales:line.product", { n: index + 1 })} aria-invalid={!!error || undefined} title={error ?? label}
          placeholder={index === 0 ? t("sales:line.product_hint") : ""} value={typed ?? label}
          onChange={(event) => {
            eager.current = false;
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={(event) => { event.currentTarget.select(); if (typed?.trim()) combobox.openDropdown(); }} onKeyDown={onKeyDown} onPaste={onPaste}
          onBlur={() => {
            if (eager.current) return combobox.closeDropdown();
            if (typed === "" && line.variant) onClear();
            setTyped(null);
            combobox.closeDropdown();
          }} />
      </Combobox.Target>
      {label && typed === null && <div className={classes.face} aria-hidden>{label}</div>}
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
