import type { Tone } from "@/components/list/types";

export const LINK_STATES = ["created", "sent", "opened", "paid", "expired"] as const;
export const LINK_TONES: Record<string, Tone> = { created: "gray", sent: "blue", opened: "amber", paid: "green", expired: "gray" };
export const BUTTONS = ["quote", "order", "proforma", "invoice", "reminder"] as const;
