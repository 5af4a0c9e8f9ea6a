// What is drawn from docs/openapi.json is what the web was written against: `npm run types` draws it again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import openapi, { astToString } from "openapi-typescript";
import { drawn, kept, limits } from "./limits.mjs";

test("the types of the API are those of docs/openapi.json", async () => {
  const ast = await openapi(new URL("../../docs/openapi.json", import.meta.url), { defaultNonNullable: false, silent: true });
  const stored = readFileSync(new URL("../src/api/schema.d.ts", import.meta.url), "utf8");
  // The command line writes a heading of its own above what the library draws.
  assert.ok(stored.endsWith(astToString(ast)), "src/api/schema.d.ts is stale: npm run types");
});

test("the limits of fields are those of docs/openapi.json", () => assert.equal(kept(), drawn(), "src/api/limits.json is stale: npm run types"));

test("limits follow references, nested objects and alternatives", () => {
  const document = {
    paths: { "/x": { post: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/In" } } } } } } },
    components: {
      schemas: {
        In: {
          required: ["name", "town", "rate"],
          properties: {
            name: { type: "string", minLength: 1, maxLength: 9 },
            town: { type: "string", maxLength: 5 },
            rate: { anyOf: [{ type: "string" }, { type: "number", minimum: 0, maximum: 100 }] },
            home: { anyOf: [{ $ref: "#/components/schemas/Home" }, { type: "null" }] },
          },
        },
        Home: { properties: { code: { type: "string", pattern: "^[0-9]+$" } } },
        Out: { properties: { unseen: { type: "string", maxLength: 1 } } },
      },
    },
  };
  assert.deepEqual(JSON.parse(limits(document)), {
    In: { name: { r: 1, n: 1, x: 9 }, town: { x: 5 }, rate: { r: 1, m: 0, M: 100 }, "home.code": { p: "^[0-9]+$" } },
  });
});
