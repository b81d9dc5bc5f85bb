// Tries what would let another script become a worker, and returns the names of the errors.
async () => {
  const attempts = [
    () => navigator.serviceWorker.register('/sw.js'),
    () => trustedTypes.createPolicy('other', { createScriptURL: (url) => url }),
  ]
  const names = []
  for (const attempt of attempts) {
    try {
      await attempt()
      names.push('')
    } catch (error) {
      names.push(error.name)
    }
  }
  return names
}
