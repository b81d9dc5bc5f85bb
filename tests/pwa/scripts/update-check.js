// Asks for a newer worker, and waits for the answer, but no longer than three seconds.
async () => {
  const there = await navigator.serviceWorker.getRegistration()
  const late = new Promise((resolve) => setTimeout(resolve, 3000))
  await Promise.race([there?.update(), late]).catch(() => {})
}
