import "@/i18n/late/einvoicing";
import type { Tone } from "@/components/list/types";
import type { TFunction } from "i18next";

export const STATES = ["pending", "failed", "sent", "deposited", "issued", "received", "available", "taken", "approved", "partly_approved", "disputed", "suspended", "completed", "refused", "payment_sent", "collected", "rejected"] as const;
export const TONES: Record<string, Tone> = {
  pending: "amber", failed: "red", sent: "blue", deposited: "blue", issued: "blue", received: "blue", available: "blue", taken: "blue", approved: "green", partly_approved: "amber",
  disputed: "amber", suspended: "amber", completed: "blue", refused: "red", payment_sent: "green", collected: "green", rejected: "red",
};
export const WRONG = "failed,refused,rejected,disputed,suspended,partly_approved";
export const REPORT_STATES = ["open", "to_send", "sent", "accepted", "refused", "replaced"] as const;
export const REPORT_TONES: Record<string, Tone> = { open: "gray", to_send: "amber", sent: "blue", accepted: "green", refused: "red", replaced: "gray" };
const OURS = new Set(["silent", "keys"]);

/** What we say of the platform in the language of the page; what it says itself, in its own words. */
export function problemText(problem: string, t: TFunction): string {
  return OURS.has(problem) ? t(`einvoicing:problem.${problem}`) : problem;
}

/** A reason of the standard, by its code. */
export function reasonText(code: string, text: string, t: TFunction): string {
  return [code && t(`einvoicing:reason.${code}`, { defaultValue: code }), text].filter(Boolean).join(" · ");
}
