/** A small form's submission: one at a time, refusals sorted into fields and a banner. */
import { useCallback, useRef, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";

export function useSubmit<A extends unknown[]>(action: (...args: A) => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const submit = useCallback(async (...args: A): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await action(...args);
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, [action]);
  const errors = Object.fromEntries((problem?.errors ?? []).map((e) => [e.field, e.detail]));
  /** the refusal, unless every part of it stands next to a field already */
  const banner = (shown: string[]) => (problem && !(problem.errors.length && problem.errors.every((e) => shown.includes(e.field))) ? problem : null);
  return { submit, busy, problem, errors, banner, clear: () => setProblem(null) };
}
