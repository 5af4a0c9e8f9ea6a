import type { ReactNode } from "react";
import { int } from "@/lib/format";
import { useTitle } from "@/lib/title";
import classes from "./list/list.module.css";

/** The head of a page that is neither a list nor a record. */
export function PageHead({ title, count, children }: { title: string; count?: number | undefined; children?: ReactNode }) {
  useTitle(title);
  return (
    <header className={classes.head}>
      <h1 className={classes.title}>{title}</h1>
      {!!count && <span className={`${classes.count} num`}>{int(count)}</span>}
      <span className={classes.grow} />
      {children}
    </header>
  );
}
