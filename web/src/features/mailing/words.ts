import type { Tone } from "@/components/list/types";

export const STATUSES = ["queued", "sending", "sent", "delivered", "opened", "failed", "bounced", "complained", "posted", "rejected"] as const;
export const STATUS_TONES: Record<string, Tone> = { queued: "gray", sending: "gray", sent: "blue", delivered: "blue", opened: "green", failed: "red", bounced: "red", complained: "red", posted: "green", rejected: "red" };
export const SORTS = ["quote", "order", "proforma", "delivery_note", "invoice", "credit_note", "payment_link", "reminder_1", "reminder_2", "reminder_3"] as const;
/** Where the page of a document lies, by its kind. */
export const PAGES_OF: Record<string, string> = { quote: "quotes", order: "orders", proforma: "orders", delivery_note: "delivery-notes", invoice: "invoices" };
export type SentKind = "quote" | "order" | "proforma" | "delivery_note" | "invoice";
