/** The dialog of a task, fetched when first opened: its calendar weighs more than the pages that offer it. */
import { lazy, Suspense } from "react";
import type { Props } from "./TaskDialog";

const Dialog = lazy(() => import("./TaskDialog"));

export function TaskDialog(props: Props) {
  return <Suspense fallback={null}><Dialog {...props} /></Suspense>;
}
