/** Somebody saved in between (412): both versions side by side, field by field; nothing is overwritten unseen. */
import { Button, Group, Modal, Radio, ScrollArea, Table, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { at, put, same, type Values } from "./paths";
import type { Field, Section } from "./types";

interface Props<V extends Values> {
  sections: Section[];
  ns: string;
  /** what was read before typing: a field left as it was takes the stored value */
  base: V;
  mine: V;
  theirs: V;
  onCancel: () => void;
  /** the values to save over the newest version */
  onResolve: (values: V) => void;
}

/** The fields that differ; where only one side changed, that side is proposed. */
function differing(fields: Field[], mine: Values, theirs: Values): Field[] {
  return fields.filter(({ name }) => !same(at(mine, name), at(theirs, name)));
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return Array.isArray(value) ? value.join(" / ") : String(value);
}

export function ConflictDialog<V extends Values>({ sections, ns, base, mine, theirs, onCancel, onResolve }: Props<V>) {
  const { t } = useTranslation();
  const fields = useMemo(() => differing(sections.flatMap((s) => s.fields), mine, theirs), [sections, mine, theirs]);
  const [picks, setPicks] = useState<Record<string, "mine" | "theirs">>(() => Object.fromEntries(fields.map(({ name }) => [name, same(at(base, name), at(mine, name)) ? "theirs" : "mine"])));
  const resolve = () => {
    let values = theirs;
    for (const { name } of fields) if (picks[name] === "mine") values = put(values, name, at(mine, name));
    onResolve(values);
  };
  return (
    <Modal opened onClose={onCancel} size="xl" title={t("form:conflict_title")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Text fz="sm" mb="md">{t("form:conflict")}</Text>
      <ScrollArea.Autosize mah="50vh">
        <Table>
          <Table.Thead>
            <Table.Tr><Table.Th>{t("form:conflict_field")}</Table.Th><Table.Th>{t("form:conflict_mine")}</Table.Th><Table.Th>{t("form:conflict_theirs")}</Table.Th></Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map((field) => {
              const label = t(field.label ?? `${ns}:field.${field.name.replaceAll(".", "_")}`);
              return (
                <Table.Tr key={field.name}>
                  <Table.Th scope="row" fw={500}>{label}</Table.Th>
                  {(["mine", "theirs"] as const).map((side) => (
                    <Table.Td key={side}>
                      <Radio size="xs" name={`conflict-${field.name}`} checked={picks[field.name] === side} onChange={() => setPicks({ ...picks, [field.name]: side })}
                        label={(field.show ?? shown)(at(side === "mine" ? mine : theirs, field.name))} styles={{ label: { whiteSpace: "pre-line" } }} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onCancel}>{t("form:conflict_later")}</Button>
        <Button onClick={resolve} data-autofocus>{t("form:conflict_save")}</Button>
      </Group>
    </Modal>
  );
}
