// Written by scripts/accents.mjs: change the hues there, never here.

export const ACCENTS = {
  bordeaux: ["#fff4f6", "#ffe5ea", "#fecdd7", "#ffa7bb", "#f3839f", "#dc6284", "#b74165", "#982e50", "#7c2340", "#601b31"],
  rubis: ["#fff5f5", "#fee6e7", "#ffcdd0", "#ffa9af", "#fe7c8a", "#ed526a", "#c72b4c", "#a6163a", "#880f2d", "#6a0b22"],
  tuile: ["#fff5f2", "#ffe7e0", "#ffd0c1", "#ffad93", "#f58968", "#de6945", "#b94822", "#9a3510", "#7e290a", "#621f07"],
  ambre: ["#fdf6ef", "#f9eada", "#f3d6b7", "#e8bb87", "#d89e57", "#c1812b", "#9c6200", "#7e4f02", "#673f00", "#503000"],
  olive: ["#f7f9f0", "#ebefdd", "#d8e0be", "#bfcb94", "#a5b46a", "#8b9a47", "#6c7923", "#566211", "#454f0b", "#353d08"],
  vigne: ["#f3faf3", "#e2f2e4", "#c7e5ca", "#a2d3a8", "#7cbd86", "#5ca468", "#3b8349", "#296a37", "#1f562b", "#174220"],
  sapin: ["#f1faf8", "#dff1ee", "#c1e4dd", "#98d2c7", "#6dbcaf", "#47a395", "#1e8275", "#056a5e", "#02554c", "#03423a"],
  lagune: ["#f1f9fd", "#def0f9", "#bee2f3", "#93cee9", "#65b7da", "#3c9dc3", "#097ca1", "#046483", "#02516a", "#023e52"],
  nuit: ["#f4f8fe", "#e4edfe", "#cadcfe", "#a6c4fe", "#7ea9ff", "#5f8dec", "#406cc7", "#2f56a7", "#244589", "#1b356a"],
  lavande: ["#f7f6ff", "#edeafe", "#dcd6fe", "#c5b9ff", "#ad9af9", "#947de4", "#755cc0", "#5e48a0", "#4c3983", "#3a2b66"],
  ardoise: ["#f6f8f9", "#eaedf1", "#d6dde3", "#bbc6d0", "#9fadba", "#8493a1", "#647381", "#505c69", "#404a55", "#313941"],
} as const;

export const STATES = {
  green: ["#f1faf3", "#dff3e2", "#c1e7c8", "#97d6a4", "#6cc180", "#45a861", "#1b8742", "#026e30", "#005925", "#02441c"],
  amber: ["#fef6ee", "#fbead7", "#f6d6b2", "#ecba7f", "#dd9c48", "#c67f09", "#9c6302", "#7e4f02", "#673f00", "#503000"],
  red: ["#fef5f4", "#fee7e4", "#ffcec9", "#ffaba2", "#ff7f75", "#f2504b", "#cc262a", "#aa0e1a", "#8b0712", "#6d070d"],
  blue: ["#f2f8ff", "#dfefff", "#c1e0fe", "#93caff", "#5fb1fb", "#3596e7", "#0075c2", "#015e9d", "#004b81", "#013a64"],
} as const;

export const NEUTRALS = {
  gray: ["#f8f9fb", "#f1f2f4", "#e5e6e8", "#d5d7db", "#bbbec2", "#96989c", "#64666a", "#4b4d50", "#313336", "#1c1e21"],
  dark: ["#e5e8ee", "#c1c4ca", "#a8abb1", "#83868c", "#45484d", "#33353a", "#25282c", "#1a1c20", "#121418", "#0a0c10"],
} as const;

export type AccentName = keyof typeof ACCENTS;
