/** A record found by typing three letters of it; arrows and Enter choose. */
import { Combobox, Group, InputBase, Loader, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
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
  const [typed, setTyped] = useState<string | null>(null);
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
  useEffect(() => {
    if (typed && rows.data?.length) combobox.selectFirstOption();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rows.data]);
  const choose = (id: string) => {
    onChange(id, found.find((row) => row.id === id));
    setTyped(null);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} keepMounted>
      <Combobox.Target>
        <InputBase {...input} value={typed ?? (value ? (named.data ?? "…") : "")} autoComplete="off"
          rightSection={rows.isFetching && typed !== null ? <Loader size={16} /> : <Combobox.Chevron />} rightSectionPointerEvents="none"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => { setTyped(""); combobox.openDropdown(); }}
          onBlur={() => {
            if (typed === "" && value) onChange(null);
            setTyped(null);
            combobox.closeDropdown();
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
