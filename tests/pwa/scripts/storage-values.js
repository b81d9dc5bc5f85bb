// Stores values by their keys; `__proto__` is a key like any other.
(values) => {
  for (const [key, value] of Object.entries(values)) localStorage.setItem(key, value)
}
