import type { Tone } from "@/components/list/types";

export const IMPORT_STATES = ["preparing", "draft", "unreadable", "running", "done", "failed", "undoing", "undone", "discarded"] as const;
export const IMPORT_TONES: Record<string, Tone> = { preparing: "blue", draft: "gray", unreadable: "red", running: "blue", done: "green", failed: "red", undoing: "blue", undone: "amber", discarded: "gray" };
/** What a sheet may hold, in the order in which a run writes it. */
export const KINDS = ["customer", "product", "contact", "agreement", "invoice", "stock"] as const;
export type Kind = (typeof KINDS)[number];
export const OUTCOMES = ["created", "warned", "updated", "unchanged", "skipped", "refused", "noted"] as const;
export const OUTCOME_TONES: Record<string, Tone> = { created: "green", warned: "amber", updated: "blue", unchanged: "gray", skipped: "gray", refused: "red", noted: "gray" };
