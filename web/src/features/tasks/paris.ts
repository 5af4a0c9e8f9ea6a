/** Hours as the estate's clock has them: typed in Paris time, sent as instants. */

const PARIS = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "medium" });

/** "2026-12-01" today in Paris. */
export function parisToday(now = new Date()): string {
  return PARIS.format(now).slice(0, 10);
}

/** "09:00" of an instant. */
export function parisHour(iso: string): string {
  return PARIS.format(new Date(iso)).slice(11, 16);
}

/** The instant of a day and hour in Paris; the offset is read off the instant itself, so a clock change is no trap. */
export function parisInstant(day: string, hour: string): string {
  const guess = Date.parse(`${day}T${hour}:00Z`);
  const shown = Date.parse(`${PARIS.format(new Date(guess)).replace(" ", "T")}Z`);
  const first = guess - (shown - guess);
  const again = Date.parse(`${PARIS.format(new Date(first)).replace(" ", "T")}Z`);
  return new Date(first - (again - guess)).toISOString();
}
