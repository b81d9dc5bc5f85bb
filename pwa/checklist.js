/** Shows and remembers ticks. Counting is style alone. */

import { day, write } from './dates.js'
import { find } from './find.js'
import { Progress } from './progress.js'

export class Checklist {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    this.$root = $root
    this.progress = progress
    /** @type {HTMLInputElement[]} */
    this.$ticks = [...$root.querySelectorAll('input')].filter(({ type }) => type === 'checkbox')
    if (this.$ticks.length === 0) throw new Error('Checklist: no input in the page')

    $root.addEventListener('change', (event) => {
      const { type, name, checked } = /** @type {HTMLInputElement} */ (event.target)
      if (type === 'checkbox') progress.set(name, checked ? day() : '')
    })
    for (const $link of $root.querySelectorAll('[data-direct]')) {
      $link.addEventListener('click', (event) => {
        const { ctrlKey, metaKey } = /** @type {MouseEvent} */ (event)
        if (!ctrlKey && !metaKey) progress.leave() // else it opens beside this page
      })
    }
    const $startOver = find($root, '[data-start-over]')
    find($startOver, 'button').onclick = () => this.startOver()
    $startOver.hidden = false

    // Ticked while this module was on its way:
    for (const { name, checked } of this.$ticks) {
      if (checked && progress.date(name) === '') progress.set(name, day())
    }

    progress.addEventListener('change', () => this.show())
    window.addEventListener('pageshow', () => this.comeBack())
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.comeBack() // from the app
    })
    this.show()
  }

  /** Shows every tick as it is remembered, and whether it is saved. */
  show() {
    for (const $tick of this.$ticks) $tick.checked = this.progress.date($tick.name) !== ''
    this.#note(this.progress.date('check'))
    find(this.$root, '.checklist').classList.toggle('checked', this.progress.date('check') !== '')
    if (this.ticked) find(this.$root, '[data-back] > *').hidden = true
    find(this.$root, '[data-storage=blocked]').hidden = this.progress.saved
    find(this.$root, '[data-storage=unreadable]').hidden = !this.progress.unreadable
  }

  /** Asks about the switch, once, after LinkedIn. */
  comeBack() {
    this.show() // another tab may have ticked while this page was frozen
    if (this.progress.comeBack() && !this.ticked) find(this.$root, '[data-back] > *').hidden = false
  }

  /** Whether there is any tick. */
  get ticked() {
    return this.$ticks.some(($tick) => $tick.checked)
  }

  /** Removes every tick. */
  startOver() {
    for (const $tick of this.$ticks) this.progress.set($tick.name, '')
    find(this.$root, '[data-start-over]').removeAttribute('open')
    this.$ticks[0].focus()
  }

  /** @param {string} date - of the last counted tick, '' if it has none */
  #note(date) {
    const $time = find(this.$root, '[data-noted] time')
    find(this.$root, '[data-noted]').hidden = date === ''
    find(this.$root, '[data-not-noted]').hidden = date !== ''
    if (date !== '') write($time, date)
  }
}
