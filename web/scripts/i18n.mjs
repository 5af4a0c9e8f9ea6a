// Finds what a translator would miss: keys used and not defined, defined in one language only, left untranslated, never
// used, and visible text written into the code. Exit code 1 with a list of every fault.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const ROOT = new URL("..", import.meta.url).pathname;
const LANGUAGES = ["fr", "en"];
const PLURAL = /_(zero|one|two|few|many|other)$/;
const VISIBLE = new Set(["label", "title", "placeholder", "aria-label", "alt", "description"]);
// Identical in both languages, rightly.
const SAME = new Set(["language.fr", "language.en"]);
const SAME_WORDS =
  /^(Actions?|Appellation|Auto|BIC|Bordeaux|Capsules?|Catalogue|Code|Condition|Contacts?|Correction|Dates?|Description|Document|E-mail|Exports?|GTIN|IBAN|Imports?|Journal|Logo|Olive|Note|PDF|Pages?|Promotions?|RCS|Rosé|SIRET|Source|Stock|Stripe|GoCardless|Suggestions|Tare \(g\)|Total( \(.*\))?|Volume|Webhooks?|Zones?|{{label}}, {{grid}})$/;
const NAMES = /^(Caveau|Ctrl K)$/;

function files(folder, ending) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

function flat(tree, prefix = "") {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" ? flat(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value]]);
}

function catalogue(language) {
  const folder = join(ROOT, "src/i18n/locales", language);
  return new Map(readdirSync(folder).flatMap((name) =>
    flat(JSON.parse(readFileSync(join(folder, name), "utf8"))).map(([key, text]) => [`${name.replace(".json", "")}:${key}`, text])));
}

const catalogues = Object.fromEntries(LANGUAGES.map((language) => [language, catalogue(language)]));
const namespaces = new Set(readdirSync(join(ROOT, "src/i18n/locales/fr")).map((name) => name.replace(".json", "")));
const KEY = new RegExp(`^(${[...namespaces].join("|")}):[\\w.-]+$`);
const OPEN = new RegExp(`^(${[...namespaces].join("|")}):`);
const faults = [];
const used = new Set();
const prefixes = new Set();

function known(language, key) {
  const all = catalogues[language];
  return all.has(key) || all.has(`${key}_other`);
}

/** "sales:state.${x}" gives a prefix; `${ns}:field.${x}` gives a suffix pattern any namespace may match. */
function template(node) {
  const head = node.head.text;
  if (OPEN.test(head)) prefixes.add(head);
  else if (head === "" && node.templateSpans[0]?.literal.text.startsWith(":")) prefixes.add(`*${node.templateSpans[0].literal.text}`);
}

for (const path of files(join(ROOT, "src"), /\.tsx?$/)) {
  const text = readFileSync(path, "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const where = (node) => `${path.slice(ROOT.length)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (KEY.test(node.text) && !/:(read|write|erase)$/.test(node.text)) {
        used.add(node.text);
        for (const language of LANGUAGES) if (!known(language, node.text) && !hasBranch(node.text)) faults.push(`${where(node)} ${node.text}: missing in ${language}`);
      }
    } else if (ts.isTemplateExpression(node)) template(node);
    else if (ts.isJsxText(node) && !NAMES.test(node.text.trim()) && /\p{L}{2,}/u.test(node.text)) faults.push(`${where(node)} visible text in the code: ${node.text.trim()}`);
    else if (ts.isJsxAttribute(node) && VISIBLE.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && /\p{L}{3,}/u.test(node.initializer.text) && !KEY.test(node.initializer.text) && !/x{4}/.test(node.initializer.text))
      faults.push(`${where(node)} visible text in the code: ${node.initializer.text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function hasBranch(key) {
  return [...catalogues.fr.keys()].some((one) => one.startsWith(`${key}.`));
}

const stem = (key) => key.replace(PLURAL, "");
for (const [one, two] of [["fr", "en"], ["en", "fr"]]) {
  const others = new Set([...catalogues[two].keys()].map(stem));
  // The server's refusals come in French; their English is kept here alone (tests/contracts say which are missing).
  const server = (key) => one === "en" && key.startsWith("problems:") && !/:(web|status)_/.test(key);
  for (const key of catalogues[one].keys()) if (!others.has(stem(key)) && !server(key)) faults.push(`${key}: in ${one}, not in ${two}`);
}
const arguments_ = (text) => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort().join();
for (const [key, text] of catalogues.fr) {
  const english = catalogues.en.get(key) ?? catalogues.en.get(`${stem(key)}_other`);
  if (english === undefined) continue;
  if (english === text && !SAME.has(key.split(":")[1]) && !SAME_WORDS.test(text) && /\p{L}{3,}/u.test(text.replace(/{{\w+}}/g, ""))) faults.push(`${key}: the same in both languages (${text})`);
  if (catalogues.en.has(key) && arguments_(english) !== arguments_(text)) faults.push(`${key}: {{…}} differ between fr and en`);
  if (/[ \u00a0][:;!?»%€]|«[ \u00a0]/.test(text)) faults.push(`${key}: a narrow no-break space (U+202F) goes here in French (${text})`);
}
for (const key of catalogues.fr.keys()) {
  const name = stem(key);
  const wild = `*:${name.split(":")[1]}`;
  const reached = used.has(name) || [...prefixes].some((prefix) => name.startsWith(prefix) || (prefix.startsWith("*") && wild.startsWith(prefix)));
  if (!reached && !name.startsWith("problems:") && !/:field\./.test(name)) faults.push(`${key}: never used`);
}
for (const prefix of prefixes) {
  if (!prefix.startsWith("*") && ![...catalogues.fr.keys()].some((key) => key.startsWith(prefix))) faults.push(`${prefix}…: no such keys`);
}

if (process.argv.includes("--missing")) {
  console.log([...new Set(faults.filter((f) => f.includes("missing in fr")).map((f) => f.split(" ")[1].replace(/:$/, "")))].sort().join("\n"));
} else if (faults.length) {
  console.error([...new Set(faults)].join("\n"));
  console.error(`${faults.length} faults`);
  process.exit(1);
} else console.log(`${catalogues.fr.size} texts, complete in ${LANGUAGES.join(" and ")}`);
