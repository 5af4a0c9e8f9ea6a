/**
 * The list: every list of the application is this component with a `ListSpec`. Title and count, view tabs, search,
 * filters as a sentence, table (cards on a phone), totals, selection, export, paging; all of it in the address. On a
 * wide screen a row opens in place, on the right.
 */
import { Button } from "@mantine/core";
import { useDebouncedCallback, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconFilterOff, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useParams } from "react-router";
import { useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { Empty, ErrorState, PageSkeleton } from "@/components/states";
import { int } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { later } from "@/lib/onDemand";
import { useTitle } from "@/lib/title";
import { Cards } from "./Cards";
import { useColumns } from "./Columns";
import { DataTable, type TableProps } from "./DataTable";
import { ListTools } from "./ListTools";
import { Pager } from "./Pager";
import { pageOf, usePane } from "./pane";
import { useListState } from "./params";
import { useViews } from "./savedViews";
import { useSelection } from "./selection";
import type { AnyRow, ListPath, ListSpec, RowOf } from "./types";
import { fetchRows, useList } from "./useList";
import { ViewTabs } from "./Views";
import classes from "./list.module.css";

const BulkBar = later(async () => (await import("./BulkBar")).BulkBar);
const RecordPane = lazy(() => import("./RecordPane"));
type Spec = ListSpec<ListPath, AnyRow>;
const NO_ROWS: AnyRow[] = [];
const idOf = (row: AnyRow) => String(row["id"]);

/** Ties the columns of a declaration to the rows of its path. */
export function defineList<P extends ListPath>(spec: ListSpec<P, RowOf<P>>): Spec {
  return spec as unknown as Spec;
}

export function ListPage({ spec }: { spec: Spec }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const api = useApi();
  const [state, change] = useListState(spec);
  const views = useViews(spec.name);
  const [columns, choose] = useColumns(spec.name, spec.columns);
  const [dense, setDense] = useLocalStorage({ key: "caveau.dense", defaultValue: false, getInitialValueInEffect: false });
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const { opened, wide, open, close, follow } = useOpenRow(spec);
  const list = useList<ListPath>(spec, state);
  const rows = list.data?.items;
  const rowId = spec.rowId ?? idOf;
  const selection = useSelection(rows ?? NO_ROWS, rowId);
  const bulk = (spec.bulk ?? []).filter((b) => can(b.scope));
  const title = t(spec.title);
  useTitle(title);
  if (opened && !wide) return <Navigate to={`/c/${company}/${opened}`} replace />;

  const table: TableProps = {
    ns: spec.ns, columns, rows, rowId, sort: state.sort, onSort: (sort) => change({ sort }), title, dense,
    rowTo: spec.rowTo && ((row) => {
      const to = spec.rowTo!(row);
      return to && `/c/${company}/${to}`;
    }),
    onOpen: open, onFollow: follow, isOpen: (row) => !!opened && spec.rowTo?.(row) === opened,
    rowLabel: spec.rowLabel ?? ((row) => String(row[spec.columns[0]!.key] ?? "")),
    selection: bulk.length ? selection : undefined, sums: list.data?.sums, count: list.data?.count, fading: list.isPlaceholderData,
  };
  const filtered = !!state.q || state.filters.length + state.groups.length > 0;
  const empty = rows?.length === 0 && !state.cursor;
  return (
    <div className={classes.split} data-split={!!opened}>
      <section className={classes.page} aria-busy={list.isFetching}>
        <ListHead spec={spec} count={list.data?.count} />
        {!(empty && !filtered) && (
          <>
            <ViewTabs spec={spec} state={state} change={change} views={views} />
            <ListTools spec={spec} state={state} change={change} views={views} columns={columns} choose={choose} dense={dense} setDense={setDense} phone={!!phone} count={list.data?.count} />
          </>
        )}
        {list.isError ? <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />
          : empty ? <Nothing spec={spec} filtered={filtered} clear={() => change({ q: "", filters: [], groups: [] })} />
          : <div className={classes.scroll}>{phone ? <Cards {...table} /> : <DataTable {...table} />}</div>}
        {selection.rows.size > 0 && <BulkBar spec={spec} selection={selection} count={list.data?.count ?? 0} shown={rows?.length ?? 0} fetchAll={(most) => fetchRows(api, spec, state, most)} />}
        {rows && !empty && <Pager state={state} change={change} count={list.data!.count} shown={rows.length} next={list.data!.next} />}
      </section>
      {opened && <Suspense fallback={<div className={classes.pane}><PageSkeleton /></div>}><RecordPane to={opened} onClose={close} /></Suspense>}
    </div>
  );
}

/** A row opens beside the list when there is room and its page lies below the list; elsewhere it is gone to. */
function useOpenRow(spec: Spec) {
  const wide = !!useMediaQuery("(min-width: 90em)", undefined, { getInitialValueInEffect: false });
  const [opened, go] = usePane();
  const open = useCallback((row: AnyRow): boolean => {
    const to = spec.rowTo?.(row);
    if (!wide || !to || !pageOf(to)) return false;
    if (to !== opened) go(to);
    return true;
  }, [spec, wide, opened, go]);
  const later = useDebouncedCallback(open, 250);
  const close = () => {
    later.cancel();
    const row = document.querySelector<HTMLElement>("tr[data-open=true]");
    go(null);
    // Back to the row one came from, so that the arrows go on from there.
    setTimeout(() => row?.focus());
  };
  return { opened, wide, open, close, follow: opened ? later : undefined };
}

function ListHead({ spec, count }: { spec: Spec; count: number | undefined }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const navigate = useNavigate();
  const create = spec.create && can(spec.create.scope) ? spec.create : undefined;
  useKeys({ n: create && (() => void navigate(`/c/${company}/${create.to}`)) });
  return (
    <header className={classes.head}>
      <h1 className={classes.title}>{t(spec.title)}</h1>
      {count !== undefined && <span className={`${classes.count} num`}>{int(count)}</span>}
      <span className={classes.grow} />
      {spec.actions}
      {create && <MainAction component={Link} to={`/c/${company}/${create.to}`} leftSection={<IconPlus size={18} />}>{t(create.label)}</MainAction>}
    </header>
  );
}

function Nothing({ spec, filtered, clear }: { spec: Spec; filtered: boolean; clear: () => void }) {
  const { t } = useTranslation();
  if (filtered) return <Empty icon={IconFilterOff} title={t("list:nothing_found")} action={<Button variant="default" onClick={clear}>{t("list:clear_filters")}</Button>}>{t("list:nothing_found_hint")}</Empty>;
  return <Empty icon={spec.empty.icon} title={t(spec.empty.title)} action={spec.empty.action}>{t(spec.empty.hint)}</Empty>;
}
