/** Days that move with the calendar ("@month": since the month began), so that a kept view stays true tomorrow. */
export const RELATIVE = ["today", "week", "month", "quarter", "year", "7d", "30d", "90d", "12m"] as const;

export function parisToday(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date());
}

/** "@30d" as a date on that day; any other text as it is. */
export function resolved(value: string, today = parisToday()): string {
  if (!value.startsWith("@")) return value;
  const [year, month, day] = today.split("-").map(Number) as [number, number, number];
  const at = (y: number, m: number, d: number) => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  switch (value.slice(1)) {
    case "week": return at(year, month - 1, day - weekday);
    case "month": return at(year, month - 1, 1);
    case "quarter": return at(year, Math.floor((month - 1) / 3) * 3, 1);
    case "year": return at(year, 0, 1);
    case "7d": return at(year, month - 1, day - 7);
    case "30d": return at(year, month - 1, day - 30);
    case "90d": return at(year, month - 1, day - 90);
    case "12m": return at(year - 1, month - 1, day);
    default: return today;
  }
}
