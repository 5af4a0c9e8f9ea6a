/** The tabs above a list: the views it comes with, one's own, the company's; and what one can do with the open one. */
import { ActionIcon, Button, Menu, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconChevronDown, IconLink, IconPencil, IconTrash, IconUser, IconUsers } from "@tabler/icons-react";
import clsx from "clsx";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/app/session";
import { done, failed } from "@/lib/toast";
import { sameFilters } from "./filterText";
import type { ListState } from "./params";
import type { ListSpec, View } from "./types";
import { sameQuery, useViews, type SavedView } from "./savedViews";
import classes from "./list.module.css";

const SaveView = lazy(() => import("./SaveView"));
type Views = ReturnType<typeof useViews>;

interface Props {
  spec: Pick<ListSpec, "views" | "sort">;
  state: ListState;
  change: (part: Partial<ListState>) => void;
  views: Views;
}

const attempt = (work: Promise<unknown>) => void work.catch(failed);

export function ViewTabs({ spec, state, change, views }: Props) {
  const { t } = useTranslation();
  const own = spec.views ?? [];
  if (!own.length && !views.saved.length) return null;
  const all: View[] = [{ key: "all", label: "list:all", filters: [] }, ...own];
  // Leaving a saved view leaves its columns too; going from tab to tab keeps what is searched.
  const pick = (view: View) => (views.active ? views.open(addressOf(view, spec.sort)) : change({ filters: view.filters, groups: [], any: false, sort: view.sort ?? spec.sort }));
  return (
    <nav className={classes.views} aria-label={t("list:views")}>
      {all.map((view) => (
        <UnstyledButton key={view.key} className={classes.view!} aria-current={!views.active && !state.groups.length && sameFilters(view.filters, state.filters)} onClick={() => pick(view)}>{t(view.label)}</UnstyledButton>
      ))}
      {views.saved.map((view) => <SavedTab key={view.id} view={view} views={views} />)}
    </nav>
  );
}

function SavedTab({ view, views }: { view: SavedView; views: Views }) {
  const { t } = useTranslation();
  const active = views.active?.id === view.id;
  const who = view.shared ? t("list:view_shared_by", { author: view.author }) : t("list:view_own");
  return (
    <span className={classes.savedView} data-active={active}>
      <UnstyledButton className={clsx(classes.view)} aria-current={active} title={who} onClick={() => views.open(view.query, view.id)}>
        {view.shared ? <IconUsers size={14} aria-hidden /> : <IconUser size={14} aria-hidden />} {view.name}<span className="visually-hidden"> ({who})</span>
        {active && views.modified && <span className={classes.modified} title={t("list:view_modified")}><span className="visually-hidden">{t("list:view_modified")}</span></span>}
      </UnstyledButton>
      {active && <TabMenu view={view} views={views} />}
    </span>
  );
}

function TabMenu({ view, views }: { view: SavedView; views: Views }) {
  const { t } = useTranslation();
  const can = useCan();
  const [renaming, setRenaming] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href);
    done(t("list:view_link_copied"));
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target><ActionIcon variant="subtle" color="gray" c="inherit" size={28} aria-label={t("list:view_actions", { name: view.name })}><IconChevronDown size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {view.mine && <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>{t("list:view_rename")}</Menu.Item>}
          {view.mine && can("views:write") && (
            <Menu.Item leftSection={view.shared ? <IconUser size={16} /> : <IconUsers size={16} />} onClick={() => attempt(views.change(view, { shared: !view.shared }))}>{t(view.shared ? "list:view_unshare" : "list:view_share")}</Menu.Item>
          )}
          <Menu.Item leftSection={<IconLink size={16} />} onClick={() => attempt(copy())}>{t("list:view_link")}</Menu.Item>
          {view.mine && <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => attempt(views.remove(view))}>{t("app:action.delete")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {renaming && <Suspense fallback={null}><SaveView title={t("list:view_rename")} name={view.name} onClose={() => setRenaming(false)} onSave={(name) => views.change(view, { name })} /></Suspense>}
    </>
  );
}

/** Offered as soon as the list shows something that no view shows. */
export function SaveViewButton({ spec, state, views }: Omit<Props, "change">) {
  const { t } = useTranslation();
  const can = useCan();
  const [naming, setNaming] = useState(false);
  const given = !views.now || [...(spec.views ?? [])].some((view) => sameFilters(view.filters, state.filters) && !state.q && sameQuery(views.now, addressOf(view, spec.sort)));
  const known = views.saved.some((view) => sameQuery(view.query, views.now));
  if ((given && !views.active) || known) return null;
  const { active } = views;
  return (
    <>
      {active?.mine && <Button variant="light" leftSection={<IconBookmark size={16} />} onClick={() => attempt(views.change(active, { query: views.now }))}>{t("list:view_update", { name: active.name })}</Button>}
      <Button variant="subtle" leftSection={active?.mine ? undefined : <IconBookmark size={16} />} px={8} onClick={() => setNaming(true)}>{t(active ? "list:view_save_as" : "list:view_save")}</Button>
      {naming && <Suspense fallback={null}><SaveView title={t("list:view_save")} name="" share={can("views:write")} onClose={() => setNaming(false)} onSave={(name, shared) => views.create(name, shared)} /></Suspense>}
    </>
  );
}

function addressOf(view: View, usual: string): string {
  const out = new URLSearchParams(view.filters.map((f): [string, string] => ["f", `${f.field}.${f.op}.${f.value}`]));
  if (view.sort && view.sort !== usual) out.set("sort", view.sort);
  return out.toString();
}
