// Shows every notice.
() => {
  for (const $notice of document.querySelectorAll('.notice')) $notice.hidden = false
}
