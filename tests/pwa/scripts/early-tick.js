// Stores a tick where there is storage: there is none in about:blank.
(key, date) => {
  try {
    localStorage.setItem(key, date)
  } catch {}
}
