/** A short list that comes whole (members, keys, webhooks): same look as the big ones, nothing to page. */
import type { Icon } from "@tabler/icons-react";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/states";
import { Cards } from "./Cards";
import { DataTable, type TableProps } from "./DataTable";
import type { Selection } from "./selection";
import type { AnyRow, Column } from "./types";
import classes from "./list.module.css";

interface Props<Row> {
  title: string;
  ns: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowId?: (row: Row) => string;
  rowTo?: (row: Row) => string | undefined;
  selection?: Selection | undefined;
  empty?: { icon: Icon; title: string; hint: string; action?: ReactNode };
}

export function LocalList<Row>({ title, ns, columns, rows, rowId, rowTo, selection, empty }: Props<Row>) {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  if (rows?.length === 0 && empty) return <Empty icon={empty.icon} title={t(empty.title)} action={empty.action}>{t(empty.hint)}</Empty>;
  const table: TableProps = {
    ns, title, rows: rows as AnyRow[] | undefined, columns: columns.map((c) => ({ ...c, sortable: false })) as unknown as Column<AnyRow>[],
    rowId: (rowId ?? ((row: AnyRow) => String(row["id"]))) as (row: AnyRow) => string, rowLabel: (row) => String(row[columns[0]!.key] ?? ""),
    sort: "", onSort: () => undefined, dense: false, selection, count: rows?.length, ...(rowTo ? { rowTo: rowTo as (row: AnyRow) => string | undefined } : {}),
  };
  return <div className={classes.scroll} style={{ flex: "none" }}>{phone ? <Cards {...table} /> : <DataTable {...table} />}</div>;
}
