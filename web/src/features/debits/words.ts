/** What both pages and the customer's say of a mandate. */
import type { Tone } from "@/components/list/types";

export const TONES: Record<string, Tone> = { pending: "amber", active: "green", cancelled: "gray" };
