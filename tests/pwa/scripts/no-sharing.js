// Takes away the share sheet and the clipboard.
for (const name of ['share', 'clipboard']) {
  Object.defineProperty(navigator, name, { value: undefined })
}
