/** The lines of an order or invoice to read. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { amount, int, percent, unitPrice } from "@/lib/format";
import { WhyPrice, type Saved } from "./WhyPrice";
import classes from "./lines.module.css";

interface Line {
  variant: string;
  sku: string;
  label: string;
  quantity: number;
  /** bottles given besides those billed */
  free?: number;
  packs?: number | null;
  packaging_label?: string;
  unit_price: string | null;
  amount: number | null;
  reduced?: number;
  discount?: string;
  vat_rate: string;
}

export function LinesTable({ lines, currency, order }: { lines: Line[]; currency: string; order?: Saved }) {
  const { t } = useTranslation();
  return (
    <div className={classes.wrap} tabIndex={0} role="region" aria-label={t("sales:lines")}>
      <table className={clsx(classes.lines, classes.read)}>
        <thead>
          <tr>
            <th scope="col">{t("sales:field.product")}</th><th scope="col" className={classes.figure}>{t("sales:field.quantity")}</th><th scope="col" className={classes.figure}>{t("sales:field.unit_price")}</th>
            <th scope="col" className={classes.figure}>{t("sales:field.vat_rate")}</th><th scope="col" className={classes.figure}>{t("sales:field.amount")}</th>{order && <th scope="col"><span className="visually-hidden">{t("sales:line.tools")}</span></th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr key={i}>
              <td className={classes.product}>{line.label}<div className={classes.sub}>{line.sku}</div></td>
              <td className={classes.figure} data-label={t("sales:field.quantity")}>{int(line.quantity || 1)}{line.free ? <> + {int(line.free)}<div className={classes.sub}>{t("sales:line.free", { count: line.free })}</div></> : null}{line.packs ? <div className={classes.sub}>{line.packs} × {line.packaging_label}</div> : null}</td>
              <td className={classes.figure} data-label={t("sales:field.unit_price")}>{line.unit_price === null ? "–" : unitPrice(line.unit_price, currency)}{Number(line.discount ?? 0) > 0 && <div className={classes.sub}>−{percent(line.discount!)}</div>}</td>
              <td className={classes.figure} data-label={t("sales:field.vat_rate")}>{percent(line.vat_rate)}</td>
              <td className={classes.figure} data-label={t("sales:field.amount")}>{line.amount === null ? "–" : amount(line.amount - (line.reduced ?? 0))}</td>
              {order && <td className={classes.tools}><WhyPrice order={order} line={i + 1} asked={{ lines: [] }} currency={currency} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
