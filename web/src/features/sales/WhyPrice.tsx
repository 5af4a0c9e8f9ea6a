/** "Pourquoi ce prix ?": the candidates in order of priority, the winner marked, then each discount to the cent. */
import { ActionIcon, List, Loader, Popover, Stack, Text, Tooltip } from "@mantine/core";
import { IconCircleCheckFilled, IconHelpCircle, IconPointFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { ProblemBanner } from "@/components/states";
import { money, unitPrice } from "@/lib/format";
import type { Schemas } from "@/api/client";

export type Asked = Schemas["ExplainIn"];

/** A stored order or quote, whose lines explain themselves. */
export interface Saved {
  kind: "order" | "quote";
  id: string;
}

interface Props {
  /** when what is on the screen is what is stored */
  order: Saved | null;
  /** place of the line, from 1 */
  line: number;
  /** the order as it stands, to explain what is not saved yet */
  asked: Asked;
  currency: string;
}

export function WhyPrice({ order, line, asked, currency }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="left" width={360} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t("sales:why.title")} disabled={open}>
          <ActionIcon variant="subtle" color="gray" c="dimmed" size={32} tabIndex={-1} aria-label={t("sales:why.line", { n: line })} onClick={() => setOpen(!open)}><IconHelpCircle size={18} stroke={1.7} /></ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>{open && <Trace order={order} line={line} asked={asked} currency={currency} />}</Popover.Dropdown>
    </Popover>
  );
}

interface Explained {
  sentences: string[];
  candidates: { source: string; outcome: string; price: string | null }[];
  discounts: { kind: string; taken: number }[];
  unit_price: string | null;
  net: number | null;
}

function useExplained({ order, line, asked }: Props) {
  const api = useApi();
  const { i18n } = useTranslation();
  return useQuery<Explained>({
    queryKey: [api.company, "explain", order, line, order ? null : asked, i18n.language], staleTime: 5000,
    queryFn: async ({ signal }) => {
      if (order) {
        const out = order.kind === "quote" ? await api.get("/{company}/quotes/{id}/explain", { id: order.id }, { line }, signal)
          : await api.get("/{company}/orders/{id}/lines/{line}/explain", { id: order.id, line: String(line) }, undefined, signal);
        return { ...out, sentences: i18n.language === "en" ? out.sentences_en : out.sentences_fr };
      }
      const out = await api.send("post", "/{company}/prices/explain", {}, asked, { signal });
      const mine = out.lines[line - 1]!;
      return { ...mine, discounts: mine.steps };
    },
  });
}

function Trace(props: Props) {
  const { t } = useTranslation();
  const { data, error, isPending } = useExplained(props);
  if (isPending) return <Loader size="sm" aria-label={t("app:state.loading")} />;
  if (error) return <ProblemBanner problem={asProblem(error)} />;
  return (
    <Stack gap="xs">
      <Text fw={600} fz="sm">{t("sales:why.title")}</Text>
      <List spacing={6} size="sm" pl={0} styles={{ itemWrapper: { alignItems: "flex-start" } }}>
        {data.candidates.map((one, i) => (
          <List.Item key={i} icon={one.outcome === "won" ? <IconCircleCheckFilled size={16} color="var(--mantine-color-green-text)" aria-label={t("sales:why.won")} /> : <IconPointFilled size={16} color="var(--mantine-color-dimmed)" aria-hidden />}>
            <Text span fz="sm" fw={one.outcome === "won" ? 600 : 400} {...(one.outcome === "won" ? {} : { c: "dimmed" })}>
              {t(`sales:source.${one.source}`)}{one.price !== null && ` : ${unitPrice(one.price, props.currency)}`}{one.outcome !== "won" && ` (${t(`sales:outcome.${one.outcome}`)})`}
            </Text>
          </List.Item>
        ))}
      </List>
      {data.discounts.map((one, i) => <Text key={i} fz="sm">{t(`sales:discount_kind.${one.kind}`)} : {money(-one.taken, props.currency)}</Text>)}
      <Stack gap={2}>{data.sentences.map((sentence) => <Text key={sentence} fz="xs" c="dimmed">{sentence}</Text>)}</Stack>
    </Stack>
  );
}
