/** Before a value at the top is saved: how many records would have another one, and which do not move. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Api, Schemas } from "@/api/client";
import { same, type Values } from "./paths";

export type Impact = Schemas["ImpactOut"];
type Asked = Schemas["ImpactIn"];

/** Settings that a small set's item holds for what is below it: the field, and the setting it stands for. */
export interface Top {
  level: Asked["level"];
  fields: Record<string, Asked["setting"]>;
}

/** What saving would touch; null when nothing. Asked once for each changed setting. */
export async function impactOf(api: Api, top: Top | Top[], id: string | undefined, before: Values, after: Values): Promise<Impact | null> {
  const changed = [top].flat().flatMap(({ level, fields }) => Object.entries(fields).filter(([field]) => !same(before[field], after[field])).map(([field, setting]) => ({ level, field, setting })));
  const found = await Promise.all(changed.map(({ level, field, setting }) => api.send("post", "/{company}/explain", {}, { setting, level, id: id ?? null, value: (after[field] as string | null) ?? null })));
  const sum = (part: "customers" | "orders" | "variants" | "frozen") => Math.max(0, ...found.map((one) => one[part]));
  if (!found.some((one) => one.customers + one.orders + one.variants > 0)) return null;
  return { customers: sum("customers"), orders: sum("orders"), variants: sum("variants"), invoices: 0, frozen: sum("frozen"), examples: [...new Set(found.flatMap((one) => one.examples))].slice(0, 5) };
}

export function ImpactDialog({ impact, onSave, onClose, busy }: { impact: Impact; onSave: () => void; onClose: () => void; busy: boolean }) {
  const { t } = useTranslation();
  const list = (["customers", "orders", "variants"] as const).filter((part) => impact[part] > 0).map((part) => t(`form:impact.${part}`, { count: impact[part] })).join(", ");
  return (
    <Modal opened onClose={onClose} title={t("form:impact.title")} closeButtonProps={{ "aria-label": t("app:action.close") }} zIndex={400}>
      <Text fz="sm">{t("form:impact.touched", { list })}</Text>
      {impact.examples.length > 0 && <Text fz="sm" c="dimmed" mt="xs">{t("form:impact.examples", { names: impact.examples.join(", ") })}</Text>}
      {impact.frozen > 0 && <Text fz="sm" mt="xs">{t("form:impact.frozen", { count: impact.frozen })}</Text>}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>{t("form:cancel")}</Button>
        <Button loading={busy} onClick={onSave}>{t("form:impact.save")}</Button>
      </Group>
    </Modal>
  );
}
