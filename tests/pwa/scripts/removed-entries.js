// Removes what has a path with this end from the caches whose names `where` matches.
async ({ end, where = '' }) => {
  for (const name of await caches.keys()) {
    if (!new RegExp(where).test(name)) continue
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname.endsWith(end)) await cache.delete(request)
    }
  }
}
