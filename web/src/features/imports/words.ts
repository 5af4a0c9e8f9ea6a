import type { Tone } from "@/components/list/types";

export const IMPORT_STATES = ["draft", "running", "done", "failed", "undoing", "undone", "discarded"] as const;
export const IMPORT_TONES: Record<string, Tone> = { draft: "gray", running: "blue", done: "green", failed: "red", undoing: "blue", undone: "amber", discarded: "gray" };
export const OUTCOMES = ["created", "warned", "updated", "unchanged", "skipped", "refused", "noted"] as const;
export const OUTCOME_TONES: Record<string, Tone> = { created: "green", warned: "amber", updated: "blue", unchanged: "gray", skipped: "gray", refused: "red", noted: "gray" };
