/** Which conditions each type of column takes; the first is proposed. */
import type { ColumnType, Op } from "./types";

export const OPS: Record<ColumnType, Op[]> = {
  id: ["in"], text: ["contains", "starts", "eq", "empty"], choice: ["in"], bool: ["eq"], tags: ["has"],
  int: ["ge", "le", "eq"], cents: ["ge", "le", "eq"], decimal: ["ge", "le", "eq"], percent: ["ge", "le", "eq"],
  date: ["ge", "lt", "le", "eq"], instant: ["ge", "lt", "le"],
};
