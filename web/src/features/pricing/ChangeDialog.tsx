/** What a change of prices would do, cell by cell, before anything is saved. */
import "@/i18n/late/pricing";
import { Alert, Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import listClasses from "@/components/list/list.module.css";
import { MainAction } from "@/components/MainAction";
import { ProblemBanner } from "@/components/states";
import { useSubmit } from "@/lib/useSubmit";
import type { Shown } from "./changes";
import { useGrids } from "./grids";
import { tiersText } from "./tiers";
import classes from "./prices.module.css";

const MOST = 300;

export function ChangeDialog({ shown, onApply, onClose }: { shown: Shown; onApply: () => Promise<void>; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const currencies = new Map((useGrids().data?.items ?? []).map((grid) => [grid.id, grid.currency ?? "EUR"]));
  const { submit, busy, problem } = useSubmit(onApply);
  const { cells, problems, count } = shown.out;
  const said = (rule: string, detail: string) => (i18n.language === "en" && i18n.exists(`problems:${rule.replaceAll(".", "_")}`) ? t(`problems:${rule.replaceAll(".", "_")}`) : detail);
  return (
    <Modal opened onClose={onClose} size="xl" title={t("pricing:change.title", { count })} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack gap="sm">
        {problem && <ProblemBanner problem={problem} />}
        {problems.length > 0 && (
          <Alert color="amber" icon={<IconAlertTriangle size={18} />} title={t("pricing:change.problems", { count: problems.length })}>
            {problems.slice(0, 8).map((one, i) => <Text key={i} fz="sm">{said(one.rule, one.detail)}</Text>)}
            {problems.length > 8 && <Text fz="sm">+ {problems.length - 8}</Text>}
          </Alert>
        )}
        {count === 0 ? <Text>{t("pricing:change.nothing")}</Text> : (
          <div className={`${listClasses.scroll} ${classes.preview}`}>
            <Table stickyHeader verticalSpacing={6} aria-label={t("pricing:change.title", { count })}>
              <Table.Thead><Table.Tr>{["label", "sku", "grid", "before", "after"].map((name) => <Table.Th key={name}>{t(`pricing:change.${name}`)}</Table.Th>)}</Table.Tr></Table.Thead>
              <Table.Tbody>
                {cells.slice(0, MOST).map((cell) => {
                  const currency = currencies.get(cell.grid_id) ?? "EUR";
                  return (
                    <Table.Tr key={`${cell.variant_id} ${cell.grid_id}`}>
                      <Table.Td>{cell.label}</Table.Td><Table.Td>{cell.sku}</Table.Td><Table.Td>{cell.grid}</Table.Td>
                      <Table.Td className="num" c="dimmed">{tiersText(cell.before, currency) || "–"}</Table.Td>
                      <Table.Td className="num" fw={600}>{tiersText(cell.after, currency) || "–"}</Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </div>
        )}
        {cells.length > MOST && <Text fz="sm" c="dimmed">{t("pricing:change.more", { count: cells.length - MOST })}</Text>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" h={44} onClick={onClose} disabled={busy}>{t("app:action.cancel")}</Button>
          {count > 0 && <MainAction loading={busy} onClick={() => void submit().then((ok) => ok && onClose())} data-autofocus>{t("pricing:save", { count })}</MainAction>}
        </Group>
      </Stack>
    </Modal>
  );
}
