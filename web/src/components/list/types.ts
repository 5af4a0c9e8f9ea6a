/** A list page is a declaration: where its rows come from, which columns, which views, what can be done. */
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Answer, PathOf } from "@/api/client";
import type { ListState } from "./params";

export type ColumnType = "id" | "text" | "choice" | "bool" | "int" | "cents" | "decimal" | "percent" | "date" | "instant" | "tags";

export type ListPath = PathOf<"get">;
export type RowOf<P extends ListPath> = Answer<P, "get"> extends { items: (infer R)[] } ? R : never;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyRow = Record<string, any>;

export interface Column<Row = AnyRow> {
  /** the read model's column: also what is filtered and sorted */
  key: string;
  type: ColumnType;
  /** i18n key; `<ns>:field.<key>` when left out */
  label?: string;
  /** the values of a choice, each labelled `<ns>:<key>.<value>` (or by `choiceLabel`) */
  choices?: readonly string[];
  choiceLabel?: string;
  /** values known only at run time (the categories of this company), with their labels */
  options?: { value: string; label: string }[] | undefined;
  /** colour of a choice's badge */
  tone?: Record<string, Tone>;
  /** offered in the columns menu, not shown at first */
  hidden?: boolean;
  /** the column that says the same in a file: a name where this one is an id */
  file?: string;
  /** left out at first where there is little width: the figures of a list come before it */
  roomy?: boolean;
  /** may be filtered but is never shown */
  filterOnly?: boolean;
  sortable?: boolean;
  filterable?: boolean;
  /** summed in the totals row */
  total?: boolean;
  cell?: (row: Row) => ReactNode;
  /** place in the card of a phone: the heading, its right-hand figure, a line below (with its name, "named"); false: left out */
  card?: "title" | "figure" | "line" | "named" | false;
  /** a sentence: may take several lines */
  wrap?: boolean;
}

export type Tone = "gray" | "blue" | "green" | "amber" | "red" | "accent";

export type Op = "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "in" | "contains" | "starts" | "empty" | "has";

export interface Filter {
  field: string;
  op: Op;
  value: string;
}

/** Filters that go together: all must hold, one is enough, or none may; groups stand inside groups. */
export type Join = "all" | "any" | "none";
export interface FilterGroup {
  join: Join;
  filters: Filter[];
  groups: FilterGroup[];
}

export interface View {
  key: string;
  /** i18n key */
  label: string;
  filters: Filter[];
  sort?: string;
}

export interface BulkAction<Row = AnyRow> {
  key: string;
  label: string;
  icon: Icon;
  scope: string;
  /** which of the selected rows it can act on */
  allowed?: (row: Row) => boolean;
  /** `step` tells how many are done; false: given up, the rows stay chosen */
  run: (rows: Row[], step: (done: number) => void) => Promise<void | false>;
}

export interface ListSpec<P extends ListPath = ListPath, Row = RowOf<P>> {
  /** remembers columns and density under this name; also the i18n namespace unless `ns` is given */
  name: string;
  ns: string;
  path: P;
  params?: Record<string, string>;
  /** journal kinds that change these rows */
  kinds: string[];
  title: string;
  columns: Column<Row>[];
  sort: string;
  views?: View[];
  rowId?: (row: Row) => string;
  /** where a row opens; nowhere when undefined */
  rowTo?: (row: Row) => string | undefined;
  rowLabel?: (row: Row) => string;
  create?: { to: string; label: string; scope: string };
  /** other actions beside the main one */
  actions?: ReactNode;
  bulk?: BulkAction<Row>[];
  /** address of the export; no export when left out */
  exportPath?: PathOf<"get">;
  empty: { icon: Icon; title: string; hint: string; action?: ReactNode };
  /** for a list that does not take the usual query: what the address asks, in its own words */
  toQuery?: (state: ListState) => Record<string, unknown>;
  /** takes single filters that all hold: no "or", no groups */
  flat?: boolean;
  /** no search box */
  noSearch?: boolean;
}
