/** Dotted paths into plain values ("address.town", "lines.2.quantity"), as the server names the fields it refuses. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Values = Record<string, any>;

export function at(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((node, key) => (node === null || node === undefined ? undefined : (node as Values)[key]), values);
}

/** A copy with one place changed; what is beside it keeps its identity. */
export function put<T>(values: T, path: string, value: unknown): T {
  const [key, ...rest] = path.split(".") as [string, ...string[]];
  const copy = (Array.isArray(values) ? [...(values as unknown[])] : { ...(values as object) }) as Values;
  copy[key] = rest.length ? put(copy[key] ?? {}, rest.join("."), value) : value;
  return copy as T;
}

export function same(one: unknown, two: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(two ?? null);
}
