/** Tasks as the pages ask for them. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi, type Schemas } from "@/api/client";
import { useCan } from "@/app/session";

export type Task = Schemas["TaskRow"];
export type SubjectKind = Schemas["SubjectIn"]["kind"];

export interface Subject {
  kind: SubjectKind;
  id: string;
  label: string;
}

export const PAGES: Record<SubjectKind, string> = { quote: "quotes", order: "orders", delivery_note: "delivery-notes", invoice: "invoices", customer: "customers", product: "products", variant: "variants", payment: "payments" };

/** The page of the record a task is about, below /c/{company}/. */
export function subjectTo(task: Pick<Task, "subject_kind" | "subject">): string | undefined {
  return task.subject_kind && task.subject ? `${PAGES[task.subject_kind as SubjectKind]}/${task.subject}` : undefined;
}

export function overdue(task: Pick<Task, "state" | "due_on" | "due_at">, today: string, now: number): boolean {
  if (task.state === "done") return false;
  return task.due_at ? Date.parse(task.due_at) <= now : !!task.due_on && task.due_on < today;
}

/** Whom a task may be given to. */
export function useColleagues() {
  const api = useApi();
  const can = useCan();
  const { data } = useQuery({ queryKey: [api.company, "colleagues"], enabled: can("tasks:read"), staleTime: 300_000, meta: { kinds: ["member", "team"] }, queryFn: ({ signal }) => api.get("/{company}/colleagues", {}, undefined, signal) });
  return useMemo(() => (data?.items ?? []).map((one) => ({ value: one.id, label: one.name })), [data]);
}

export function useDay() {
  const api = useApi();
  const can = useCan();
  return useQuery({ queryKey: [api.company, "day"], enabled: can("tasks:read"), meta: { kinds: ["task"] }, refetchInterval: 60_000, queryFn: ({ signal }) => api.get("/{company}/day", {}, {}, signal) });
}

/** The tasks of one record, open ones first. */
export function useTasksOf(subject: Pick<Subject, "kind" | "id">) {
  const api = useApi();
  const where = JSON.stringify({ and: [{ field: "subject_kind", op: "eq", value: subject.kind }, { field: "subject", op: "eq", value: subject.id }] });
  return useQuery({ queryKey: [api.company, "tasks", subject.kind, subject.id], meta: { kinds: ["task"] }, queryFn: ({ signal }) => api.get("/{company}/tasks", {}, { where, limit: 100 }, signal) });
}
