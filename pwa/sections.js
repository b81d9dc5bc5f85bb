/** Opens the closed section into which a link leads: not every browser does. */
export class Sections {
  /** @param {HTMLElement} $root */
  constructor($root) {
    $root.addEventListener('click', ({ target }) => {
      const $link = /** @type {Element} */ (target).closest('a[href^="#"]')
      if ($link) open(/** @type {HTMLAnchorElement} */ ($link).hash)
    })
    open(location.hash)
    // On paper, nothing can be opened; pages with steps leave out what is closed.
    window.addEventListener('beforeprint', () => {
      if (document.documentElement.dataset.surface) return
      for (const $section of $root.querySelectorAll('details')) $section.open = true
    })
  }
}

/** @param {string} hash - as in an address, perhaps of nothing on this page */
function open(hash) {
  const $place = document.getElementById(hash.slice(1))
  const $section = $place?.closest('details')
  if (!$section) return
  $section.open = true
  $place?.scrollIntoView()
}
