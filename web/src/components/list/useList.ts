/** The rows of a list from the server, refetched when the change feed names one of its kinds. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi, type Api } from "@/api/client";
import { whereOf, type ListState } from "./params";
import type { AnyRow, Column, ListPath, ListSpec } from "./types";

export interface Page<Row> {
  items: Row[];
  next: string | null;
  count: number;
  sums: Record<string, number | string>;
}

export function listQuery(state: ListState, columns: Column<never>[]) {
  const sums = columns.filter((c) => c.total).map((c) => c.key).join(",");
  return {
    q: state.q || undefined, where: whereOf(state.filters, columns, state.any, state.groups), sort: state.q && !state.sorted ? undefined : state.sort, limit: state.size,
    cursor: state.cursor, sums: sums || undefined,
  };
}

export function useList<P extends ListPath, Row = AnyRow>(spec: Pick<ListSpec<P, Row>, "path" | "params" | "kinds" | "columns" | "toQuery">, state: ListState) {
  const api = useApi();
  const query = spec.toQuery?.(state) ?? listQuery(state, spec.columns as Column<never>[]);
  return useQuery<Page<Row>>({
    queryKey: [api.company, spec.path, spec.params, query],
    queryFn: async ({ signal }) => (await api.get(spec.path, (spec.params ?? {}) as never, query as never, signal)) as unknown as Page<Row>,
    meta: { kinds: spec.kinds },
    placeholderData: keepPreviousData,
  });
}

/** The first `most` rows that the filters give, in as few questions as the server takes. */
export async function fetchRows(api: Api, spec: Pick<ListSpec<ListPath, AnyRow>, "path" | "params" | "columns" | "toQuery">, state: ListState, most: number): Promise<AnyRow[]> {
  const query = { ...(spec.toQuery?.({ ...state, cursor: undefined }) ?? listQuery(state, spec.columns as Column<never>[])), cursor: undefined, sums: undefined, limit: most };
  const page = (await api.get(spec.path, (spec.params ?? {}) as never, query as never)) as unknown as Page<AnyRow>;
  return page.items;
}
