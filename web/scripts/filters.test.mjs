// Filters and their groups go through the address and come back the same, whatever a person typed in them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";

const source = readFileSync(new URL("../src/components/list/filterText.ts", import.meta.url), "utf8");
const script = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } }).outputText;
const { readFilter, writeFilter, readGroup, writeGroup, sameFilters, MOST_DEPTH } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const leaf = (field, op, value) => ({ field, op, value });
const group = (join, filters, groups = []) => ({ join, filters, groups });

test("a filter keeps the dots of its value", () => {
  const one = leaf("email", "contains", "a.b@c.example");
  assert.deepEqual(readFilter(writeFilter(one)), one);
  assert.equal(readFilter("town.like.Beaune"), null);
});

test("a group in a group comes back as it was, signs of the grammar included", () => {
  const nasty = group("any", [leaf("town", "contains", "Saint-Jean (33); all(x) \\ fin."), leaf("state", "in", "draft,pending")], [
    group("all", [leaf("gross", "ge", "500,50"), leaf("name", "eq", ")")], [group("none", [leaf("tags", "has", "a;b")])]),
  ]);
  assert.deepEqual(readGroup(writeGroup(nasty)), nasty);
  assert.equal(writeGroup(group("any", [leaf("a", "eq", "1")], [group("all", [leaf("b", "eq", "2")])])), "any(a.eq.1;all(b.eq.2))");
});

test("what says nothing, or cannot be read, is no group", () => {
  for (const text of ["", "any", "any(", "any()", "any(a.eq.1", "any(a.eq.1))", "any(a.eq.1)x", "some(a.eq.1)", "any(all();none())", "any(nonsense)", "any(a.eq.1\\"]) assert.equal(readGroup(text), null, text);
  assert.deepEqual(readGroup("any(a.eq.1;all())"), group("any", [leaf("a", "eq", "1")]));
});

test("groups are no deeper than one can read", () => {
  const nested = (depth) => (depth ? `all(${nested(depth - 1)})` : "a.eq.1");
  assert.ok(readGroup(nested(MOST_DEPTH)));
  assert.equal(readGroup(nested(MOST_DEPTH + 1)), null);
});

test("the order of filters does not make another view", () => {
  assert.ok(sameFilters([leaf("a", "eq", "1"), leaf("b", "eq", "2")], [leaf("b", "eq", "2"), leaf("a", "eq", "1")]));
});
