/**
 * The state of a form: values, what they were, and one message per field. The one trick: it remembers the version it
 * started from, so that a change made elsewhere can be told apart from one's own.
 */
import { useCallback, useMemo, useState } from "react";
import type { Problem } from "@/api/problem";
import { at, put, same, type Values } from "./paths";

export interface Form<V extends Values = Values> {
  values: V;
  base: V;
  errors: Record<string, string>;
  dirty: boolean;
  set: (path: string, value: unknown) => void;
  /** brings back what was typed over what is stored */
  restore(values: V): void;
  /** says what is wrong with one field */
  note: (path: string, fault: string) => void;
  /** starts again from these values */
  reset(values: V): void;
  /** keeps what was typed but compares it with newer values */
  rebase(values: V): void;
  refuse: (problem: Problem) => void;
  complain: (errors: Record<string, string>) => void;
  value: (path: string) => unknown;
}

export function useForm<V extends Values>(initial: V): Form<V> {
  const [values, setValues] = useState(initial);
  const [base, setBase] = useState(initial);
  const [errors, setErrors] = useState<Record<string, string>>({});

  const set = useCallback((path: string, value: unknown) => {
    setValues((old) => put(old, path, value));
    setErrors((old) => {
      if (!(path in old)) return old;
      const { [path]: _gone, ...rest } = old;
      return rest;
    });
  }, []);
  const reset = useCallback((next: V) => {
    setValues(next);
    setBase(next);
    setErrors({});
  }, []);
  const refuse = useCallback((problem: Problem) => setErrors(Object.fromEntries(problem.errors.map((e) => [e.field, e.detail]))), []);
  const dirty = useMemo(() => !same(values, base), [values, base]);
  const value = useCallback((path: string) => at(values, path), [values]);
  const note = useCallback((path: string, fault: string) => setErrors((old) => ({ ...old, [path]: fault })), []);
  return { values, base, errors, dirty, set, restore: setValues, reset, rebase: setBase, refuse, complain: setErrors, note, value };
}
