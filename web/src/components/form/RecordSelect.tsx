/** A record found by typing three letters of it; arrows and Enter choose. */
import { Combobox, Group, InputBase, Loader, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCompanyId } from "@/api/client";
import type { Found, RecordFinder } from "./types";

interface Props {
  finder: RecordFinder;
  value: string | null;
  onChange: (id: string | null, found?: Found) => void;
  label?: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean | undefined;
  withAsterisk?: boolean | undefined;
  disabled?: boolean | undefined;
  placeholder?: string | undefined;
  name?: string;
  autoFocus?: boolean;
  "aria-label"?: string;
}

export function RecordSelect({ finder, value, onChange, ...input }: Props) {
  const { t } = useTranslation();
  const company = useCompanyId();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  // null: closed; "" while nothing was typed yet shows the present value still.
  const [typed, setTyped] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);
  const [q] = useDebouncedValue(typed ?? "", 120);
  const named = useQuery({
    queryKey: [company, "name", value, input.name], enabled: !!value, staleTime: 60_000,
    queryFn: ({ signal }) => finder.name(value!, signal),
  });
  const rows = useQuery<Found[]>({
    queryKey: [company, "find", input.name, q], enabled: typed !== null, staleTime: 5000, placeholderData: (old) => old,
    queryFn: ({ signal }) => finder.search(q, signal),
  });
  const found = rows.data ?? [];
  // Who types faster than the network may press Enter before the answer: the row that answers is taken on arrival.
  const eager = useRef(false);
  const ready = typed !== null && q === typed && !rows.isPlaceholderData && !!rows.data;
  const close = () => {
    eager.current = false;
    setTyped(null);
    setTouched(false);
    combobox.closeDropdown();
  };
  const choose = (id: string) => {
    onChange(id, found.find((row) => row.id === id));
    close();
  };
  useEffect(() => {
    if (!ready || !typed) return;
    if (eager.current && found[0]) choose(found[0].id);
    else if (eager.current) close();
    else if (found.length) combobox.selectFirstOption();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ready, rows.data]);
  const onKeyDown = (event: KeyboardEvent) => {
    const taking = event.key === "Enter" || (event.key === "Tab" && !event.shiftKey);
    if (!typed || !taking) return;
    if (event.key === "Enter") event.preventDefault();
    if (!ready) eager.current = true;
    // The list may not have marked its first row yet when the key comes right after the answer.
    else if (combobox.getSelectedOptionIndex() < 0 && found[0]) choose(found[0].id);
    else if (event.key === "Tab") combobox.clickSelectedOption();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} keepMounted>
      <Combobox.Target>
        <InputBase {...input} value={touched ? (typed ?? "") : value ? (named.data ?? "…") : ""} autoComplete="off"
          rightSection={rows.isFetching && typed !== null ? <Loader size={16} /> : <Combobox.Chevron />} rightSectionPointerEvents="none"
          onKeyDown={onKeyDown}
          onChange={(event) => {
            eager.current = false;
            setTouched(true);
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => { setTyped(typed ?? ""); combobox.openDropdown(); }}
          onBlur={() => {
            if (eager.current) return combobox.closeDropdown();
            if (touched && typed === "" && value) onChange(null);
            close();
          }} />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed === null}>
        <Combobox.Options mah={300} style={{ overflowY: "auto" }} aria-label={t("form:results")}>
          {found.map((row) => (
            <Combobox.Option key={row.id} value={row.id}>
              <Group justify="space-between" gap="sm" wrap="nowrap">
                <Text fz="sm" truncate>{row.label}</Text>
                {row.hint && <Text fz="xs" c="dimmed" style={{ flex: "none", maxWidth: "50%" }} truncate>{row.hint}</Text>}
              </Group>
            </Combobox.Option>
          ))}
          {!found.length && <Combobox.Empty>{rows.isFetching ? t("app:state.loading") : t("form:nothing")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
