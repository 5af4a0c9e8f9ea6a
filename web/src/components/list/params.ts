/**
 * Everything a list shows is in its address: search, filters, sort, columns, size, position. A filter reads
 * `f=state.in.draft,pending`, a group `g=any(town.contains.Beaune;all(…;…))`; the server is sent the tree of conditions
 * they stand for.
 */
import { useCallback, useMemo } from "react";
import { readCents } from "@/lib/format";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { resolved } from "./dates";
import { readFilter, readGroup, writeFilter, writeGroup } from "./filterText";
import type { Column, ColumnType, Filter, FilterGroup, ListSpec } from "./types";

export const SIZES = [25, 50, 100, 200];

export interface ListState {
  q: string;
  filters: Filter[];
  groups: FilterGroup[];
  /** one filter or group that holds is enough */
  any?: boolean;
  sort: string;
  /** chosen by the person: a search is otherwise ranked by how well it matches */
  sorted: boolean;
  size: number;
  cursor: string | undefined;
  /** cursors of the pages before this one, newest last */
  trail: string[];
}

function typed(value: string, type: ColumnType): string | number | boolean {
  if (type === "bool") return value === "true";
  if (type === "date" || type === "instant") return resolved(value);
  if (type === "int") return Number(value);
  if (type === "cents") return readCents(value) ?? 0; // the address carries euros, as people write them
  return value;
}

function node(filter: Filter, type: ColumnType): object {
  if (filter.op === "in") return { field: filter.field, op: "in", value: filter.value.split(",").map((v) => typed(v, type)) };
  if (filter.op === "empty") return { field: filter.field, op: "empty", value: filter.value !== "false" };
  return { field: filter.field, op: filter.op, value: typed(filter.value, type) };
}

function tree({ join, filters, groups }: FilterGroup, columns: Column<never>[]): object[] {
  const nodes = filters.flatMap((filter) => {
    const column = columns.find((c) => c.key === filter.field);
    return column ? [node(filter, column.type)] : [];
  });
  for (const group of groups) nodes.push(...tree(group, columns));
  if (!nodes.length) return [];
  const joined = nodes.length === 1 ? nodes[0]! : join === "all" ? { and: nodes } : { or: nodes };
  return [join === "none" ? { not: joined } : joined];
}

/** The condition tree of filters and groups: all of them must hold, or any. Unknown columns are left out. */
export function whereOf(filters: Filter[], columns: Column<never>[], any = false, groups: FilterGroup[] = []): string | undefined {
  const [root] = tree({ join: any ? "any" : "all", filters, groups }, columns);
  return root && JSON.stringify(root);
}

export function useListState(spec: Pick<ListSpec, "sort" | "name">) {
  const [search] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const state = useMemo<ListState>(() => ({
    q: search.get("q") ?? "",
    filters: search.getAll("f").map(readFilter).filter((f) => f !== null),
    groups: search.getAll("g").map(readGroup).filter((g) => g !== null),
    any: search.get("match") === "any",
    sort: search.get("sort") ?? spec.sort,
    sorted: search.has("sort"),
    size: SIZES.includes(Number(search.get("size"))) ? Number(search.get("size")) : 50,
    cursor: search.get("cursor") ?? undefined,
    trail: (location.state as { trail?: string[] } | null)?.trail ?? [],
  }), [search, location.state, spec.sort]);

  /** Changes part of the address; anything but a move to another page goes back to the first page. */
  const change = useCallback((part: Partial<ListState>, replace = false) => {
    const next = { ...state, cursor: undefined, trail: [], ...part };
    const out = new URLSearchParams(search);
    for (const name of ["q", "f", "g", "match", "sort", "size", "cursor"]) out.delete(name);
    if (next.q) out.set("q", next.q);
    for (const filter of next.filters) out.append("f", writeFilter(filter));
    for (const group of next.groups) out.append("g", writeGroup(group));
    if (next.any && next.filters.length + next.groups.length > 1) out.set("match", "any");
    if (next.sort !== spec.sort) out.set("sort", next.sort);
    if (next.size !== 50) out.set("size", String(next.size));
    if (next.cursor) out.set("cursor", next.cursor);
    void navigate({ search: out.toString() }, { replace, state: { trail: next.trail }, preventScrollReset: true });
  }, [state, search, navigate, spec.sort]);

  return [state, change] as const;
}

/** Reads "-issued_on,number" for one column: its direction, or nothing. */
export function directionOf(sort: string, key: string): "asc" | "desc" | undefined {
  const first = sort.split(",")[0] ?? "";
  if (first === key) return "asc";
  return first === `-${key}` ? "desc" : undefined;
}

const FALLING: ColumnType[] = ["cents", "int", "decimal", "percent", "date", "instant"];

/** The sort after a click on a column's heading. Figures and dates start with the largest. */
export function nextSort(sort: string, column: Pick<Column, "key" | "type">): string {
  const now = directionOf(sort, column.key);
  const falling = FALLING.includes(column.type);
  if (!now) return falling ? `-${column.key}` : column.key;
  return now === "asc" ? `-${column.key}` : column.key;
}
