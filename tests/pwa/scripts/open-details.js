// Opens everything that can be opened.
() => {
  for (const $details of document.querySelectorAll('details')) $details.open = true
}
