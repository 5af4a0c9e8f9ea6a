/**
 * fetch that neither loses nor doubles a write. Every write carries an Idempotency-Key that belongs to the INTENT
 * (method, address, body): while no answer has come back, an identical request (a double click, the automatic
 * retry, a second press after a failure) goes out with the same key, so the server does it once.
 */
/** names a file that was put down before (transfer.ts) */
export const TRANSFER = "Caveau-Transfer";

const WAITS = [400, 1200, 3000];
const pending = new Map<string, string>();

/** Told when the server says that nobody is signed in. */
export const signedOut = new EventTarget();

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function intentOf(request: Request): Promise<string> {
  return `${request.method} ${request.url} ${request.headers.get(TRANSFER) ?? ""} ${await request.clone().text()}`;
}

function worthRetrying(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** A request that may be sent again as it is. */
export async function patientFetch(request: Request): Promise<Response> {
  let failure: unknown = new TypeError("no answer");
  // Who is there is the first question of all: without an answer the page says so at once, and asks again by itself.
  const waits = request.method === "GET" && request.url.endsWith("/api/v1/me") ? [] : WAITS;
  for (let turn = 0; turn <= waits.length; turn++) {
    try {
      const response = await fetch(request.clone());
      if (!worthRetrying(response.status) || turn === waits.length) return response;
    } catch (error) {
      if (request.signal.aborted || !navigator.onLine) throw error;
      failure = error;
    }
    if (turn < waits.length) await sleep(waits[turn] ?? 0);
  }
  throw failure;
}

function fresh(): string {
  // randomUUID needs a secure context; a local address over plain HTTP may not be one.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

export async function resilientFetch(request: Request): Promise<Response> {
  // The words that come from the server are in the language of the page, whatever it remembers of the person.
  request.headers.set("Caveau-Language", document.documentElement.lang);
  if (request.method === "GET") return announce(await patientFetch(request));
  const intent = await intentOf(request);
  const key = pending.get(intent) ?? fresh();
  pending.set(intent, key);
  request.headers.set("Idempotency-Key", key);
  const response = await patientFetch(request);
  pending.delete(intent); // answered: the next identical request is a new intent
  return announce(response);
}

function announce(response: Response): Response {
  if (response.status === 401) signedOut.dispatchEvent(new Event("signed-out"));
  return response;
}
