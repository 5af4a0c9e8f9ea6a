/** The dashboard's figures, and where each one leads: the list that adds up to it. */
import { useQuery } from "@tanstack/react-query";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";
import { writeFilter } from "@/components/list/filterText";
import type { Filter } from "@/components/list/types";

export type Figures = Schemas["DashboardOut"];

export function useFigures() {
  const api = useApi();
  const can = useCan();
  return useQuery({
    queryKey: [api.company, "statistics"], enabled: can("statistics:read"), meta: { kinds: ["order", "receivable", "customer", "credit_covers"] },
    queryFn: ({ signal }) => api.get("/{company}/statistics/dashboard", {}, undefined, signal),
  });
}

const f = (field: string, op: Filter["op"], value: string): Filter => ({ field, op, value });
export const DUE = f("status", "in", "unpaid,partly_paid");
export const OPEN = f("state", "in", "draft,pending");
export const VALIDATED = f("state", "in", "validated");
export const FOLLOWED = f("archived", "eq", "false");

/** `listTo("invoices", [DUE])`: the address of a filtered list, below /c/{company}/. */
export function listTo(list: string, filters: Filter[]): string {
  return `${list}?${filters.map((one) => `f=${encodeURIComponent(writeFilter(one))}`).join("&")}`;
}

export function before(field: string, day: string): Filter {
  return f(field, "lt", day);
}

export function until(field: string, day: string): Filter {
  return f(field, "le", day);
}

/** Two filters for a period, its ends included. */
export function within(field: string, since: string, last: string): Filter[] {
  return [f(field, "ge", since), f(field, "le", last)];
}

export function is(field: string, value: string): Filter {
  return value ? f(field, "in", value) : f(field, "empty", "true");
}

/** "2026-11-01": its last day. */
export function endOfMonth(first: string): string {
  return new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0)).toISOString().slice(0, 10);
}

export function daysAfter(day: string, days: number): string {
  return daysBefore(day, -days);
}

/** Days before, in business dates. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
