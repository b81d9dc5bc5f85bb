// Returns the names of all that is stored, by place.
async () => ({
  localStorage: Object.keys(localStorage),
  sessionStorage: Object.keys(sessionStorage),
  CacheStorage: await caches.keys(),
  ServiceWorker: (await navigator.serviceWorker.getRegistrations()).map(
    ({ installing, waiting, active }) =>
      new URL((installing ?? waiting ?? active).scriptURL).pathname,
  ),
})
