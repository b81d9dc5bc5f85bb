// Replaces what has a path with this end in the caches whose names `where` matches.
async ({ end, body, type = '', where = '' }) => {
  const headers = type ? { 'Content-Type': type } : {}
  for (const name of await caches.keys()) {
    if (!new RegExp(where).test(name)) continue
    const cache = await caches.open(name)
    for (const { url } of await cache.keys()) {
      if (!new URL(url).pathname.endsWith(end)) continue
      await cache.put(url, new Response(body, { headers }))
    }
  }
}
