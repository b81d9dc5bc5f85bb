// Returns the paths in each cache, by its name.
async () => {
  const paths = {}
  for (const name of await caches.keys()) {
    const keys = await (await caches.open(name)).keys()
    paths[name] = keys.map(({ url }) => new URL(url).pathname)
  }
  return paths
}
