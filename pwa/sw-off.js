/**
 * Takes the worker back from every device: served as /sw.js where OFFSWITCH_WORKER is off.
 *
 * Removes what the worker kept and nothing else: ticks are not in Cache Storage. A page that
 * the worker controlled is loaded again, from the network.
 */

/// <reference lib="webworker" />

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self))

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))

worker.addEventListener('activate', (event) => event.waitUntil(leave()))

async function leave() {
  const ours = `offswitch ${new URL(worker.registration.scope).pathname} `
  for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name)
  await worker.registration.unregister()
  const pages = await worker.clients.matchAll({ type: 'window' })
  for (const page of pages) await page.navigate(page.url)
}
