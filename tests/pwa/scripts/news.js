// Notes what the page hears from the worker, in `news`.
window.news = []
try {
  navigator.serviceWorker?.addEventListener('message', ({ data }) => window.news.push(data))
} catch {} // a file in a sandbox
