/** The last changes of many prices, each with a way back. */
import "@/i18n/late/pricing";
import { Button, Modal, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { StatusBadge } from "@/components/list/cells";
import { ProblemBanner } from "@/components/states";
import { instant, int } from "@/lib/format";
import { useSubmit } from "@/lib/useSubmit";
import { useChanges } from "./changes";

export function PastChanges({ writable, onClose }: { writable: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const { undo } = useChanges();
  const list = useQuery({ queryKey: [api.company, "price-changes"], queryFn: ({ signal }) => api.get("/{company}/prices/changes", {}, { limit: 20 }, signal), meta: { kinds: ["price_change", "tariff"] } });
  const { submit, busy, problem } = useSubmit(async (id: string) => {
    await undo(id);
    await list.refetch();
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t("pricing:past.title")} closeButtonProps={{ "aria-label": t("app:action.close") }}>
      <Stack gap="sm">
        {problem && <ProblemBanner problem={problem} />}
        {list.data?.items.length === 0 && <Text c="dimmed">{t("pricing:past.none")}</Text>}
        <Table verticalSpacing="xs" aria-label={t("pricing:past.title")}>
          <Table.Tbody>
            {(list.data?.items ?? []).map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td><Text fw={550} fz="sm">{row.title}</Text><Text fz="xs" c="dimmed">{row.user} · {instant(row.made_at)}</Text></Table.Td>
                <Table.Td className="num" ta="right">{t("pricing:past.cells", { count: row.cells, n: int(row.cells) })}</Table.Td>
                <Table.Td ta="right">{row.undone ? <StatusBadge tone="gray">{t("pricing:past.undone")}</StatusBadge> : writable && <Button size="xs" variant="default" loading={busy} onClick={() => void submit(row.id)}>{t("pricing:past.undo")}</Button>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
