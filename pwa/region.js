/** Shows only what applies where the reader lives, if they say so; remembered on this device. */

import { find } from './find.js'
import { Progress } from './progress.js'

export class Region {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    const $rows = /** @type {HTMLElement[]} */ ([...$root.querySelectorAll('[data-region]')])
    const $all = find($root, 'button')

    const show = () => {
      const region = progress.choice('region')
      const isKnown = $rows.some(($row) => $row.dataset.region === region)
      for (const $row of $rows) {
        const $choice = find($row, 'input', HTMLInputElement)
        $choice.hidden = false
        $choice.checked = $row.dataset.region === region
        // The other places stay, for arrow keys to choose.
        find($row, 'dd').hidden = isKnown && !$choice.checked
      }
      $all.hidden = !isKnown
    }
    $root.addEventListener('change', ({ target }) => {
      progress.choose('region', /** @type {HTMLInputElement} */ (target).value)
    })
    $all.onclick = () => {
      progress.choose('region', '')
      find($root, 'input').focus()
    }
    find($root, '[data-ask]').hidden = false
    progress.addEventListener('change', show)
    show()
  }
}
