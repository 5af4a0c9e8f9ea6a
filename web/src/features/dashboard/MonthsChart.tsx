/** Sales by month beside the year before. The drawing only: fetched when a page shows it, the table stands behind it. */
import "@/i18n/late/dashboard";
import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { compactMoney, money, monthName } from "@/lib/format";
import type { Figures } from "./figures";

interface Props {
  months: Figures["months"];
  label: string;
  onMonth: (month: string) => void;
}

export default function MonthsChart({ months, label, onMonth }: Props) {
  const { t } = useTranslation();
  // A drawing needs numbers: euros here, cents everywhere else.
  const data = months.map((one) => ({ first: one.month, month: monthName(one.month), now: one.amount / 100, last: one.last_amount / 100 }));
  return (
    <div role="img" aria-label={label}>
      <BarChart h={260} data={data} dataKey="month" withLegend gridAxis="x" tickLine="none" legendProps={{ verticalAlign: "top", height: 36 }} yAxisProps={{ width: 62, tickFormatter: compactMoney }} xAxisProps={{ interval: "preserveStartEnd" }}
        series={[{ name: "last", label: t("dashboard:year_before"), color: "gray.4" }, { name: "now", label: t("dashboard:this_year"), color: "var(--c-accent)" }]}
        valueFormatter={(euros) => money(Math.round(euros * 100))} barChartProps={{ accessibilityLayer: false, barGap: 2 }} maxBarWidth={26}
        barProps={{ cursor: "pointer", isAnimationActive: false, onClick: (bar: { payload?: { first: string } }) => bar.payload && onMonth(bar.payload.first) }} />
    </div>
  );
}
