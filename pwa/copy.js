import { find } from './find.js'

/** Makes a button copy the address beside it. @param {HTMLElement} $root */
export function copies($root) {
  const $button = find($root, '[data-copy]')
  const $address = find($root, '.address')
  const $copied = find($root, '[data-copied] > *')
  $button.hidden = !navigator.clipboard // missing outside https
  $button.onclick = async () => {
    $copied.hidden = true // so that a second copy is announced, too
    try {
      await navigator.clipboard.writeText($address.textContent)
      $copied.hidden = false
    } catch {
      getSelection()?.selectAllChildren($address) // refused: ready to be copied by hand
    }
  }
}
