/** Ways to keep the page: copy its address, print it. */

export class Install {
  /** @param {HTMLElement} $root */
  constructor($root) {
    const $copy = element($root, '[data-copy]')
    const $print = element($root, '[data-print]')
    const $copied = element($root, '[data-copied] > *')
    const $address = element($root, '.address')

    $copy.hidden = !navigator.clipboard // missing outside https
    $copy.addEventListener('click', async () => {
      $copied.hidden = true // so that a second copy is announced, too
      try {
        await navigator.clipboard.writeText($address.textContent ?? '')
        $copied.hidden = false
      } catch {
        getSelection()?.selectAllChildren($address) // refused: ready to be copied by hand
      }
    })
    $print.hidden = false
    $print.addEventListener('click', () => window.print())
  }
}

/**
 * @param {HTMLElement} $root
 * @param {string} selector
 */
function element($root, selector) {
  const $element = $root.querySelector(selector)
  if (!($element instanceof HTMLElement)) throw new Error(`Install: no ${selector}`)
  return $element
}
