// Keeps the site for visits without a network. A build writes three constants above this: VERSION, PAGE (the page's own
// file) and FILES, the SHA-256 of every file of the site.
//
// One cache a version, filled whole or not at all, each file held against its hash: what a host serves in the middle of a
// deployment cannot be mixed. A newer version waits until the author asks for it or the last tab of the old one is
// closed. Every file but the page has its hash in its name, so a tab of an older version that is still open goes on
// asking for its own files, and finds them as long as their cache is there.

const OURS = `faaso-designer ${registration.scope} `;
const CACHE = OURS + VERSION;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(sweep().then(() => clients.claim())));
self.addEventListener("message", (event) => event.data === "take over" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  url.search = url.hash = "";
  if (event.request.method === "GET" && url.href.startsWith(registration.scope)) {
    event.respondWith(answer(event.request, url));
  }
});

async function answer(request, url) {
  const page = new URL(PAGE, registration.scope).href;
  const isPage = url.href === page || url.href === registration.scope;
  const kept = isPage ? await match(CACHE, page) : ((await match(CACHE, url.href)) ?? (await older(url.href)));
  return kept ?? fetch(request);
}

async function match(cache, url) {
  return (await caches.open(cache)).match(url);
}

// Only in caches of ours: other pages of this origin can have some, too.
async function older(url) {
  for (const name of await caches.keys()) {
    const found = name.startsWith(OURS) ? await match(name, url) : undefined;
    if (found) return found;
  }
}

async function fill() {
  const cache = await caches.open(CACHE);
  // one after the other: on a slow line the page may want something meanwhile
  for (const [file, hash] of Object.entries(FILES)) await keep(cache, new URL(file, registration.scope).href, hash);
}

async function keep(cache, url, hash) {
  // what an older version or the browser has of the same content need not be fetched again
  for (const known of [() => older(url), () => fetch(url), () => fetch(url, { cache: "no-cache" })]) {
    const response = await known();
    if (!response?.ok) continue;
    const body = await response.arrayBuffer();
    if ((await digest(body)) !== hash) continue;
    const type = response.headers.get("Content-Type") ?? "application/octet-stream";
    return cache.put(url, new Response(body, { headers: { "Content-Type": type } }));
  }
  throw new Error(`${url} is not what this version was built with`);
}

async function digest(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Files of older versions go when no other tab may need them.
async function sweep() {
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.length > 1) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}
