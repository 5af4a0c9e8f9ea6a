/**
 * The lines of an order, typed with the keyboard alone: product, quantity ("6c" for six cartons), price, discount,
 * Enter for the next line. Prices come from the server as one types; a price typed by hand wears a dot and goes back
 * to the computed one when emptied. Rows are moved by Alt+arrows or dragged; a block is pasted from a spreadsheet.
 */
import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useApi, type Schemas } from "@/api/client";
import type { Packaging } from "@/features/catalogue/books";
import { failed } from "@/lib/toast";
import { Problem } from "@/api/problem";
import { LineRow } from "./LineRow";
import type { Stock } from "./Availability";
import type { Saved } from "./WhyPrice";
import { inBottles, newLine, places, type LineDraft, type OrderLine, type OrderValues } from "./orderForm";
import classes from "./lines.module.css";

interface Props {
  values: OrderValues;
  onLines: (lines: LineDraft[]) => void;
  priced: { lines: OrderLine[]; currency: string } | undefined;
  stale: boolean;
  packagings: Packaging[];
  /** what is available of the products, in the depot it would leave from */
  stock: Stock | undefined;
  /** the saved order when nothing has changed since */
  order: Saved | null;
  errors: Record<string, string>;
  focusFirst: boolean;
}

type CellName = "product" | "quantity" | "price" | "discount";

export function LineEditor({ values, onLines, priced, stale, packagings, stock, order, errors, focusFirst }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const body = useRef<HTMLTableSectionElement>(null);
  const [spare, setSpare] = useState(() => newLine());
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const wanted = useRef<{ row: number; cell: CellName } | null>(null);
  const lines = values.lines;
  // Answers for several lines may come at once: each change starts from what the one before has left.
  const latest = useRef(lines);
  latest.current = lines;
  const put = (next: LineDraft[]) => {
    latest.current = next;
    onLines(next);
  };
  const rows = useMemo(() => [...lines, spare], [lines, spare]);
  const at = useMemo(() => places(rows, packagings), [rows, packagings]);
  const asked = useMemo<Schemas["ExplainIn"]>(() => ({ customer_id: values.customer, grid_id: values.grid, lines: inBottles(values, packagings), on: values.ordered_on, channel: values.channel, delivered: values.delivered }), [values, packagings]);

  const focus = useCallback((row: number, cell: CellName) => {
    const input = body.current?.rows[row]?.querySelector<HTMLInputElement>(`[data-cell=${cell}]`);
    if (input) input.focus();
    else wanted.current = { row, cell };
  }, []);
  useEffect(() => {
    // A line that has just been made is focused once it is on the screen.
    if (!wanted.current) return;
    const { row, cell } = wanted.current;
    wanted.current = null;
    focus(row, cell);
  });

  const change = (index: number, part: Partial<LineDraft>) => {
    const { key } = rows[index]!;
    if (latest.current.some((line) => line.key === key)) put(latest.current.map((line) => (line.key === key ? { ...line, ...part } : line)));
    else {
      put([...latest.current, { ...spare, ...part }]);
      setSpare(newLine());
    }
  };
  const remove = (index: number) => {
    if (index >= lines.length) return;
    put(lines.filter((_, i) => i !== index));
    setTimeout(() => focus(Math.min(index, rows.length - 2), "product"));
  };
  const reorder = (from: number, to: number) => {
    if (from >= lines.length || to < 0 || to >= lines.length || from === to) return;
    const next = [...lines];
    const [moved] = next.splice(from, 1);
    next.splice(to, 0, moved!);
    put(next);
  };
  const paste = async (event: ClipboardEvent, index: number) => {
    const table = event.clipboardData.getData("text/plain").replace(/\r/g, "").trim().split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
    if (table.length === 1 && table[0]!.length === 1) return;
    event.preventDefault();
    try {
      const codes = table.map(([code]) => code!);
      const page = await api.get("/{company}/variants", {}, { where: JSON.stringify({ or: ["sku", "gtin"].map((field) => ({ field, op: "in", value: codes })) }), limit: 200 });
      const made = table.flatMap(([code, quantity = "", price = "", discount = ""]) => {
        const row = page.items.find((one) => one.sku.toLowerCase() === code!.toLowerCase() || one.gtin === code);
        return row ? [newLine({ variant: row.id, sku: row.sku, label: row.label, quantity, price: price || null, discount })] : [];
      });
      put([...latest.current.slice(0, index), ...made, ...latest.current.slice(index)]);
      const unknown = codes.filter((code) => !page.items.some((one) => one.sku.toLowerCase() === code.toLowerCase() || one.gtin === code));
      if (unknown.length) failed(new Problem(422, { code: "web.paste", title: t("sales:paste_title"), detail: t("sales:paste_unknown", { codes: unknown.slice(0, 8).join(", ") }) }));
    } catch (error) {
      failed(error);
    }
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (!event.altKey) return;
    const cell = ((event.target as HTMLElement).dataset["cell"] ?? "product") as CellName;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const to = index + (event.key === "ArrowUp" ? -1 : 1);
      reorder(index, to);
      if (to >= 0 && to < lines.length) wanted.current = { row: to, cell };
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(index);
    }
  };

  return (
    <>
      <div className={classes.wrap}>
        <table className={classes.lines} aria-label={t("sales:lines")}>
          <thead>
            <tr>
              <th scope="col" className={classes.handle}><span className="visually-hidden">{t("sales:line.order")}</span></th>
              <th scope="col">{t("sales:field.product")}</th>
              <th scope="col" className={classes.figure}>{t("sales:field.quantity")}</th>
              <th scope="col" className={classes.figure}>{t("sales:field.unit_price")}</th>
              <th scope="col" className={classes.figure}>{t("sales:field.discount")}</th>
              <th scope="col" className={classes.figure}>{t("sales:field.amount")}</th>
              <th scope="col"><span className="visually-hidden">{t("sales:line.tools")}</span></th>
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((line, i) => (
              <LineRow key={line.key} line={line} index={i} spare={i === lines.length} priced={at[i] === null ? undefined : priced?.lines[at[i]!]} currency={priced?.currency ?? "EUR"} stale={stale} packagings={packagings} stock={stock}
                place={at[i] ?? null} order={order} asked={asked} errors={errors} autoFocus={focusFirst && i === 0}
                dragging={dragged === i} over={over === i && dragged !== null && dragged !== i}
                onDrag={{ start: () => setDragged(i), over: () => setOver(i), end: () => { setDragged(null); setOver(null); }, drop: () => { if (dragged !== null) reorder(dragged, i); setDragged(null); setOver(null); } }}
                onChange={(part) => change(i, part)} onRemove={() => remove(i)} onMove={(step, cell) => focus(i + step, cell)} onNext={() => focus(i + 1, "product")}
                onPaste={(event) => void paste(event, i)} onKeyDown={(event) => onKeyDown(event, i)} />
            ))}
          </tbody>
        </table>
      </div>
      <Button variant="subtle" size="sm" mt={6} leftSection={<IconPlus size={16} />} onClick={() => focus(lines.length, "product")}>{t("sales:line.add")}</Button>
    </>
  );
}
