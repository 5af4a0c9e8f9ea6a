/**
 * An order while it is typed. A line keeps what the person typed ("6c", "8,50"), and `toBody` says what it means; a
 * line without product or quantity is not sent and costs nothing.
 */
import type { Schemas } from "@/api/client";
import { bottles, readQuantity, writeQuantity } from "@/lib/quantity";
import { readDecimal } from "@/lib/format";
import type { Packaging } from "@/features/catalogue/books";
import { scheduleToBody, scheduleToForm, type PlannedDraft } from "./Schedule";

export type Order = Schemas["OrderOut"];
export type Quote = Schemas["QuoteOut"];
/** What an order and a quote have in common. */
export type Offer = Order | Quote;
export type OrderIn = Schemas["OrderIn"];
export type ExplainLine = Schemas["ExplainIn"]["lines"][number];
export type OrderLine = Order["lines"][number];

export interface LineDraft {
  key: string;
  variant: string | null;
  sku: string;
  label: string;
  /** as typed: "36", "6c", "2c+3", "12+1" */
  quantity: string;
  packaging: string | null;
  /** typed by hand; null: computed */
  price: string | null;
  discount: string;
  per_col: string;
  /** the words of the line when they are not the product's own */
  own_label: string;
  /** percent typed for the representative; null: as his rates say */
  commission: string | null;
  /** the capsule said by this line; null: by its article or product */
  capsule: string | null;
}

export interface OrderValues {
  [name: string]: unknown;
  customer: string | null;
  lines: LineDraft[];
  grid: string | null;
  /** representative who earns on it; null: that of the customer */
  agent: string | null;
  discount_percent: string | null;
  discount_amount: number | null;
  delivery: number | null;
  ordered_on: string | null;
  planned_on: string | null;
  language: "fr" | "en" | null;
  payment_term: string | null;
  payment_method: string | null;
  schedule: PlannedDraft[];
  /** of futures: the day their vintage is released */
  release_on: string | null;
  reference: string;
  comment_private: string;
  comment_printed: string;
  vat_relief: Schemas["OrderOut"]["vat_relief"];
  comment_on: Schemas["OrderOut"]["comment_on"];
  /** names of labels */
  tags: string[];
  channel: "office" | "shop" | "till";
  delivered: boolean;
  shipping: number | null;
  duty: "paid" | "suspended" | null;
  /** representative in copy of its e-mails; null: as the company says */
  copies: "yes" | "no" | null;
  depot: string | null;
  /** null: that of the customer or of the grid */
  currency: string | null;
  /** rate typed for it, units for one euro; null: the last one known */
  rate: string | null;
}

let counter = 0;
export function newLine(part: Partial<LineDraft> = {}): LineDraft {
  return { key: `l${++counter}`, variant: null, sku: "", label: "", quantity: "", packaging: null, price: null, discount: "", per_col: "", own_label: "", commission: null, capsule: null, ...part };
}

export const BLANK: OrderValues = {
  customer: null, lines: [], grid: null, agent: null, discount_percent: null, discount_amount: null, delivery: null, ordered_on: null, planned_on: null, language: null,
  payment_term: null, payment_method: null, schedule: [], release_on: null, reference: "", comment_private: "", comment_printed: "", comment_on: [], vat_relief: null, tags: [],
  channel: "office", delivered: false, shipping: null, duty: null, copies: null, depot: null, currency: null, rate: null,
};

const filled = (text: string | null | undefined) => (text && Number(text) !== 0 ? text : "");

