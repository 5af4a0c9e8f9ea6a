/** Records inside a record (the contacts of a customer): each a small group of fields, added and removed in place. */
import { ActionIcon, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FieldInput } from "./FieldInput";
import type { Form } from "./useForm";
import type { Field } from "./types";
import classes from "./form.module.css";

interface Props {
  field: Field;
  form: Form;
  ns: string;
  disabled: boolean;
}

export function RowsInput({ field, form, ns, disabled }: Props) {
  const { t } = useTranslation();
  const rows = (form.value(field.name) as object[] | undefined) ?? [];
  const label = t(field.label ?? `${ns}:field.${field.name}`);
  const one = t(`${ns}:one.${field.name}`);
  return (
    <Stack gap="sm" role="group" aria-label={label}>
      <Text fz="sm" fw={500}>{label}</Text>
      {rows.map((_, n) => (
        <Paper key={n} withBorder p="sm" role="group" aria-label={`${one} ${n + 1}`}>
          <Group justify="space-between" mb={6}>
            <Text fz="xs" c="dimmed">{`${one} ${n + 1}`}</Text>
            {!disabled && <ActionIcon variant="subtle" color="gray" aria-label={t("form:remove_row", { one, n: n + 1 })} onClick={() => form.set(field.name, rows.filter((_row, at) => at !== n))}><IconTrash size={16} /></ActionIcon>}
          </Group>
          <div className={classes.fields}>
            {field.rows!.map((inner) => (
              <div key={inner.name} data-span={inner.span ?? 6} style={{ gridColumn: `span ${inner.span ?? 6}` }}>
                <FieldInput ns={ns} form={form} disabled={disabled} field={{ ...inner, name: `${field.name}.${n}.${inner.name}`, label: inner.label ?? `${ns}:field.${inner.name}` }} />
              </div>
            ))}
          </div>
        </Paper>
      ))}
      {!disabled && <Group><Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => form.set(field.name, [...rows, { ...field.blank }])}>{t(`${ns}:add.${field.name}`)}</Button></Group>}
    </Stack>
  );
}
