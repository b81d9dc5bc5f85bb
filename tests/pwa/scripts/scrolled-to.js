// Shows an element, and waits until the page has noticed that it is in sight.
(selector) => {
  document.querySelector(selector).scrollIntoView()
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))
}
