/* Keeps the last card (and what it needs to be shown) for a telephone without a line. Nothing else is kept. */
"use strict";
const KEPT = "baophu-card-{{ version }}";
const CARD = "{% url 'citizen:card' %}";
const NO_LINE = "{% url 'citizen:offline' %}";

self.addEventListener("install", (event) => {
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

/* What is on its way into the cache when it is to be forgotten does not get in. */
let turn = 0;
const forget = () => {
  turn += 1;
  return caches.delete(KEPT);
};

/* The card goes in behind the files it names, so that what is kept is whole. */
async function keep(response, mine) {
  const text = await response.clone().text();
  const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|svg|js))"/g)].map((found) => found[1]);
  if (mine !== turn) return;
  const cache = await caches.open(KEPT);
  await Promise.all([...new Set(files)].map((file) => cache.add(file).catch(() => {})));
  const noLine = await fetch(NO_LINE, { credentials: "omit" });
  if (noLine.ok) await cache.put(NO_LINE, noLine);
  if (mine === turn) await cache.put(CARD, response.clone());
  if (mine !== turn) await caches.delete(KEPT);
}

async function page(event) {
  const mine = turn;
  const path = new URL(event.request.url).pathname;
  let response;
  try {
    response = await fetch(event.request);
  } catch (error) {
    const cache = await caches.open(KEPT);
    const kept = path === CARD ? await cache.match(CARD) : undefined;
    return kept || (await cache.match(NO_LINE)) || Response.error();
  }
  if (path === CARD) {
    if (response.ok && !response.redirected && response.type === "basic") event.waitUntil(keep(response.clone(), mine));
    else await forget();  /* signed out, or nobody here any more */
  }
  return response;
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await (await caches.open(KEPT)).match(request, { ignoreSearch: true })) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const address = new URL(event.request.url);
  if (address.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

self.addEventListener("message", (event) => {
  if (event.data && event.data.forget) event.waitUntil(forget());
  if (event.data && event.data.keep) {
    const mine = turn;
    event.waitUntil(fetch(CARD, { credentials: "same-origin" }).then((response) => {
      if (response.ok && !response.redirected) return keep(response, mine);
      return forget();
    }).catch(() => {}));
  }
});
