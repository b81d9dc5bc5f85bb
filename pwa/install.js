/** Ways to keep the page: copy its address, print it. */

export class Install {
  /** @param {HTMLElement} $root */
  constructor($root) {
    const $copy = button($root, '[data-copy]')
    const $print = button($root, '[data-print]')
    const $copied = $root.querySelector('[data-copied] > *')
    const address = $root.querySelector('.address')?.textContent ?? ''

    $copy.hidden = !navigator.clipboard // missing outside https
    $copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(address)
      if ($copied instanceof HTMLElement) $copied.hidden = false
    })
    $print.hidden = false
    $print.addEventListener('click', () => window.print())
  }
}

/**
 * @param {HTMLElement} $root
 * @param {string} selector
 */
function button($root, selector) {
  const $button = $root.querySelector(selector)
  if (!($button instanceof HTMLButtonElement)) throw new Error(`Install: no ${selector}`)
  return $button
}
