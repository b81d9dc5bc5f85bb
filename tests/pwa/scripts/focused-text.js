// Returns the text of what has the focus, '' if nothing has.
() => {
  const { textContent, tagName } = document.activeElement
  return tagName === 'BODY' ? '' : textContent
}
