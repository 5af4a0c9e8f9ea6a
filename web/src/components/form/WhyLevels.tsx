/** The levels of a setting, the most particular first; the one that wins is marked, and says who set it when. */
import { List, Skeleton, Stack, Text } from "@mantine/core";
import { IconCircleCheckFilled, IconPointFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { instant } from "@/lib/format";
import type { Why } from "./why";

export default function WhyLevels({ why, show }: { why: Why | undefined; show: (value: string) => string }) {
  const { t } = useTranslation();
  if (!why) return <Skeleton h={120} />;
  return (
    <Stack gap="xs">
      <Text fw={600} fz="sm">{t("form:why.title")}</Text>
      <List spacing={8} size="sm" pl={0} styles={{ itemWrapper: { alignItems: "flex-start" } }}>
        {why.levels.map((one) => {
          const won = one.outcome === "won";
          const value = one.value === null ? t("form:why.inherits") : show(one.value);
          return (
            <List.Item key={one.level} data-level={one.level} icon={won ? <IconCircleCheckFilled size={16} color="var(--mantine-color-green-text)" aria-label={t("sales:why.won")} /> : <IconPointFilled size={16} color="var(--mantine-color-dimmed)" aria-hidden />}>
              <Text fz="sm" fw={won ? 600 : 400} {...(won ? {} : { c: "dimmed" })}>{t(`form:level.${one.level}`)}{one.label && ` (${one.label})`}{t("form:why.colon")}{value}</Text>
              {one.set_by && <Text fz="xs" c="dimmed">{t("form:why.set_by", { name: one.set_by.name, at: instant(one.set_by.at) })}</Text>}
            </List.Item>
          );
        })}
      </List>
    </Stack>
  );
}
