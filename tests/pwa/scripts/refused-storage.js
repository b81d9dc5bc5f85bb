// Refuses the page its localStorage, its sessionStorage or both, as named.
(...names) => {
  for (const name of names) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('no', 'SecurityError')
      },
    })
  }
}
