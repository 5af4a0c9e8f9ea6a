/**
 * A file too large for one request is put down first at a signed address of the same origin, then named by its
 * SHA-256 to the operation that wants it. The one trick: `call()` does this by itself, so no page knows.
 */
import { asProblem, problemOf } from "./problem";
import { patientFetch } from "./resilient";

/** what passes the gateway at once */
export const MOST_AT_ONCE = 4 * 1024 * 1024;

export function needsRoom(body: unknown): body is Blob {
  // Hashing needs a secure context; without one the server says itself that the file is too large.
  return body instanceof Blob && body.size > MOST_AT_ONCE && "subtle" in crypto;
}

async function digestOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Put the file at the address that `ask` gets for it; gives its SHA-256. */
export async function putDown(file: Blob, ask: (wanted: { sha256: string; size: number }) => Promise<{ path: string; content_type: string }>, signal?: AbortSignal): Promise<string> {
  const sha256 = await digestOf(file);
  const { path, content_type } = await ask({ sha256, size: file.size });
  const init = { method: "PUT", body: file, headers: { "Content-Type": content_type }, credentials: "omit" as const, signal: signal ?? null };
  let response: Response;
  try {
    response = await patientFetch(new Request(new URL(path, window.location.origin), init));
  } catch (error) {
    throw signal?.aborted ? error : asProblem(error);
  }
  if (!response.ok) throw await problemOf(response);
  return sha256;
}
