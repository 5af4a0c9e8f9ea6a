/** The rights, one line per room: nothing, read, or read and write; then those that cut across rooms. */
import "@/i18n/late/users";
import { Checkbox, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

interface Props {
  all: Schemas["ScopeOut"][];
  value: string[];
  onChange: (scopes: string[]) => void;
  disabled?: boolean;
}

type Level = "none" | "read" | "write";

export function ScopePicker({ all, value, onChange, disabled = false }: Props) {
  const { t } = useTranslation();
  const known = new Set(all.map((one) => one.scope));
  const rooms = [...new Set(all.map((one) => one.scope.split(":")[0]!))].filter((room) => known.has(`${room}:read`) && known.has(`${room}:write`));
  const others = all.filter((one) => !rooms.includes(one.scope.split(":")[0]!));
  const level = (room: string): Level => (value.includes(`${room}:write`) ? "write" : value.includes(`${room}:read`) ? "read" : "none");
  const set = (room: string, next: Level) => {
    const rest = value.filter((scope) => !scope.startsWith(`${room}:`));
    onChange([...rest, ...(next === "none" ? [] : [`${room}:read`]), ...(next === "write" ? [`${room}:write`] : [])]);
  };
  return (
    <Stack gap="sm">
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {rooms.map((room) => (
            <Table.Tr key={room}>
              <Table.Td><Text fz="sm">{t(`users:room.${room}`)}</Text></Table.Td>
              <Table.Td ta="right">
                <SegmentedControl size="xs" disabled={disabled} value={level(room)} aria-label={t(`users:room.${room}`)} onChange={(next) => set(room, next as Level)}
                  data={(["none", "read", "write"] as const).map((one) => ({ value: one, label: t(`users:level.${one}`) }))} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {others.map((one) => (
        <Checkbox key={one.scope} size="sm" label={one.label} disabled={disabled} checked={value.includes(one.scope)}
          onChange={(event) => onChange(event.currentTarget.checked ? [...value, one.scope] : value.filter((scope) => scope !== one.scope))} />
      ))}
    </Stack>
  );
}
