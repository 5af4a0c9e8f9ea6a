/** Beside the quantity of a line: what is available in the depot, in words when it asks for more. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import type { Packaging } from "@/features/catalogue/books";
import { int } from "@/lib/format";
import { meaning, type LineDraft } from "./orderForm";
import classes from "./lines.module.css";

export type Stock = Pick<Schemas["PreviewOut"], "availability" | "depot_name">;

export function Availability({ stock, line, packagings }: { stock: Stock | undefined; line: LineDraft; packagings: Packaging[] }) {
  const { t } = useTranslation();
  const found = stock?.availability.find((one) => one.variant === line.variant);
  if (!stock || !found) return null;
  const meant = meaning(line, packagings);
  const short = (meant ? meant.cols + meant.free : 0) > found.available;
  const figures = { physical: int(found.physical), reserved: int(found.reserved), available: int(Math.max(found.available, 0)) };
  return (
    <div className={clsx(classes.note, classes.stock, short && classes.short)} title={t("stock:line_title", { ...figures, depot: stock.depot_name })} data-stock={short ? "short" : "enough"}>
      {t(short ? "stock:short" : "stock:line", figures)}
    </div>
  );
}
