// Returns which workers there are, and whether `news.js` heard that saving is over.
async () => {
  const there = await navigator.serviceWorker.getRegistration()
  const { installing, waiting, active } = there ?? {}
  const last = (window.news ?? []).filter(({ saved, failed }) => saved || failed).at(-1)
  return {
    registered: Boolean(there),
    installing: Boolean(installing),
    waiting: Boolean(waiting),
    active: active?.state === 'activated',
    over: Boolean(last),
  }
}
