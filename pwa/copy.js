import { find } from './find.js'

/** Makes a button copy the address beside it. @param {HTMLElement} $root */
export function copies($root) {
  const $button = find($root, '[data-copy]')
  const $address = find($root, '.address')
  const $copied = find($root, '[data-copied] > *')
  // Missing outside https.
  $button.hidden = !navigator.clipboard
  $button.onclick = async () => {
    // So that a second copy is announced, too.
    $copied.hidden = true
    try {
      await navigator.clipboard.writeText($address.textContent)
      $copied.hidden = false
    } catch {
      // Refused: ready to be copied by hand.
      getSelection()?.selectAllChildren($address)
    }
  }
}
