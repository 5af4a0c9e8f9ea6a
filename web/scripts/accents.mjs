// Writes src/app/palettes.ts: eleven accents, the state colours and the greys, all from one list of lightnesses.
import { writeFileSync } from "node:fs";
import { oklch } from "./color.mjs";

const LIGHTNESS = [0.977, 0.945, 0.893, 0.82, 0.74, 0.655, 0.548, 0.47, 0.405, 0.34];
const CHROMA = [0.1, 0.22, 0.42, 0.68, 0.9, 1, 1, 0.92, 0.8, 0.66];

// name: [hue, chroma at the strongest shade]; the names are those a company may choose from
export const ACCENTS = {
  bordeaux: [5, 0.155],
  rubis: [15, 0.19],
  tuile: [38, 0.155],
  ambre: [70, 0.125],
  olive: [118, 0.11],
  vigne: [148, 0.115],
  sapin: [182, 0.09],
  lagune: [228, 0.105],
  nuit: [263, 0.15],
  lavande: [292, 0.15],
  ardoise: [248, 0.028],
};
const STATES = { green: [150, 0.14], amber: [70, 0.14], red: [26, 0.2], blue: [248, 0.15] };

const ramp = ([hue, chroma]) => LIGHTNESS.map((l, i) => oklch(l, chroma * CHROMA[i], hue));
const GRAY = [0.983, 0.962, 0.925, 0.88, 0.8, 0.68, 0.51, 0.42, 0.32, 0.235].map((l) => oklch(l, l > 0.9 ? 0.0025 : 0.006, 262));
const DARK = [0.93, 0.82, 0.74, 0.62, 0.4, 0.33, 0.275, 0.225, 0.19, 0.155].map((l) => oklch(l, 0.009, 265));

const line = (name, colours) => `  ${name}: [${colours.map((c) => `"${c}"`).join(", ")}],`;
const block = (name, entries) => `export const ${name} = {\n${entries.join("\n")}\n} as const;\n`;

export function source() {
  return [
    "// Written by scripts/accents.mjs: change the hues there, never here.\n",
    block("ACCENTS", Object.entries(ACCENTS).map(([name, hue]) => line(name, ramp(hue)))),
    block("STATES", Object.entries(STATES).map(([name, hue]) => line(name, ramp(hue)))),
    block("NEUTRALS", [line("gray", GRAY), line("dark", DARK)]),
    "export type AccentName = keyof typeof ACCENTS;\n",
  ].join("\n");
}

if (process.argv[1]?.endsWith("accents.mjs")) {
  writeFileSync(new URL("../src/app/palettes.ts", import.meta.url), source());
}
