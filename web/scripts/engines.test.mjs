// What runs in Chromium must run in Firefox and Safari: nothing in our own code names what one of the three lacks, and
// nothing asks which of them it is. (TypeScript already refuses what only one engine has: its DOM library leaves it out.)
// The names are those of web features without Baseline status (webstatus.dev); the tests of pages run in Chromium alone.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = new URL("../src", import.meta.url).pathname;
const CODE = {
  "the name of the browser": /\buserAgent(Data)?\b|\bnavigator\.(vendor|platform|appVersion|product)\b|\bwindow\.(chrome|safari|opr)\b/,
  "an engine's own name": /\b(webkit|moz|ms)[A-Z]\w+/,
  "installing by script": /beforeinstallprompt|onappinstalled|getInstalledRelatedApps/,
  "devices": /\bnavigator\.(usb|hid|serial|bluetooth|vibrate|connection|deviceMemory|getBattery|keyboard|virtualKeyboard|windowControlsOverlay|share)\b|\b(BarcodeDetector|EyeDropper|NDEFReader|IdleDetector)\b/,
  "files in place": /\bshow(OpenFile|SaveFile|Directory)Picker\b/,
  "idle time and tasks": /\brequestIdleCallback\b|\bscheduler\.(postTask|yield)\b|\bCloseWatcher\b|\bdocumentPictureInPicture\b/,
  "language still coming": /\bTemporal\.|\bIterator\.(concat|zip)\b|\bMath\.sumPrecise\b|\bArray\.fromAsync\b|\busing \w+ =/,
  "memory and crash reports": /\bperformance\.(memory|measureUserAgentSpecificMemory)\b|\bReportingObserver\b/,
};
const STYLE = {
  "an engine's own style": /-(?:moz|ms|o)-[a-z]|-webkit-(?!font-smoothing|line-clamp|box\b|box-orient)/,
  "size of a field by its text": /field-sizing|interpolate-size|calc-size\(/,
  "anchors": /anchor-name|position-anchor|\banchor\(|position-try/,
  "looks": /corner-shape|reading-flow|text-box(-trim|-edge)?:|masonry|animation-timeline|view-timeline|scroll-timeline|text-wrap: pretty|@function\b|\bif\(/,
};

const files = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));

function faults(pattern, kinds) {
  const found = [];
  for (const path of files(ROOT).filter((one) => pattern.test(one) && !one.endsWith("schema.d.ts"))) {
    readFileSync(path, "utf8").split("\n").forEach((line, at) => {
      for (const [what, names] of Object.entries(kinds)) {
        const name = names.exec(line)?.[0];
        if (name) found.push(`${path.slice(ROOT.length + 1)}:${at + 1}: ${name} (${what})`);
      }
    });
  }
  return found;
}

test("no script of ours needs one engine", () => assert.deepEqual(faults(/\.(tsx?|js)$/, CODE), []));
test("no style of ours needs one engine", () => assert.deepEqual(faults(/\.css$/, STYLE), []));
test("the rule sees what it forbids", () => {
  assert.match("navigator.userAgent.includes(x)", CODE["the name of the browser"]);
  assert.match("  -moz-appearance: none;", STYLE["an engine's own style"]);
  assert.doesNotMatch("-webkit-line-clamp: 2", STYLE["an engine's own style"]);
});
