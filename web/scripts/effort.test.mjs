// A new list with its form is a declaration: at most 60 lines for an entity, its place in the map included.
// The words (i18n) are counted apart: they are the entity's own, whatever the frame.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = (path) => readFileSync(new URL(`../src/${path}`, import.meta.url), "utf8");
const MOST = 60;
const WIDEST = 260;
const ENTITIES = {
  families: ["features/catalogue/FamiliesPage.tsx"],
  packagings: ["features/catalogue/PackagingsPage.tsx"],
  categories: ["features/crm/CategoriesPage.tsx"],
};

for (const [entity, files] of Object.entries(ENTITIES)) {
  test(`${entity}: list and form in ${MOST} lines`, () => {
    const map = source("app/pages.ts").split("\n").filter((line) => files.some((file) => line.includes(file.replace(/\.tsx$/, ""))));
    assert.ok(map.length >= 1, "it has its place in the map");
    const lines = [...files.flatMap((file) => source(file).trimEnd().split("\n")), ...map];
    assert.ok(lines.length <= MOST, `${lines.length} lines`);
    assert.ok(lines.every((line) => line.length <= WIDEST), `a line of more than ${WIDEST} characters is several`);
    const text = lines.join("\n");
    for (const part of ["columns:", "fields:", "list:", "create:", "change:", "schema:"]) assert.ok(text.includes(part), `declares ${part}`);
  });
}
