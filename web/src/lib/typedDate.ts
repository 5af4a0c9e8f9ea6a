/**
 * A date as people type it: day first, in both languages ("5/11/2026", "05.11.26", "5 11", "05112026", "051126"); ISO too.
 * A year left out is this one, a short one is of this century. Without a parser of ours the library reads 05/11 as 11 May.
 */
const SPACED = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/;
const TIGHT = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** ISO date, or null when the text is no date yet. */
export function typedDate(text: string, thisYear = new Date().getFullYear()): string | null {
  const typed = text.trim();
  const iso = ISO.exec(typed);
  const found = iso ? [iso[0], iso[3], iso[2], iso[1]] : (SPACED.exec(typed) ?? TIGHT.exec(typed));
  if (!found) return null;
  const year = !found[3] ? thisYear : found[3].length === 2 ? 2000 + Number(found[3]) : Number(found[3]);
  const [day, month] = [Number(found[1]), Number(found[2])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null; // 31/02
  return date.toISOString().slice(0, 10);
}
