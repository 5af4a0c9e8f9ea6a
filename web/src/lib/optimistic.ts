/**
 * What may safely be shown done before the server has answered: the screen changes at once; a refusal puts everything
 * back as it was and says why.
 */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { failed } from "./toast";

/** Changes the answers kept under `key`, does the work, and asks again; true when it was done. */
export async function optimistic<T>(queries: QueryClient, key: QueryKey, change: (old: T) => T, work: () => Promise<unknown>): Promise<boolean> {
  await queries.cancelQueries({ queryKey: key });
  const before = queries.getQueriesData<T>({ queryKey: key });
  queries.setQueriesData<T>({ queryKey: key }, (old) => (old === undefined ? old : change(old)));
  try {
    await work();
    return true;
  } catch (error) {
    for (const [one, data] of before) queries.setQueryData(one, data);
    failed(error);
    return false;
  } finally {
    void queries.invalidateQueries({ queryKey: key });
  }
}
