/** A formula on the prices of chosen grids: shown cell by cell before it is applied. */
import "@/i18n/late/pricing";
import { Button, Group, Modal, MultiSelect, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateInput } from "@/components/DateInput";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { readDecimal } from "@/lib/format";
import { useSubmit } from "@/lib/useSubmit";
import type { ChangeAsked } from "./changes";
import { withBasis, type Grid } from "./grids";

interface Props {
  grids: Grid[];
  /** what the page is filtered on: the change is limited to it */
  chosen: { q?: string | undefined; where?: string | undefined; count: number };
  onLook: (asked: ChangeAsked) => Promise<void>;
  onClose: () => void;
}

const signed = (text: string) => {
  const bare = text.trim().replace(/^\+/, "").replace("−", "-");
  const read = readDecimal(bare.replace(/^-/, ""));
  return read === null ? null : bare.startsWith("-") ? `-${read}` : read;
};

export function BulkDialog({ grids, chosen, onLook, onClose }: Props) {
  const { t } = useTranslation();
  const [ids, setIds] = useState<string[]>(grids.length === 1 ? [grids[0]!.id] : []);
  const [percent, setPercent] = useState("");
  const [amount, setAmount] = useState("");
  const [step, setStep] = useState("0.05");
  const [direction, setDirection] = useState("nearest");
  const [begins, setBegins] = useState<string | null>(null);
  const wrong = (text: string) => (text.trim() && signed(text) === null ? t("pricing:bulk.unreadable") : null);
  const ready = ids.length > 0 && !wrong(percent) && !wrong(amount) && (percent.trim() || amount.trim() || step);
  const { submit, busy, problem } = useSubmit(() => onLook({
    formula: {
      percent: signed(percent) ?? "0", amount: signed(amount) ?? "0", step: step || null, direction: direction as "nearest", begins, grids: ids, q: chosen.q ?? null, where: chosen.where ?? null,
    },
  }));
  return (
    <Modal opened onClose={onClose} title={t("pricing:bulk.title")} size="lg" closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <form onSubmit={(event) => { event.preventDefault(); if (ready) void submit(); }}>
        <Stack gap="sm">
          {problem && <ProblemBanner problem={problem} />}
          <Text fz="sm" c="dimmed">{t("pricing:bulk.scope", { count: chosen.count })}</Text>
          <MultiSelect label={t("pricing:bulk.grids")} data={grids.map((grid) => ({ value: grid.id, label: withBasis(grid) }))} value={ids} onChange={setIds} required data-autofocus />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label={t("pricing:bulk.percent")} placeholder="+3" rightSection="%" inputMode="decimal" value={percent} error={wrong(percent)} onChange={(e) => setPercent(e.currentTarget.value)} />
            <TextInput label={t("pricing:bulk.amount")} placeholder="+0,20" inputMode="decimal" value={amount} error={wrong(amount)} onChange={(e) => setAmount(e.currentTarget.value)} />
            <Select label={t("pricing:bulk.step")} allowDeselect={false} value={step} onChange={(v) => setStep(v ?? "")} data={["", "0.01", "0.05", "0.10", "0.50", "1"].map((value) => ({ value, label: value ? value.replace(".", ",") : t("pricing:bulk.no_step") }))} />
            <Select label={t("pricing:bulk.direction")} allowDeselect={false} value={direction} onChange={(v) => setDirection(v ?? "nearest")} data={["nearest", "up", "down"].map((value) => ({ value, label: t(`pricing:bulk.${value}`) }))} />
            <DateInput label={t("pricing:bulk.begins")} description={t("pricing:bulk.begins_hint")} clearable value={begins} onChange={setBegins} popoverProps={{ withinPortal: true }} />
          </SimpleGrid>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" h={44} onClick={onClose}>{t("app:action.cancel")}</Button>
            <MainAction type="submit" loading={busy} disabled={!ready}>{t("pricing:bulk.look")}</MainAction>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
