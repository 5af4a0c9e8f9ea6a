import { ActionIcon, Group, NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { int } from "@/lib/format";
import { SIZES, type ListState } from "./params";
import classes from "./list.module.css";

interface Props {
  state: ListState;
  change: (part: Partial<ListState>) => void;
  count: number;
  shown: number;
  next: string | null;
}

/** "51–100 sur 4 987", forward by cursor, backward by the trail of cursors. */
export function Pager({ state, change, count, shown, next }: Props) {
  const { t } = useTranslation();
  const known = !state.cursor || state.trail.length > 0;
  const first = state.trail.length * state.size + 1;
  const range = known ? t("list:range", { from: int(first), to: int(first + shown - 1), count: int(count) }) : t("list:of", { shown: int(shown), count: int(count) });
  const forward = () => next && change({ cursor: next, trail: [...state.trail, state.cursor ?? ""] });
  const back = () => change({ cursor: state.trail.at(-1) || undefined, trail: state.trail.slice(0, -1) });
  return (
    <div className={classes.foot}>
      <span className="num" aria-live="polite">{range}</span>
      <span className={classes.grow} />
      <NativeSelect size="xs" aria-label={t("list:page_size")} value={String(state.size)} data={SIZES.map((n) => ({ value: String(n), label: t("list:per_page", { count: n }) }))}
        onChange={(event) => change({ size: Number(event.currentTarget.value) })} />
      <Group gap={2}>
        {!known && <ActionIcon variant="subtle" color="gray" c="inherit" size={40} aria-label={t("list:first_page")} onClick={() => change({ cursor: undefined, trail: [] })}><IconChevronsLeft size={18} /></ActionIcon>}
        <ActionIcon variant="subtle" color="gray" c="inherit" size={40} aria-label={t("list:previous_page")} disabled={!state.trail.length} onClick={back}><IconChevronLeft size={18} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" c="inherit" size={40} aria-label={t("list:next_page")} disabled={!next} onClick={forward}><IconChevronRight size={18} /></ActionIcon>
      </Group>
    </div>
  );
}
