// A module that says words of a late part of the catalogue waits for them; nothing else may have them at once.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const SRC = new URL("../src/", import.meta.url);
const parts = readdirSync(new URL("i18n/late/", SRC)).map((name) => name.replace(".ts", ""));

test("who says late words begins by asking for them", () => {
  const forgot = readdirSync(SRC, { recursive: true }).filter((name) => /\.tsx?$/.test(name) && !name.startsWith("i18n") && !name.startsWith("api") && name !== "app/pages.ts").flatMap((name) => {
    const text = readFileSync(new URL(name, SRC), "utf8");
    return parts.filter((part) => new RegExp(`t\\([\`"'][^)]*\\b${part}:|["\`]${part}:(?!read|write|own)[a-z_.]+["\`$]|\\bns(=|: )"${part}"`).test(text) && !text.includes(`import "@/i18n/late/${part}"`)).map((part) => `${name}: ${part}`);
  });
  assert.deepEqual(forgot, []);
});

test("both languages leave them out of what comes at once", () => {
  for (const language of ["fr", "en"]) {
    const text = readFileSync(new URL(`i18n/${language}.ts`, SRC), "utf8");
    const left = /\{([a-z,]+)\}\.json/.exec(text)?.[1].split(",").sort();
    assert.deepEqual(left, [...parts].sort());
  }
});
