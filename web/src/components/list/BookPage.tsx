/**
 * A small set kept whole (families, packagings, categories, grids, payment methods): a list, and a dialog to add or
 * change one. A declaration of columns and fields; the set has one version, so two people cannot overwrite each other.
 * What can be archived can be chosen: several are put aside, or brought back, at once.
 */
import { Button } from "@mantine/core";
import { IconPlus, type Icon } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useApi, type Api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useCan } from "@/app/session";
import type { Top } from "@/components/form/Impact";
import type { SchemaName } from "@/components/form/limits";
import type { Values } from "@/components/form/paths";
import type { Field } from "@/components/form/types";
import { MainAction } from "@/components/MainAction";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/states";
import { useKeys } from "@/lib/keys";
import { later } from "@/lib/onDemand";
import { archiving } from "./archive";
import { nameOf, putAsideNow } from "./book";
import { LocalList } from "./LocalList";
import { useSelection } from "./selection";
import type { AnyRow, Column } from "./types";

const BulkBar = later(async () => (await import("./BulkBar")).BulkBar);
const NO_ROWS: AnyRow[] = [];
const idOf = (row: AnyRow) => String(row["id"]);
const BookDialog = lazy(() => import("./BookDialog")) as typeof import("./BookDialog").default;

export interface BookSpec<Item extends { id: string }> {
  ns: string;
  /** part of the query's name, so that every page shares the answer */
  name: string;
  title: string;
  newTitle: string;
  kinds: string[];
  scope: string;
  /** contract of one item: its limits are checked before sending */
  schema?: SchemaName;
  /** settings that its items hold for what is below them: what a change would touch is told before it is made */
  top?: Top;
  list: (api: Api, signal: AbortSignal) => Promise<{ items: Item[]; version: number }>;
  create: (api: Api, values: Values, version: number) => Promise<unknown>;
  change: (api: Api, id: string, values: Values, version: number) => Promise<unknown>;
  drop?: (api: Api, id: string, version: number) => Promise<unknown>;
  columns: Column<Item>[];
  fields: Field[];
  blank: Values;
  empty: { icon: Icon; title: string; hint: string };
}

export function BookPage<Item extends { id: string }>({ spec }: { spec: BookSpec<Item> }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const writable = useCan()(spec.scope);
  const [search, setSearch] = useSearchParams();
  const asked = search.get("open");
  const key = [api.company, spec.name];
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => spec.list(api, signal), meta: { kinds: spec.kinds } });
  const open = (id: string | null) => setSearch(id ? { open: id } : {}, { replace: true });
  const rows = list.data?.items as AnyRow[] | undefined;
  const selection = useSelection(rows ?? NO_ROWS, idOf);
  const bulk = useBulk(spec);
  useKeys({ n: writable ? () => open("new") : undefined });
  if (list.isError) return <ErrorState problem={asProblem(list.error)} retry={() => void list.refetch()} />;
  const item = list.data?.items.find((one) => one.id === asked);
  const columns = spec.columns.map((column, i) => (i === 0 ? { ...column, cell: (row: Item) => <Button variant="transparent" p={0} h="auto" fw={550} fz="inherit" c="inherit" onClick={() => open(row.id)}>{String((row as Values)[column.key])}</Button> } : column));
  return (
    <>
      <PageHead title={t(spec.title)} count={list.data?.items.length}>
        {writable && <MainAction leftSection={<IconPlus size={18} />} onClick={() => open("new")}>{t(spec.newTitle)}</MainAction>}
      </PageHead>
      <LocalList<Item> title={t(spec.title)} ns={spec.ns} rows={list.data?.items} columns={columns} selection={writable && bulk.length ? selection : undefined} empty={{ ...spec.empty, action: writable && <Button variant="default" onClick={() => open("new")}>{t("list:begin")}</Button> }} />
      {rows && selection.rows.size > 0 && <BulkBar spec={{ bulk }} selection={selection} count={rows.length} shown={rows.length} fetchAll={() => Promise.resolve(rows)} />}
      {list.data && asked && (item || asked === "new") && (
        <Suspense fallback={null}><BookDialog key={asked} spec={spec} item={item} version={list.data.version} writable={writable} onClose={() => open(null)} onDone={() => queries.invalidateQueries({ queryKey: key })} /></Suspense>
      )}
    </>
  );
}

/** "Archiver" and "Désarchiver", of a set whose entries can be. */
function useBulk<Item extends { id: string }>(spec: BookSpec<Item>) {
  const api = useApi();
  const queries = useQueryClient();
  return useMemo(() => {
    if (!("archived" in spec.blank)) return [];
    const put = async (a: Api, id: string, archived: boolean) => {
      await putAsideNow(a, spec, id, archived);
      void queries.invalidateQueries({ queryKey: [a.company, spec.name] });
    };
    return archiving(api, spec.scope, put, (row) => nameOf(row as { id: string }));
  }, [api, queries, spec]);
}