export function toForm(out: Offer): OrderValues {
  return {
    customer: out.customer, grid: out.asked_grid, agent: out.asked_agent, discount_percent: out.discount_percent, discount_amount: out.discount_amount || null, delivery: out.delivery_rank,
    ordered_on: out.ordered_on, planned_on: out.planned_on, language: out.language, payment_term: out.payment_term, payment_method: out.payment_method, schedule: scheduleToForm(out.schedule), release_on: out.release_on,
    reference: out.reference, comment_private: out.comment_private, comment_printed: out.comment_printed, comment_on: out.comment_on, vat_relief: out.vat_relief, tags: out.tags,
    channel: out.channel, delivered: out.delivered, shipping: out.asked_shipping, duty: out.asked_duty, copies: out.copies === null ? null : out.copies ? "yes" : "no", depot: out.asked_depot, currency: out.asked_currency, rate: out.asked_rate,
    lines: out.lines.map((line, i) => ({
      key: `s${i}`, variant: line.variant, sku: line.sku, label: line.label, quantity: writeQuantity(line.quantity, line.packs, line.free), packaging: line.packaging,
      price: line.manual ? line.unit_price : null, discount: filled(line.discount), per_col: filled(line.per_col), own_label: line.asked_label, commission: line.commission, capsule: line.asked_capsule,
    })),
  };
}

/** What the quantity of a line means (`cols`: the bottles billed); null while it cannot be read, or counts cartons that nobody described. */
export function meaning(line: LineDraft, packagings: Packaging[]): { quantity: number | null; packaging: string | null; packs: number | null; free: number; cols: number } | null {
  const read = readQuantity(line.quantity);
  if (!read || (!read.packs && !read.units)) return null;
  if (!read.packs) return { quantity: read.units, packaging: null, packs: null, free: read.free, cols: read.units };
  const pack = packagings.find((one) => one.id === line.packaging) ?? packagings.find((one) => one.kind === "carton" && one.quantity === 6) ?? packagings[0];
  if (!pack) return null;
  const cols = bottles(read, pack.quantity);
  return { ...(read.units ? { quantity: cols, packaging: null, packs: null } : { quantity: null, packaging: pack.id, packs: read.packs }), free: read.free, cols };
}

export function complete(line: LineDraft, packagings: Packaging[]): boolean {
  return !!line.variant && meaning(line, packagings) !== null;
}

export function toBody(values: OrderValues, packagings: Packaging[]): OrderIn {
  const lines = values.lines.flatMap((line) => {
    const asked = line.variant ? meaning(line, packagings) : null;
    if (!asked) return [];
    const { cols: _cols, ...quantity } = asked;
    return [{
      variant: line.variant!, ...quantity, unit_price: line.price === null ? null : readDecimal(line.price), discount: readDecimal(line.discount || "0") ?? "0",
      per_col: readDecimal(line.per_col || "0") ?? "0", ...(line.own_label ? { label: line.own_label } : {}), ...(line.commission === null ? {} : { commission: readDecimal(line.commission) ?? line.commission }), ...(line.capsule ? { capsule: line.capsule } : {}),
    }];
  });
  const { lines: _lines, customer, schedule, valid_until: _until, ...rest } = values;
  return { ...(rest as unknown as Omit<OrderIn, "customer" | "lines">), copies: rest.copies === null ? null : rest.copies === "yes", customer: customer ?? "", schedule: scheduleToBody(schedule), lines };
}

export const QUOTE_BLANK: OrderValues = { ...BLANK, valid_until: null };

export function quoteToForm(out: Quote): OrderValues {
  return { ...toForm(out), valid_until: out.valid_until };
}

export function quoteToBody(values: OrderValues, packagings: Packaging[]): Schemas["QuoteIn"] {
  return { ...toBody(values, packagings), valid_until: (values["valid_until"] as string | null | undefined) ?? null };
}

/** The complete lines in bottles, as the explanation of prices takes them. */
export function inBottles(values: OrderValues, packagings: Packaging[]): ExplainLine[] {
  return values.lines.flatMap((line) => {
    const asked = line.variant ? meaning(line, packagings) : null;
    if (!asked) return [];
    return [{
      variant_id: line.variant!, quantity: asked.cols, per_pack: 1, manual_price: line.price === null ? null : readDecimal(line.price), percent: readDecimal(line.discount || "0") ?? "0",
      per_col: readDecimal(line.per_col || "0") ?? "0",
    }];
  });
}

/** For each line of the screen, its place among the lines that are sent (null: not sent). */
export function places(lines: LineDraft[], packagings: Packaging[]): (number | null)[] {
  let next = 0;
  return lines.map((line) => (complete(line, packagings) ? next++ : null));
}
