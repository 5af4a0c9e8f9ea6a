/**
 * Filters as the address carries them, `state.in.draft`, and their groups, `any(town.contains.Beaune;all(state.in.draft;gross.ge.500))`.
 * What a person typed may contain the signs of a group: a backslash stands before them.
 */
import type { Filter, FilterGroup, Join, Op } from "./types";

const OPS = new Set<string>(["eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "starts", "empty", "has"]);

export function readFilter(text: string): Filter | null {
  const [field, op, ...rest] = text.split(".");
  return field && op && OPS.has(op) ? { field, op: op as Op, value: rest.join(".") } : null;
}

export function writeFilter({ field, op, value }: Filter): string {
  return `${field}.${op}.${value}`;
}

export function sameFilters(one: Filter[], two: Filter[]): boolean {
  return one.map(writeFilter).sort().join("\n") === two.map(writeFilter).sort().join("\n");
}

/** Groups inside groups, at most: the server takes eight levels, and nobody reads more than four. */
export const MOST_DEPTH = 4;
const JOINS: Record<string, Join> = { all: "all", any: "any", none: "none" };
const HEAD = /^(all|any|none)\(/;

export const isEmpty = (group: FilterGroup): boolean => !group.filters.length && group.groups.every(isEmpty);

/** The group without what says nothing. */
export function pruned(group: FilterGroup): FilterGroup {
  return { ...group, groups: group.groups.filter((one) => !isEmpty(one)).map(pruned) };
}

export function writeGroup({ join, filters, groups }: FilterGroup): string {
  const leaves = filters.map((one) => writeFilter(one).replace(/[\\;()]/g, (sign) => `\\${sign}`));
  return `${join}(${[...leaves, ...groups.map(writeGroup)].join(";")})`;
}

/** The group that the text of an address says; null when it says none. */
export function readGroup(text: string): FilterGroup | null {
  const read = group(text, 0, 1);
  return read && read.end === text.length && !isEmpty(read.group) ? pruned(read.group) : null;
}

function group(text: string, at: number, depth: number): { group: FilterGroup; end: number } | null {
  const head = HEAD.exec(text.slice(at));
  if (!head || depth > MOST_DEPTH) return null;
  const found: FilterGroup = { join: JOINS[head[1]!]!, filters: [], groups: [] };
  for (let here = at + head[0].length; ; ) {
    const inner = HEAD.test(text.slice(here)) ? group(text, here, depth + 1) : leaf(text, here);
    if (!inner) return null;
    if ("group" in inner) found.groups.push(inner.group);
    else if (inner.filter) found.filters.push(inner.filter);
    here = inner.end + 1;
    if (text[inner.end] === ")") return { group: found, end: here };
    if (text[inner.end] !== ";") return null;
  }
}

function leaf(text: string, at: number): { filter: Filter | null; end: number } | null {
  let said = "";
  for (let here = at; here < text.length; here++) {
    if (text[here] === "\\") said += text[++here] ?? "";
    else if (text[here] === ";" || text[here] === ")") return { filter: readFilter(said), end: here };
    else said += text[here];
  }
  return null;
}
