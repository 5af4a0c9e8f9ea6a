// What a browser downloads, gzipped: the shell (first page of a signed-in person, French) and each page on top of it.
// Fails when the shell exceeds 215 KB of JavaScript or a list page 260 KB.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(`${DIST}.vite/manifest.json`, "utf8"));
const SHELL = 215;
const LIST = 260;
// A list is named in the plural, but for two.
const LISTS = /(?<=s|History|Ledger)Page\.tsx$/;

const weights = new Map();
function weight(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(DIST + file)).length / 1024);
  return weights.get(file);
}

/** Files that an entry of the manifest loads at once (not what it loads later). */
function graph(key, seen = new Set()) {
  const entry = manifest[key];
  if (!entry || seen.has(entry.file)) return seen;
  seen.add(entry.file);
  for (const one of entry.imports ?? []) graph(one, seen);
  // Words that the page waits for.
  for (const one of entry.dynamicImports ?? []) if (/locales\/fr\//.test(one)) graph(one, seen);
  return seen;
}

const sum = (list) => [...list].filter((f) => f.endsWith(".js")).reduce((total, file) => total + weight(file), 0);
const html = readFileSync(`${DIST}index.html`, "utf8");
const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => found[1]);
const keyOf = (file) => Object.keys(manifest).find((key) => manifest[key].file === file);
const shell = new Set([...first.filter((f) => f.endsWith(".js")).flatMap((file) => [file, ...graph(keyOf(file))]), ...graph("src/i18n/fr.ts")]);
const css = first.filter((f) => f.endsWith(".css")).reduce((total, file) => total + weight(file), 0);
let failed = false;
const say = (name, size, most) => {
  const bad = most !== undefined && size > most;
  failed ||= bad;
  console.log(`${name.padEnd(28)} ${size.toFixed(1).padStart(7)} KB${most ? ` of ${most}` : ""}${bad ? "   TOO LARGE" : ""}`);
};
say("shell", sum(shell), SHELL);
say("styles", css);
for (const key of Object.keys(manifest).filter((k) => /^src\/features\/.*Page\.tsx$/.test(k)).sort()) {
  say(key.split("/").pop().replace(".tsx", ""), sum(new Set([...shell, ...graph(key)])), LISTS.test(key) ? LIST : undefined);
}
process.exit(failed ? 1 : 0);
