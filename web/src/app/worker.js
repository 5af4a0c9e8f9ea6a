/**
 * The service worker: the application opens without network, and says so. vite.config.ts fills in the two names.
 * What belongs to a company never goes through here: /api is the network's alone. Pages are the network's first, so a
 * new version is seen at once; hashed files are the cache's first, since they never change.
 */
const BUILD = "caveau-__BUILD__";
const SHELL = __SHELL__;
const SLOW_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(BUILD).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name.startsWith("caveau-") && name !== BUILD).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(drop).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && !pathname.startsWith("/api/") && !pathname.startsWith("/transfers/") && !pathname.startsWith("/mailbox")) event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(kept(request));
  else if (SHELL.includes(pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)));
});

/** Any page is index.html; the one in the cache when the network is gone or too slow. */
async function page(request) {
  const slow = new Promise((_done, late) => setTimeout(late, SLOW_MS));
  try {
    const answer = await Promise.race([fetch(request), slow]);
    if (answer.status < 500) return answer;
  } catch {
    // below
  }
  return (await caches.match("/")) ?? fetch(request);
}

async function kept(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(BUILD)).put(request, answer.clone());
  return answer;
}
