/** The columns of the lines, in printed order: moved up and down, added, taken off when the law does not want them. */
import "@/i18n/late/documents";
import { ActionIcon, Select, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Form } from "@/components/form/useForm";
import classes from "./documents.module.css";

const DUE = ["label", "quantity", "unit_price", "vat_rate", "amount"];
const ALL = [...DUE, "sku", "unit", "discount", "abv", "gtin", "lot", "capsule", "customs_code", "ttb_id"];

export function Columns({ form }: { form: Form }) {
  const { t } = useTranslation();
  const columns = form.values["columns"] as string[];
  const name = (one: string) => t(`documents:column.${one}`);
  const put = (next: string[]) => form.set("columns", next);
  const move = (at: number, by: number) => {
    const next = [...columns];
    next.splice(at + by, 0, ...next.splice(at, 1));
    put(next);
  };
  const rest = ALL.filter((one) => !columns.includes(one)).map((one) => ({ value: one, label: name(one) }));
  return (
    <div className={classes.columns} role="group" aria-label={t("documents:field.columns")}>
      <Text fz="sm" fw={500}>{t("documents:field.columns")}</Text>
      <Text fz="xs" c="dimmed" mb={6}>{t("documents:hint.columns")}</Text>
      <ol className={classes.order}>
        {columns.map((one, at) => (
          <li key={one}>
            <span>{name(one)}</span>
            <ActionIcon variant="subtle" color="gray" size={32} disabled={at === 0} aria-label={t("documents:up", { name: name(one) })} onClick={() => move(at, -1)}><IconArrowUp size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" size={32} disabled={at === columns.length - 1} aria-label={t("documents:down", { name: name(one) })} onClick={() => move(at, 1)}><IconArrowDown size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" size={32} disabled={DUE.includes(one)} aria-label={t("documents:drop", { name: name(one) })} onClick={() => put(columns.filter((other) => other !== one))}><IconX size={16} /></ActionIcon>
          </li>
        ))}
      </ol>
      {rest.length > 0 && <Select aria-label={t("documents:add")} placeholder={t("documents:add")} value={null} data={rest} onChange={(next) => next && put([...columns, next])} />}
      {form.errors["columns"] && <Text fz="sm" c="red" role="alert" mt={4}>{form.errors["columns"]}</Text>}
    </div>
  );
}
