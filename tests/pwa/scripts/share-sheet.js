// Gives the page a share sheet, which notes in `shared` what it gets and may be closed.
(closed) => {
  Object.defineProperty(navigator, 'share', {
    value: async (data) => {
      window.shared = data
      if (closed) throw new DOMException('no', 'AbortError')
    },
  })
}
