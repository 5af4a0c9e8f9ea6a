/** What the order comes to: HT, discounts, VAT by rate, TTC; bottles, equivalents, volume; then what applies by default. */
import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { Facts, Panel } from "@/components/record/Panel";
import { termLabel } from "@/features/crm/customers";
import { exchangeText, type Exchange } from "@/lib/currencies";
import { date, decimal, hectolitres, int, money, NNBSP, percent } from "@/lib/format";
import classes from "./lines.module.css";

type Totals = Schemas["TotalsOut"];

interface Props {
  totals: Totals | undefined;
  currency: string;
  stale: boolean;
  mention: { fr: string; en: string } | undefined;
  blocks?: string[] | undefined;
  shipping?: Schemas["ShippingOut"] | undefined;
  weight?: number | undefined;
  warnings?: { rule: string; detail: string }[] | undefined;
  /** of a document in another currency: its rate, and its total in euros */
  exchange?: Exchange | null | undefined;
  euros?: number | undefined;
  rateWarning?: string | undefined;
}

export function TotalsPanel({ totals, currency, stale, mention, blocks, shipping, weight, warnings, exchange, euros, rateWarning }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <Panel title={t("sales:totals.title")}>
      {!totals ? <Text fz="sm" c="dimmed">{t("sales:totals.empty")}</Text> : (
        <div className={stale ? classes.stale : undefined} aria-busy={stale} data-totals>
          <Facts facts={[
            totals.discounts !== 0 && { label: t("sales:totals.discounts"), value: money(-totals.discounts, currency) },
            shipping && (shipping.full > 0 || !!shipping.reason) && { label: t("sales:totals.shipping"), value: shipping.charged ? money(shipping.charged, currency) : t(`sales:totals.free_${shipping.reason || "none"}`) },
            { label: t("sales:totals.net"), value: money(totals.net, currency) },
            ...totals.rates.map((rate) => ({ label: t("sales:totals.vat", { rate: percent(rate.rate) }), value: money(rate.vat, currency) })),
            { label: t("sales:totals.gross"), value: <span data-gross>{money(totals.gross, currency)}</span>, strong: true },
            exchange && euros !== undefined && { label: t("sales:totals.euros"), value: <span data-euros>{money(euros)}</span> },
            { label: t("sales:totals.cols"), value: int(totals.cols) },
            { label: t("sales:totals.equivalents"), value: decimal(totals.equivalents, 3) },
            !!weight && { label: t("sales:totals.weight"), value: `${decimal(String(weight / 1000), 1)}${NNBSP}kg` },
            totals.volume > 0 && { label: t("sales:totals.volume"), value: hectolitres(totals.volume) },
          ]} />
          {exchange && <Text fz="xs" c="dimmed" mt="xs" data-exchange>{exchangeText(exchange)}</Text>}
          {exchange && rateWarning && <Alert color="amber" mt="sm" p="xs" icon={<IconAlertTriangle size={16} />}><Text fz="sm">{t("sales:totals.rate_old", { currency: exchange.currency, day: date(exchange.on) })}</Text></Alert>}
          {mention && mention[i18n.language === "en" ? "en" : "fr"] && <Text fz="xs" c="dimmed" mt="xs">{mention[i18n.language === "en" ? "en" : "fr"]}</Text>}
        </div>
      )}
      {!!warnings?.length && <Alert color="amber" mt="sm" p="xs" icon={<IconAlertTriangle size={16} />}>{warnings.map((one, i) => <Text key={i} fz="sm">{i18n.language === "en" ? t(`problems:${one.rule.replaceAll(".", "_")}`) : one.detail}</Text>)}</Alert>}
      {!!blocks?.length && (
        <Alert color="amber" mt="sm" p="xs" icon={<IconAlertTriangle size={16} />} title={t("sales:blocks")}>
          <List size="sm">{blocks.map((one) => <List.Item key={one}>{one}</List.Item>)}</List>
        </Alert>
      )}
    </Panel>
  );
}

interface EffectiveProps {
  grid: { label: string; level: string };
  term?: Schemas["EffectiveOut"] | null | undefined;
  method?: Schemas["EffectiveOut"] | null | undefined;
  template?: Schemas["EffectiveOut"] | null | undefined;
  methodLabel: (id: string) => string;
}

/** The settings that apply, each with the level that gave it. */
export function EffectivePanel({ grid, term, method, template, methodLabel }: EffectiveProps) {
  const { t } = useTranslation();
  const from = (value: string, level: string) => <>{value}<Text span fz="xs" c="dimmed" display="block">{t(`sales:level.${level}`)}</Text></>;
  return (
    <Panel title={t("sales:effective")}>
      <Facts facts={[
        { label: t("sales:field.grid"), value: from(grid.label || "–", grid.level) },
        term && { label: t("sales:field.payment_term"), value: from(termLabel(term.value), term.level) },
        method && { label: t("sales:field.payment_method"), value: from(methodLabel(method.value), method.level) },
        template && { label: t("sales:field.template"), value: from(template.value, template.level) },
      ]} />
    </Panel>
  );
}
