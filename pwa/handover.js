/** What can be copied and handed on: an address, a link, a proof. */

import { write } from './dates.js'
import { find } from './find.js'
import { Progress } from './progress.js'

/** Makes a button share what it is given. @param {HTMLElement} $root @param {() => ShareData} data */
export function shares($root, data) {
  const $button = find($root, '[data-share]')
  $button.hidden = !navigator.share
  // Changed their mind.
  $button.onclick = () => navigator.share(data()).catch(() => {})
}

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

/** A text with a date and an outcome, made on this device. */
export class Proof {
  /** @param {HTMLElement} $root - names the step whose tick it proves @param {Progress} progress */
  constructor($root, progress) {
    const show = () => {
      const step = $root.dataset.proof ?? ''
      const date = step === 'check' ? progress.done : progress.date(step)
      write(find($root, 'time', HTMLTimeElement), date)
      $root.hidden = !date
    }
    copies($root)
    shares($root, () => ({ text: find($root, '.address').textContent }))
    progress.addEventListener('change', show)
    show()
  }
}
