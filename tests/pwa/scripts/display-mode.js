// Makes the page find itself in a display mode, as an app on the home screen is in its own.
(mode) => {
  const real = window.matchMedia
  window.matchMedia = (query) =>
    query.includes(`display-mode: ${mode}`) ? { matches: true } : real(query)
}
