/**
 * What the server refuses, as RFC 9457 problem details, and what went wrong on the way to it.
 * A `Problem` always has a sentence for the user: the cause, then the remedy.
 */
import i18next from "i18next";
import { french } from "@/lib/typography";

export interface FieldProblem {
  /** dotted path: "lines.2.quantity" */
  field: string;
  rule: string;
  detail: string;
}

interface Body {
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldProblem[];
  [extra: string]: unknown;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: FieldProblem[];
  /** to copy into a message to support */
  readonly reference: string;
  readonly data: Record<string, unknown>;

  constructor(status: number, body: Body, reference = "") {
    const code = body.code ?? (status === 0 ? "web.offline" : "web.unexpected");
    super(sentenceFor(code, body.detail));
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.title = heading(status, body.title);
    this.errors = (body.errors ?? []).map((e) => ({ ...e, detail: sentenceFor(e.rule, e.detail) }));
    this.reference = reference;
    this.data = body;
  }

  /** True when the answer was lost or the server could not take the request: trying again is safe and useful. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** In English the sentence comes from our catalogue when it has this code; in French the server's own is the best one. */
export function sentenceFor(code: string, detail: string | undefined): string {
  const key = `problems:${code.replaceAll(".", "_")}`;
  if (i18next.language === "en" && i18next.exists(key)) return i18next.t(key as never);
  return (detail && french(detail)) || i18next.t(i18next.exists(key) ? (key as never) : ("problems:web_unexpected" as never));
}

function heading(status: number, title: string | undefined): string {
  const key = `problems:status_${status}`;
  return i18next.exists(key) ? i18next.t(key as never) : (title ?? i18next.t("problems:status_500" as never));
}

export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Body;
  return new Problem(response.status, body, response.headers.get("x-request-id") ?? String(body["request"] ?? ""));
}

/** Any thrown thing as a Problem, so that a screen handles one type only. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return new Problem(0, { code: "web.offline" });
  return new Problem(500, { code: "web.unexpected", detail: undefined });
}
