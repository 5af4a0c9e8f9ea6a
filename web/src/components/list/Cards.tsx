/** The same rows on a phone: a heading, a figure, then the rest in one or two lines. */
import { Skeleton } from "@mantine/core";
import clsx from "clsx";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLive } from "@/app/live";
import { cellOf, isFigure, labelOf } from "./cells";
import type { TableProps } from "./DataTable";
import type { AnyRow, Column } from "./types";
import classes from "./list.module.css";

function parts(columns: Column<AnyRow>[]) {
  const title = columns.find((c) => c.card === "title") ?? columns[0]!;
  const figure = columns.find((c) => c.card === "figure");
  const lines = columns.filter((c) => c !== title && c !== figure && c.card !== false);
  return { title, figure, lines };
}

export function Cards({ columns, rows, ns, rowId, rowTo, title: name }: TableProps) {
  const { t } = useTranslation();
  const { fresh } = useLive();
  if (!rows) return <div className={classes.cards}>{Array.from({ length: 8 }, (_, i) => <div key={i} className={classes.card}><Skeleton h={14} w="60%" /><Skeleton h={14} w={60} /></div>)}</div>;
  const { title, figure, lines } = parts(columns);
  return (
    <div className={classes.cards} role="list" aria-label={name}>
      {rows.map((row) => {
        const to = rowTo?.(row);
        const inside = (
          <>
            <span className={classes.cardTitle}>{cellOf(title, row, ns, t) || "–"}{row["archived"] === true && <span className={classes.aside}>{t("form:is_archived")}</span>}</span>
            <span className={classes.cardFigure}>{figure && cellOf(figure, row, ns, t)}</span>
            <span className={classes.cardLine}>
              {lines.map((column) => {
                const content = cellOf(column, row, ns, t);
                if (content === "" || content === "–" || content === null || content === undefined || content === false) return null;
                const own = column.type === "bool" && !column.cell; // yes or no: the name says it all
                return <Fragment key={column.key}><span>{(isFigure(column) || own || column.card === "named") && <>{labelOf(column as Column<never>, ns, t)} </>}{!own && content}</span></Fragment>;
              })}
            </span>
          </>
        );
        const look = clsx(classes.card, fresh.has(rowId(row)) && "flash");
        return (
          <div key={rowId(row)} role="listitem">
            {to ? <Link to={to} className={look}>{inside}</Link> : <div className={look}>{inside}</div>}
          </div>
        );
      })}
    </div>
  );
}
