import type { Tone } from "@/components/list/types";

export const ORDER_STATES = ["draft", "pending", "validated", "invoiced", "cancelled"] as const;
export const ORDER_TONES: Record<string, Tone> = { draft: "gray", pending: "amber", validated: "blue", invoiced: "green", cancelled: "red" };
export const QUOTE_STATES = ["draft", "sent", "accepted", "refused", "expired", "cancelled"] as const;
export const QUOTE_TONES: Record<string, Tone> = { draft: "gray", sent: "blue", accepted: "green", refused: "red", expired: "amber", cancelled: "gray" };
export const NOTE_STATES = ["issued", "cancelled", "counter"] as const;
export const NOTE_TONES: Record<string, Tone> = { issued: "green", cancelled: "red", counter: "gray" };
export const SHIPPED_STATES = ["to_ship", "partly", "shipped", "nothing"] as const;
export const SHIPPED_TONES: Record<string, Tone> = { to_ship: "amber", partly: "blue", shipped: "green", nothing: "gray" };
export const INVOICE_STATES = ["unpaid", "partly_paid", "paid", "overpaid"] as const;
export const INVOICE_TONES: Record<string, Tone> = { unpaid: "amber", partly_paid: "blue", paid: "green", overpaid: "red" };
export const INVOICE_KINDS = ["invoice", "deposit_invoice", "credit_note", "former"] as const;
export const KIND_TONES: Record<string, Tone> = { invoice: "gray", deposit_invoice: "blue", credit_note: "amber", former: "gray" };
