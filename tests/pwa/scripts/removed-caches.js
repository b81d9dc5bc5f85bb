// Removes the caches whose names a regular expression matches.
async (where) => {
  for (const name of await caches.keys()) {
    if (new RegExp(where).test(name)) await caches.delete(name)
  }
}
