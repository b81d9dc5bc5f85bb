/**
 * Shows and remembers ticks; CSS does the counting. The done panel and the way back from
 * LinkedIn are parts that only the guide has.
 */

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
        // Otherwise it opens beside this page.
        if (!ctrlKey && !metaKey) progress.leave()
      })
    }
    const $startOver = /** @type {HTMLElement | null} */ ($root.querySelector('[data-start-over]'))
    if ($startOver) {
      find($startOver, 'button').onclick = () => {
        progress.clear()
        $startOver.removeAttribute('open')
        this.$ticks[0].focus()
      }
      $startOver.hidden = false
    }

    // Ticked while this module was loading:
    for (const { name, checked } of this.$ticks) {
      if (checked && progress.date(name) === '') progress.set(name, day())
    }

    progress.addEventListener('change', () => this.show())
    window.addEventListener('pageshow', () => this.comeBack())
    document.addEventListener('visibilitychange', () => {
      // From the app.
      if (!document.hidden) this.comeBack()
    })
    this.show()
  }

  /** Shows every tick as it is remembered, and whether it is saved. */
  show() {
    for (const $tick of this.$ticks) {
      const date = this.progress.date($tick.name)
      $tick.checked = date !== ''
      for (const $time of $tick.parentElement?.querySelectorAll('time') ?? []) write($time, date)
    }
    if (this.$root.querySelector('.done')) this.#note()
    find(this.$root, '[data-storage=blocked]').hidden = this.progress.isPersistent
    find(this.$root, '[data-storage=unreadable]').hidden = !this.progress.unreadable
  }

  /** Asks about the switch, once, when the reader is back from LinkedIn. */
  comeBack() {
    // Another tab may have ticked while this page was frozen.
    this.show()
    const $back = /** @type {HTMLElement | null} */ (this.$root.querySelector('[data-back] > *'))
    if ($back && this.progress.comeBack() && !this.hasTicks) $back.hidden = false
  }

  /** Whether there is any tick. */
  get hasTicks() {
    return this.$ticks.some(($tick) => $tick.checked)
  }

  #note() {
    const date = this.progress.done
    write(find(this.$root, '[data-noted] time', HTMLTimeElement), date)
    find(this.$root, '[data-noted]').hidden = date === ''
    find(this.$root, '[data-not-noted]').hidden = date !== ''
    find(this.$root, '.checklist').classList.toggle('checked', date !== '')
    if (this.hasTicks) find(this.$root, '[data-back] > *').hidden = true
  }
}
