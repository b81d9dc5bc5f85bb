// Gives the navigator of a page other values than the browser's.
(values) => {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(Navigator.prototype, name, { get: () => value })
  }
}
