/**
 * The list: every list of the application is this component with a `ListSpec`. Title and count, view tabs, search,
 * filters as a sentence, table (cards on a phone), totals, selection, export, paging; all of it in the address.
 */
import { Button, Menu, UnstyledButton } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconDownload, IconFilterOff, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { urlOf, useApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import { MainAction } from "@/components/MainAction";
import { Empty, ErrorState } from "@/components/states";
import { download } from "@/lib/download";
import { int } from "@/lib/format";
import { useKeys } from "@/lib/keys";
import { failed } from "@/lib/toast";
import { useTitle } from "@/lib/title";
import { Cards } from "./Cards";
import { ColumnsMenu, useColumns } from "./Columns";
import { DataTable, type TableProps } from "./DataTable";
import { Filters } from "./Filters";
import { Pager } from "./Pager";
import { sameFilters, useListState, type ListState } from "./params";
import { SearchBox } from "./SearchBox";
import { useSelection, type Selection } from "./selection";
import type { AnyRow, Column, ListPath, ListSpec, RowOf } from "./types";
import { listQuery, useList } from "./useList";
import classes from "./list.module.css";

type Spec = ListSpec<ListPath, AnyRow>;

/** Ties the columns of a declaration to the rows of its path. */
export function defineList<P extends ListPath>(spec: ListSpec<P, RowOf<P>>): Spec {
  return spec as unknown as Spec;
}

export function ListPage({ spec }: { spec: Spec }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const can = useCan();
  const [state, change] = useListState(spec);
  const [columns, choose] = useColumns(spec.name, spec.columns);
  const [dense, setDense] = useLocalStorage({ key: "caveau.dense", defaultValue: false, getInitialValueInEffect: false });
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const list = useList<ListPath>(spec, state);
  const rows = list.data?.items;
  const rowId = spec.rowId ?? ((row: AnyRow) => String(row["id"]));
  const ids = useMemo(() => (rows ?? []).map(rowId), [rows]); // eslint-disable-line react-hooks/exhaustive-deps
  const selection = useSelection(ids);
  const bulk = (spec.bulk ?? []).filter((b) => can(b.scope));
  const title = t(spec.title);
  useTitle(title);

  const table: TableProps = {
    ns: spec.ns, columns, rows, rowId, sort: state.sort, onSort: (sort) => change({ sort }), title, dense,
    rowTo: spec.rowTo && ((row) => {
      const to = spec.rowTo!(row);
      return to && `/c/${company}/${to}`;
    }),
    rowLabel: spec.rowLabel ?? ((row) => String(row[spec.columns[0]!.key] ?? "")),
    selection: bulk.length ? selection : undefined, sums: list.data?.sums, count: list.data?.count, fading: list.isPlaceholderData,
  };
  const filtered = !!state.q || state.filters.length > 0;
  const empty = rows?.length === 0 && !state.cursor;
  return (
    <section className={classes.page} aria-busy={list.isFetching}>
      <ListHead spec={spec} count={list.data?.count} />
      {!(empty && !filtered) && (
        <>
          {spec.views && <Views spec={spec} state={state} change={change} />}
          <Tools spec={spec} state={state} change={change} columns={columns} choose={choose} dense={dense} setDense={setDense} phone={!!phone} />
        </>
      )}
      {list.isError ? <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />
        : empty ? <Nothing spec={spec} filtered={filtered} clear={() => change({ q: "", filters: [] })} />
        : <div className={classes.scroll}>{phone ? <Cards {...table} /> : <DataTable {...table} />}</div>}
      {selection.ids.size > 0 && <BulkBar spec={spec} rows={rows ?? []} rowId={rowId} selection={selection} />}
      {rows && !empty && <Pager state={state} change={change} count={list.data!.count} shown={rows.length} next={list.data!.next} />}
    </section>
  );
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

function Views({ spec, state, change }: { spec: Spec; state: ListState; change: (part: Partial<ListState>) => void }) {
  const { t } = useTranslation();
  const all = [{ key: "all", label: "list:all", filters: [], sort: undefined }, ...(spec.views ?? [])];
  return (
    <nav className={classes.views} aria-label={t("list:views")}>
      {all.map((view) => (
        <UnstyledButton key={view.key} className={classes.view!} aria-current={sameFilters(view.filters, state.filters)}
          onClick={() => change({ filters: view.filters, sort: view.sort ?? spec.sort })}>{t(view.label)}</UnstyledButton>
      ))}
    </nav>
  );
}

interface ToolsProps {
  spec: Spec;
  state: ListState;
  change: (part: Partial<ListState>, replace?: boolean) => void;
  columns: Column<AnyRow>[];
  choose: (keys: string[]) => void;
  dense: boolean;
  setDense: (dense: boolean) => void;
  phone: boolean;
}

function Tools({ spec, state, change, columns, choose, dense, setDense, phone }: ToolsProps) {
  return (
    <div className={classes.tools}>
      {!spec.noSearch && <SearchBox value={state.q} onChange={(q) => change({ q }, true)} />}
      <Filters columns={spec.columns as Column<never>[]} ns={spec.ns} filters={state.filters} onChange={(filters) => change({ filters })} />
      <span className={classes.grow} />
      {spec.exportPath && <ExportMenu spec={spec} state={state} columns={columns} />}
      {!phone && <ColumnsMenu all={spec.columns} shown={columns} choose={choose} ns={spec.ns} dense={dense} setDense={setDense} />}
    </div>
  );
}

function ExportMenu({ spec, state, columns }: { spec: Spec; state: ListState; columns: Column<AnyRow>[] }) {
  const { t } = useTranslation();
  const api = useApi();
  const asked = spec.toQuery?.({ ...state, cursor: undefined }) ?? { ...listQuery(state, spec.columns as Column<never>[]), cursor: undefined, sums: undefined };
  const href = (fmt: string) => urlOf(spec.exportPath!, { company: api.company, ...spec.params }, { ...asked, limit: undefined, format: fmt, ...(spec.toQuery ? {} : { fields: columns.map((c) => c.file ?? c.key).join(",") }) });
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" leftSection={<IconDownload size={16} />}>{t("list:export")}</Button></Menu.Target>
      <Menu.Dropdown>
        {(["xlsx", "csv"] as const).map((fmt) => <Menu.Item key={fmt} onClick={() => void download(href(fmt))}>{t(`list:export_${fmt}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

function Nothing({ spec, filtered, clear }: { spec: Spec; filtered: boolean; clear: () => void }) {
  const { t } = useTranslation();
  if (filtered) return <Empty icon={IconFilterOff} title={t("list:nothing_found")} action={<Button variant="default" onClick={clear}>{t("list:clear_filters")}</Button>}>{t("list:nothing_found_hint")}</Empty>;
  return <Empty icon={spec.empty.icon} title={t(spec.empty.title)} action={spec.empty.action}>{t(spec.empty.hint)}</Empty>;
}

function BulkBar({ spec, rows, rowId, selection }: { spec: Spec; rows: AnyRow[]; rowId: (row: AnyRow) => string; selection: Selection }) {
  const { t } = useTranslation();
  const can = useCan();
  const [busy, setBusy] = useState(false);
  const chosen = rows.filter((row) => selection.ids.has(rowId(row)));
  const run = async (action: NonNullable<Spec["bulk"]>[number]) => {
    setBusy(true);
    try {
      await action.run(chosen.filter((row) => action.allowed?.(row) ?? true));
      selection.clear();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.bulk} role="region" aria-label={t("list:selection")}>
      <strong className="num">{t("list:selected", { count: chosen.length })}</strong>
      <span className={classes.grow} />
      {(spec.bulk ?? []).filter((b) => can(b.scope)).map((action) => (
        <Button key={action.key} leftSection={<action.icon size={16} />} loading={busy} disabled={!chosen.some((row) => action.allowed?.(row) ?? true)} onClick={() => void run(action)}>{t(action.label)}</Button>
      ))}
      <Button variant="subtle" onClick={selection.clear}>{t("list:deselect")}</Button>
    </div>
  );
}
