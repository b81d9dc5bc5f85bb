/** Shows how old the dates are that the steps rest on, and warns if the steps are old. */

import { find } from './find.js'

// Milliseconds.
const DAY = 86_400_000
// Days.
const MONTH = 30.44
const OLD = 180 // days after which menus may have moved, as webapp/guide/models.py says

export class Age {
  /** @param {HTMLElement} $root */
  constructor($root) {
    const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' })
    const $times = /** @type {NodeListOf<HTMLTimeElement>} */ ($root.querySelectorAll('[data-ages] time'))
    for (const $time of $times) {
      const days = daysSince($time)
      const months = Math.round(days / MONTH)
      const age = months < 2 ? relative.format(-days, 'day') : relative.format(-months, 'month')
      $time.classList.toggle('old', days >= OLD)
      // A clock that is behind gives no age.
      if (days >= 0) $time.after(` (${age})`)
    }
    // It is in the page and is hidden here, so that it is also there without script.
    const $warning = find($root, '[data-old]')
    const days = daysSince(find($warning, 'time', HTMLTimeElement))
    $warning.hidden = days >= 0 && days < OLD
  }
}

/** @param {HTMLTimeElement} $time - with a day, a month or a year, which Date takes for its first day */
function daysSince($time) {
  return Math.floor((Date.now() - Date.parse($time.dateTime)) / DAY)
}
