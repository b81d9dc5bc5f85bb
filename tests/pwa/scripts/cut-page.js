// Cuts a page to a length, in every cache that has it.
async ([path, length]) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    const was = await cache.match(path)
    if (was) await cache.put(path, new Response((await was.text()).slice(0, length), was))
  }
}
