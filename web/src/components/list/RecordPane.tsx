/**
 * A row opened in place, on the right of its list, where the screen is wide enough. The one trick: it is the record's
 * own page, routed to the record's own address, so a page is written once and knows nothing of the pane.
 */
import { ActionIcon, Group } from "@mantine/core";
import { IconArrowsMaximize, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Link, Route, Routes, useParams } from "react-router";
import { PAGES } from "@/app/pages";
import { useCan } from "@/app/session";
import { NoRight, PageSkeleton } from "@/components/states";
import { useKeys } from "@/lib/keys";
import { pageOf } from "./pane";
import classes from "./list.module.css";

const loaded = new Map<string, ComponentType>();

function componentOf(path: string): ComponentType {
  let found = loaded.get(path);
  if (!found) loaded.set(path, (found = lazy(PAGES.find((page) => page.path === path)!.load)));
  return found;
}

interface Props {
  /** below the company: "orders/ord_1" */
  to: string;
  onClose: () => void;
}

export default function RecordPane({ to, onClose }: Props) {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const box = useRef<HTMLElement>(null);
  const page = pageOf(to);
  useKeys({ Escape: onClose });
  useEffect(() => void box.current?.scrollTo(0, 0), [to]);
  if (!page) return null;
  const Record = componentOf(page.path);
  const address = `/c/${company}/${to}`;
  return (
    <section ref={box} className={`${classes.pane} in-pane`} aria-label={t("list:pane")}>
      <Group className={classes.paneTools} gap={2}>
        <ActionIcon component={Link} to={address} variant="subtle" color="gray" c="inherit" size={36} aria-label={t("list:pane_full")} title={t("list:pane_full")}><IconArrowsMaximize size={18} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" c="inherit" size={36} aria-label={t("list:pane_close")} title={t("list:pane_close")} onClick={onClose}><IconX size={18} /></ActionIcon>
      </Group>
      {can(page.scope) ? (
        <Suspense fallback={<PageSkeleton />}>
          <Routes location={address} key={to}><Route path=":id" element={<Record />} /></Routes>
        </Suspense>
      ) : <NoRight />}
    </section>
  );
}
