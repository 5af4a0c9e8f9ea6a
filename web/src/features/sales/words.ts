import type { Tone } from "@/components/list/types";

export const ORDER_STATES = ["draft", "pending", "validated", "invoiced", "cancelled"] as const;
export const ORDER_TONES: Record<string, Tone> = { draft: "gray", pending: "amber", validated: "blue", invoiced: "green", cancelled: "red" };
export const INVOICE_STATES = ["unpaid", "partly_paid", "paid", "overpaid"] as const;
export const INVOICE_TONES: Record<string, Tone> = { unpaid: "amber", partly_paid: "blue", paid: "green", overpaid: "red" };
