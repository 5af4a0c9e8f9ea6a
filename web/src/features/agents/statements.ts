/** Words and colours of statements. */
import dayjs from "dayjs";
import type { Tone } from "@/components/list/types";

export const STATES = ["open", "issued", "paid"];
export const TONES: Record<string, Tone> = { open: "gray", issued: "blue", paid: "green" };

/** Is the last day of a period behind us? */
export const ended = (until: string) => dayjs(until).isBefore(dayjs(), "day");
