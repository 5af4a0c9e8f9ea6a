/** The prices of one article in every grid, as a panel; the sheet of prices is where they are typed. */
import "@/i18n/late/pricing";
import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useApi } from "@/api/client";
import { useCan } from "@/app/session";
import { Facts, Panel } from "@/components/record/Panel";
import { useGrids, withBasis } from "./grids";
import { tiersText } from "./tiers";

export function VariantPrices({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const { company } = useParams();
  const allowed = useCan()("pricing:read");
  const grids = useGrids().data?.items ?? [];
  const prices = useQuery({
    queryKey: [api.company, "variant-prices", id], enabled: allowed, meta: { kinds: ["tariff"] },
    queryFn: ({ signal }) => api.get("/{company}/prices/{variant_id}", { variant_id: id }, undefined, signal),
  });
  if (!allowed || !prices.data) return null;
  const rows = grids.flatMap((grid) => {
    const tiers = prices.data.prices[grid.id];
    return tiers?.length ? [{ label: withBasis(grid), value: tiersText(tiers, grid.currency ?? "EUR") }] : [];
  });
  return (
    <Panel title={t("app:page.prices")}>
      {rows.length ? <Facts facts={rows} /> : <Text fz="sm" c="dimmed">{t("pricing:none")}</Text>}
      <Anchor component={Link} to={`/c/${company}/prices?q=${encodeURIComponent(prices.data.sku)}`} fz="sm" mt="xs" display="inline-block">{t("pricing:edit")}</Anchor>
    </Panel>
  );
}
