// Keeps one whole build of the page for when there is no network. `cargo xtask finish` puts in the build and its files.
//
// All files of a build are kept, or none: each is compared with its sum. A page gets every file from the build that its
// index.html is of. A newer build is fetched beside the old one and waits until no page uses that, or a person asks for it.
const BUILD = "{build}";
/** The SHA-256 of each file, in hexadecimal. */
const FILES = {};
const { scope } = self.registration;
const MINE = `podlab ${scope} `;
const CACHE = MINE + BUILD;

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function keep(cache, name) {
  const answer = await fetch(`${scope}${name}?${BUILD}`, { cache: "no-cache" });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || hex(await crypto.subtle.digest("SHA-256", bytes)) !== FILES[name]) throw new Error(`${name} is not of build ${BUILD}`);
  // The headers stay, a policy among them; those of the transfer do not fit the bytes any more.
  const headers = new Headers(answer.headers);
  for (const gone of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(gone);
  await cache.put(scope + name, new Response(bytes, { headers }));
}

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.keys(FILES).map((name) => keep(cache, name)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(MINE) && name !== CACHE).map((name) => caches.delete(name)));
}

/** The name of the kept file that a request is for; none for a part of another build. */
function named({ method, mode, url }) {
  if (method !== "GET" || !url.startsWith(scope)) return undefined;
  const { pathname, search } = new URL(url);
  const name = pathname.slice(new URL(scope).pathname.length) || "index.html";
  const fits = name === "index.html" ? mode === "navigate" : !search || search === `?${BUILD}`;
  return fits && Object.hasOwn(FILES, name) ? name : undefined;
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("message", ({ data }) => data === "use" && self.skipWaiting());
addEventListener("fetch", (event) => {
  const name = named(event.request);
  if (!name) return;
  event.respondWith(caches.match(scope + name, { cacheName: CACHE }).then((kept) => kept ?? fetch(event.request)));
});
