/** The instalments of an order as they come to, and those of an invoice with what is paid of each. */
import { Table, Text } from "@mantine/core";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Form } from "@/components/form/useForm";
import { termLabel } from "@/features/crm/customers";
import { date, money, percent } from "@/lib/format";

export type Planned = Schemas["PlannedOut"];

/** A row while it is typed: its date, once there is one, stands for its delay. */
export interface PlannedDraft {
  percent: string | null;
  amount: number | null;
  term: string | null;
  on: string | null;
}

export const BLANK_INSTALMENT: PlannedDraft = { percent: null, amount: null, term: null, on: null };

export const scheduleToForm = (schedule: Planned[]): PlannedDraft[] => schedule.map(({ percent, amount, term, on }) => ({ percent, amount, on, term: term || null }));

export const scheduleToBody = (rows: PlannedDraft[]): Schemas["PlannedIn"][] => rows.map(({ percent, amount, term, on }) => ({ percent: percent || null, amount, on, term: on ? "" : term ?? "" }));

/** What the rows come to, once the server has answered for as many; else what it refuses of their sum. */
function ScheduleSum({ form, plan, currency }: { form: Form; plan: Planned[] | undefined; currency: string }) {
  const { t } = useTranslation();
  const rows = form.value("schedule") as PlannedDraft[] | undefined;
  if (!rows?.length) return null;
  const fault = form.errors["schedule"];
  return (
    <div aria-live="polite" data-schedule>
      {fault && <Text c="red" fz="sm" mt={6}>{fault}</Text>}
      {plan?.length === rows.length && (
        <Text fz="sm" c="dimmed" mt={6}>
          {plan.map((one) => t("sales:schedule.part", { amount: money(one.cents, currency), on: date(one.due_on) })).join(" · ")}
          <Text span fw={550} ml={8}>{t("sales:schedule.sum", { amount: money(plan.reduce((sum, one) => sum + one.cents, 0), currency) })}</Text>
        </Text>
      )}
    </div>
  );
}

export const scheduleSum = (plan: Planned[] | undefined, currency: string) => (form: Form) => <ScheduleSum form={form} plan={plan} currency={currency} />;

/** The rows as typed, where they are only read. */
export function scheduleText(value: unknown): string {
  return (value as PlannedDraft[]).map((one) => {
    const part = one.percent ? percent(one.percent) : one.amount ? money(one.amount) : i18next.t("sales:schedule.rest");
    return `${part} · ${one.on ? date(one.on) : termLabel(one.term ?? "cash")}`;
  }).join("\n");
}

export function Instalments({ schedule, currency }: { schedule: Schemas["InstalmentOut"][]; currency: string }) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t("sales:schedule.title")}>
      <Table.Thead><Table.Tr>{["due_on", "amount", "paid", "balance"].map((name, at) => <Table.Th key={name} ta={at ? "right" : "left"}>{t(`sales:field.${name}`)}</Table.Th>)}</Table.Tr></Table.Thead>
      <Table.Tbody>
        {schedule.map((one, at) => (
          <Table.Tr key={at}>
            <Table.Td>{date(one.due_on)}</Table.Td>
            {[one.amount, one.paid, one.balance].map((cents, column) => <Table.Td key={column} ta="right" className="num">{money(cents, currency)}</Table.Td>)}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
