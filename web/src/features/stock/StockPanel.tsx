/** What stands of a product, depot by depot, with the way to its movements. */
import { Anchor, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Facts, Panel } from "@/components/record/Panel";
import { int } from "@/lib/format";
import { useDepots } from "./depots";

export function StockPanel({ variant }: { variant: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const can = useCan();
  const reads = can("stock:read");
  const { data: depots } = useDepots();
  const { data } = useQuery({
    queryKey: [api.company, "stock", variant], enabled: reads, meta: { kinds: ["stock_level", "depots"] },
    queryFn: ({ signal }) => api.get("/{company}/stock", {}, { where: JSON.stringify({ field: "variant", op: "eq", value: variant }), sums: "available" }, signal),
  });
  if (!reads || !data || !depots?.items.length) return null;
  return (
    <Panel title={t("app:page.stock")}>
      {data.items.length ? (
        <Facts facts={data.items.map((row) => ({ label: row.depot_name ?? "", value: t("stock:standing", { physical: int(row.physical), reserved: int(row.reserved), available: int(row.available) }) }))} />
      ) : <Text fz="sm" c="dimmed">{t("stock:untracked")}</Text>}
      <Group gap="md" mt={6}>
        {!!data.items.length && <Anchor component={Link} to={`/c/${company}/stock/movements?f=variant.eq.${variant}`} fz="sm">{t("stock:movements")}</Anchor>}
        {can("stock:write") && <Anchor component={Link} to={`/c/${company}/stock/new?variant=${variant}`} fz="sm">{t("app:create.movement")}</Anchor>}
      </Group>
    </Panel>
  );
}
