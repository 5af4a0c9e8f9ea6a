// What the server's contracts ask of each field (docs/openapi.json), flattened for forms: src/api/limits.json.
// { "CustomerIn": { "name": { "x": 200 }, "billing.town": {...} } }, with r: required, n/x: shortest and longest text,
// m/M: least and greatest number, p: pattern. `node scripts/limits.mjs` writes it; a test compares.
import { readFileSync, writeFileSync } from "node:fs";

const TARGET = new URL("../src/api/limits.json", import.meta.url);
const SOURCE = new URL("../../docs/openapi.json", import.meta.url);
// Every name forbids control characters: not worth telling, nobody can type them.
const PLAIN = "^[^\\x00-\\x1f\\x7f]*$";

export function limits(document) {
  const { schemas } = document.components;
  const deref = (schema) => (schema.$ref ? deref(schemas[schema.$ref.split("/").pop()]) : schema);
  /** The one shape that carries limits, null left aside. */
  const shape = (schema) => {
    const plain = deref(schema);
    const choices = (plain.anyOf ?? []).map(deref).filter((one) => one.type !== "null");
    return choices.find((one) => one.type === "number" || one.type === "integer") ?? choices[0] ?? plain;
  };
  const walk = (schema, prefix, out, depth) => {
    for (const [name, raw] of Object.entries(schema.properties ?? {})) {
      const one = shape(raw);
      const rule = {};
      if (schema.required?.includes(name) && (one.type === "number" || one.type === "integer" || (one.type === "string" && (one.minLength || one.enum || one.format)))) rule.r = 1;
      if (one.minLength) rule.n = one.minLength;
      if (one.maxLength) rule.x = one.maxLength;
      if (one.minimum !== undefined) rule.m = one.minimum;
      if (one.maximum !== undefined) rule.M = one.maximum;
      if (one.pattern && one.pattern !== PLAIN && !one.pattern.includes("(?!")) rule.p = one.pattern;
      if (Object.keys(rule).length) out[prefix + name] = rule;
      if (one.properties && depth < 2) walk(one, `${prefix}${name}.`, out, depth + 1);
    }
    return out;
  };
  const bodies = new Set();
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      if (schema?.$ref) bodies.add(schema.$ref.split("/").pop());
    }
  }
  const drawn = Object.fromEntries([...bodies].sort().map((name) => [name, walk(schemas[name], "", {}, 0)]));
  return `${JSON.stringify(Object.fromEntries(Object.entries(drawn).filter(([, rules]) => Object.keys(rules).length)), null, 1)}\n`;
}

export const drawn = () => limits(JSON.parse(readFileSync(SOURCE, "utf8")));
export const kept = () => readFileSync(TARGET, "utf8");
if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(TARGET, drawn());
