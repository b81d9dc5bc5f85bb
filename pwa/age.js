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
    // It is in the page and is hidden here, so that it is also there without script.
    const $warning = find($root, '[data-old]')
    const days = daysSince(find($warning, 'time', HTMLTimeElement))
    $warning.hidden = days >= 0 && days < OLD

    const $ages = find($root, '[data-ages]')
    // The first use of Intl.RelativeTimeFormat takes a phone 50 ms and more.
    new IntersectionObserver(([{ isIntersecting }], observer) => {
      if (!isIntersecting) return
      observer.disconnect()
      this.show($ages)
    }).observe($ages)
  }

  /** Says of each date how long ago it was. @param {HTMLElement} $ages */
  show($ages) {
    const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' })
    const $times = /** @type {NodeListOf<HTMLTimeElement>} */ ($ages.querySelectorAll('time'))
    for (const $time of $times) {
      const days = daysSince($time)
      // A date without a day says in which month something was, not how many days ago.
      const exact = $time.dateTime.length === '2026-11-20'.length
      const months = exact ? Math.round(days / MONTH) : monthsSince($time)
      const inDays = exact && months < 2
      const age = relative.format(inDays ? -days : -months, inDays ? 'day' : 'month')
      $time.classList.toggle('old', days >= OLD)
      // A clock that is behind gives no age.
      if (days >= 0) $time.after(` (${age})`)
    }
  }
}

/** @param {HTMLTimeElement} $time - with a day, a month or a year, which Date takes for its first day */
function daysSince($time) {
  return Math.floor((Date.now() - Date.parse($time.dateTime)) / DAY)
}

/** @param {HTMLTimeElement} $time */
function monthsSince($time) {
  const now = new Date(), then = new Date($time.dateTime)
  return (now.getUTCFullYear() - then.getUTCFullYear()) * 12 + now.getUTCMonth() - then.getUTCMonth()
}
