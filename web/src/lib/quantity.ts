/** Quantities as they are said at the counter: "36", "6c" (six cartons), "2c+3" (two cartons and three bottles). */
export interface Quantity {
  /** whole packages, 0 when typed in bottles */
  packs: number;
  /** loose bottles beside the packages */
  units: number;
}

export function readQuantity(typed: string): Quantity | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, "");
  if (/^\d+$/.test(text)) return { packs: 0, units: Number(text) };
  const found = /^(\d+)(?:c|ct|cart|cartons?|x|k|colis)(?:\+(\d+))?$/.exec(text);
  return found ? { packs: Number(found[1]), units: Number(found[2] ?? 0) } : null;
}

/** Bottles in all, for a package of `perPack` bottles. */
export function bottles(quantity: Quantity, perPack: number): number {
  return quantity.packs * perPack + quantity.units;
}
