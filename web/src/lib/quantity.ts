/**
 * Quantities as they are said at the counter: "36", "6c" (six cartons), "2c+3" (two cartons and three bottles), and with
 * bottles given besides: "12+1" (twelve billed, one free), "2c+1g" (two cartons, one free: g for "gratuit").
 */
export interface Quantity {
  /** whole packages, 0 when typed in bottles */
  packs: number;
  /** loose bottles beside the packages */
  units: number;
  /** bottles given besides those billed */
  free: number;
}

export function readQuantity(typed: string): Quantity | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, "");
  const given = /^(\d+)\+(\d+)$/.exec(text) ?? /^(.+)\+(\d+)(?:g|gratuite?s?|offerte?s?|free)$/.exec(text);
  const billed = given ? given[1]! : text;
  const free = Number(given?.[2] ?? 0);
  if (/^\d+$/.test(billed)) return { packs: 0, units: Number(billed), free };
  const found = /^(\d+)(?:c|ct|cart|cartons?|x|k|colis)(?:\+(\d+))?$/.exec(billed);
  return found ? { packs: Number(found[1]), units: Number(found[2] ?? 0), free } : null;
}

/** Bottles billed, for a package of `perPack` bottles. */
export function bottles(quantity: Quantity, perPack: number): number {
  return quantity.packs * perPack + quantity.units;
}

/** A quantity with its free bottles as `readQuantity` takes it. */
export function writeQuantity(billed: number, packs: number | null, free: number): string {
  const told = packs ? `${packs}c` : String(billed);
  return free ? `${told}+${free}${packs ? "g" : ""}` : told;
}
