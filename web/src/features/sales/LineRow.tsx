import { ActionIcon, Popover, Skeleton, UnstyledButton } from "@mantine/core";
import { IconDots, IconTrash } from "@tabler/icons-react";
import clsx from "clsx";
import { lazy, Suspense, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { amount, int, readDecimal, unitPrice } from "@/lib/format";
import { readQuantity, writeQuantity } from "@/lib/quantity";
import type { Packaging } from "@/features/catalogue/books";
import { meaning, type LineDraft, type OrderLine } from "./orderForm";
import { Availability, type Stock } from "./Availability";
import { ProductCell } from "./ProductCell";
import { WhyPrice, type Asked, type Saved } from "./WhyPrice";
import classes from "./lines.module.css";

const LineMore = lazy(() => import("./LineMore"));

type CellName = "product" | "quantity" | "price" | "discount";

interface Props {
  line: LineDraft;
  index: number;
  /** the empty line at the end */
  spare: boolean;
  priced: OrderLine | undefined;
  currency: string;
  stale: boolean;
  packagings: Packaging[];
  stock: Stock | undefined;
  place: number | null;
  order: Saved | null;
  asked: Asked;
  errors: Record<string, string>;
  autoFocus: boolean;
  dragging: boolean;
  over: boolean;
  onDrag: { start: () => void; over: () => void; end: () => void; drop: () => void };
  onChange: (part: Partial<LineDraft>) => void;
  onRemove: () => void;
  onMove: (step: -1 | 1, cell: CellName) => void;
  onNext: () => void;
  onPaste: (event: ClipboardEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function LineRow(props: Props) {
  const { line, index, spare, priced, currency, stale, place, order, asked, errors, onDrag, onChange } = props;
  const { t } = useTranslation();
  const row = useRef<HTMLTableRowElement>(null);
  const [more, setMore] = useState(false);
  const said = !!line.capsule || !!line.per_col || !!line.own_label;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || event.key !== "Enter" || spare) return props.onKeyDown(event);
    event.preventDefault();
    setMore(true);
  };
  const told = (name: string) => (place === null ? undefined : errors[`lines.${place}.${name}`]);
  const focus = (cell: CellName) => row.current?.querySelector<HTMLInputElement>(`[data-cell=${cell}]`)?.focus();
  return (
    <tr ref={row} className={clsx(props.dragging && classes.dragging, props.over && classes.over)} onKeyDown={onKeyDown}
      onDragOver={(event) => { event.preventDefault(); onDrag.over(); }} onDrop={(event) => { event.preventDefault(); onDrag.drop(); }}>
      <td className={classes.handle} draggable={!spare} onDragStart={onDrag.start} onDragEnd={onDrag.end} title={spare ? undefined : t("sales:line.drag")}>{spare ? "" : index + 1}</td>
      <td className={classes.product}>
        <ProductCell line={line} index={index} autoFocus={props.autoFocus} error={told("variant")} onMove={(step) => props.onMove(step, "product")} onNext={props.onNext} onPaste={props.onPaste}
          onClear={() => onChange({ variant: null, sku: "", label: "", own_label: "" })}
          onTrust={() => focus("quantity")}
          onChoose={(found, late) => {
            onChange({ variant: found.id, sku: found.sku, label: found.label, own_label: "" });
            if (!late) focus("quantity");
          }} />
        {told("variant") && <div className={clsx(classes.note, classes.wrong)} role="alert">{told("variant")}</div>}
      </td>
      <td className={classes.quantity} data-label={t("sales:field.quantity")}><Quantity {...props} error={told("quantity") ?? told("packs")} />{line.variant && <Availability stock={props.stock} line={line} packagings={props.packagings} />}</td>
      <td className={classes.price} data-label={t("sales:field.unit_price")}><Price {...props} error={told("unit_price")} /></td>
      <td className={classes.discount} data-label={t("sales:field.discount")}>
        <Figure cell="discount" label={t("sales:line.discount", { n: index + 1 })} value={line.discount} placeholder="" wrong={!!line.discount && readDecimal(line.discount) === null} error={told("discount")} onChange={(discount) => onChange({ discount })} onMove={props.onMove} onNext={props.onNext} />
      </td>
      <td className={clsx(classes.amount, classes.figure, stale && classes.stale)} data-label={t("sales:field.amount")} data-amount>{priced && priced.amount !== null ? amount(priced.amount - priced.reduced) : ""}</td>
      <td className={classes.tools}>
        {!spare && (
          <>
            {place !== null && priced && <WhyPrice order={order} line={place + 1} asked={asked} currency={currency} />}
            <Popover opened={more} onChange={setMore} position="bottom-end" width={300} trapFocus returnFocus withinPortal>
              <Popover.Target>
                <ActionIcon variant={said ? "light" : "subtle"} color={said ? "accent" : "gray"} {...(said ? {} : { c: "dimmed" })} size={32} tabIndex={-1} aria-label={t("sales:line.more", { n: index + 1 })} title={t("sales:line.more_hint")} onClick={() => setMore(!more)}><IconDots size={16} stroke={1.7} /></ActionIcon>
              </Popover.Target>
              <Popover.Dropdown onKeyDown={(event) => event.stopPropagation()}>{more && <Suspense fallback={<Skeleton h={120} />}><LineMore line={line} priced={priced} onChange={onChange} /></Suspense>}</Popover.Dropdown>
            </Popover>
            <ActionIcon variant="subtle" color="gray" c="dimmed" size={32} tabIndex={-1} aria-label={t("sales:line.remove", { n: index + 1 })} onClick={props.onRemove}><IconTrash size={16} stroke={1.7} /></ActionIcon>
          </>
        )}
      </td>
    </tr>
  );
}

function Quantity({ line, index, packagings, priced, onChange, onMove, onNext, error }: Props & { error: string | undefined }) {
  const { t } = useTranslation();
  const read = readQuantity(line.quantity);
  const meant = meaning(line, packagings);
  const wrong = line.quantity !== "" && !meant;
  const why = wrong ? t(read?.packs && !packagings.length ? "sales:line.no_packaging" : "sales:line.bad_quantity") : error;
  const tier = priced?.next_tier;
  return (
    <div className={classes.inner}>
      <Figure cell="quantity" label={t("sales:line.quantity", { n: index + 1 })} value={line.quantity} placeholder={line.variant ? "0" : ""} wrong={wrong} error={why} onChange={(quantity) => onChange({ quantity })} onMove={onMove} onNext={onNext} />
      {meant && meant.free > 0 && <span className={classes.note}>{t("sales:line.with_free", { count: meant.free, text: int(meant.cols + meant.free) })}</span>}
      {meant && read?.packs && !meant.free ? <span className={classes.note}>{t("sales:line.cols", { count: meant.cols, text: int(meant.cols) })}</span>
        : tier && meant && !line.price && (
          <UnstyledButton className={clsx(classes.note, classes.tier)} tabIndex={-1} onClick={() => onChange({ quantity: writeQuantity(meant.cols + Math.ceil(Number(tier.missing)), null, meant.free) })}>
            {t("sales:line.tier", { missing: int(Math.ceil(Number(tier.missing))), price: unitPrice(tier.price) })}
          </UnstyledButton>
        )}
    </div>
  );
}

function Price({ line, index, priced, currency, stale, onChange, onMove, onNext, error }: Props & { error: string | undefined }) {
  const { t } = useTranslation();
  const manual = line.price !== null;
  const computed = priced?.unit_price ?? null;
  const shown = computed === null ? "" : unitPrice(computed, currency);
  const missing = !!priced && computed === null && !manual;
  return (
    <div className={classes.inner}>
      {manual && <span className={classes.dot} title={t("sales:line.manual")} aria-hidden />}
      <Figure cell="price" label={t(manual ? "sales:line.price_manual" : "sales:line.price", { n: index + 1 })} value={manual ? line.price! : shown} placeholder={missing ? t("sales:line.no_price") : ""} wrong={manual && readDecimal(line.price!) === null} error={error} faded={!manual && stale}
        onChange={(text) => onChange({ price: text.trim() === "" || (!manual && text === shown) ? null : typed(text, manual ? null : shown) })} onMove={onMove} onNext={onNext}
        onBackspace={manual ? undefined : () => undefined} />
    </div>
  );
}

/** The first key over a computed price replaces it. */
function typed(text: string, computed: string | null): string {
  return computed !== null && text.startsWith(computed) ? text.slice(computed.length) : text;
}

interface FigureProps {
  cell: CellName;
  label: string;
  value: string;
  placeholder: string;
  wrong: boolean;
  error: string | undefined;
  faded?: boolean;
  onChange: (text: string) => void;
  onMove: (step: -1 | 1, cell: CellName) => void;
  onNext: () => void;
  /** what Backspace does on a value that was not typed */
  onBackspace?: (() => void) | undefined;
}

function Figure({ cell, label, value, placeholder, wrong, error, faded, onChange, onMove, onNext, onBackspace }: FigureProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      onMove(event.key === "ArrowDown" ? 1 : -1, cell);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onNext();
    } else if (event.key === "Backspace" && onBackspace) {
      event.preventDefault();
      onBackspace();
    }
  };
  return (
    <>
      <input className={clsx(classes.input, classes.number, faded && classes.stale)} data-cell={cell} inputMode={cell === "quantity" ? "text" : "decimal"} autoComplete="off" aria-label={label} aria-invalid={wrong || !!error || undefined} title={error}
        value={value} placeholder={placeholder} onFocus={(event) => event.currentTarget.select()} onChange={(event) => onChange(event.currentTarget.value)} onKeyDown={onKeyDown} />
      {error && <div className={clsx(classes.note, classes.wrong)} role="alert">{error}</div>}
    </>
  );
}
