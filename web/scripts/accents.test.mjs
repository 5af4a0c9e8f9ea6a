import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { source } from "./accents.mjs";
import { contrast } from "./color.mjs";

const text = readFileSync(new URL("../src/app/palettes.ts", import.meta.url), "utf8");
const ramps = Object.fromEntries(
  [...text.matchAll(/^ {2}(\w+): \[(.*)\],$/gm)].map(([, name, list]) => [name, JSON.parse(`[${list}]`)]),
);
const { gray, dark, ...colours } = ramps;

test("the file is the one the script writes", () => assert.equal(text, source()));

test("exactly eleven accents", () => {
  const block = text.slice(text.indexOf("ACCENTS"), text.indexOf("STATES"));
  assert.equal(block.match(/: \[/g).length, 11);
});

const pairs = Object.entries(colours).flatMap(([name, c]) => [
  [`${name}: white on filled, light scheme`, "#ffffff", c[7]],
  [`${name}: text on white`, c[7], "#ffffff"],
  [`${name}: text on its own tint`, c[8], c[1]],
  [`${name}: text on grey page`, c[7], gray[1]],
  [`${name}: white on filled, dark scheme`, "#ffffff", c[6]],
  [`${name}: text on dark page`, c[4], dark[7]],
  [`${name}: text on dark panel`, c[4], dark[6]],
  [`${name}: text on dark tint`, c[3], c[9]],
]);
pairs.push(
  ["dimmed on white", gray[6], "#ffffff"],
  ["dimmed on grey", gray[6], gray[1]],
  ["dimmed on dark page", dark[2], dark[7]],
  ["dimmed on dark panel", dark[2], dark[5]],
);
for (const [name, one, two] of pairs) {
  test(`contrast ${name}`, () => {
    const ratio = contrast(one, two);
    assert.ok(ratio >= 4.5, `${ratio.toFixed(2)} < 4.5 (${one} on ${two})`);
  });
}
