/**
 * The ticks of a page: shows what is remembered and remembers what is ticked.
 *
 * Counting, the bar and the done panel are style alone; without this module everything can
 * be ticked and read, and the ticks last as long as the page.
 */

import { Progress } from './progress.js'

export class Checklist {
  /**
   * @param {HTMLElement} $root
   * @param {Progress} progress
   */
  constructor($root, progress) {
    this.$root = $root
    this.progress = progress
    /** @type {HTMLInputElement[]} */
    this.$ticks = [...$root.querySelectorAll('input')]
    if (this.$ticks.length === 0) throw new Error('Checklist: no input in the page')

    $root.addEventListener('change', (event) => {
      const { name, checked } = /** @type {HTMLInputElement} */ (event.target)
      progress.set(name, checked)
    })
    for (const $link of $root.querySelectorAll('[data-direct]')) {
      $link.addEventListener('click', (event) => {
        const { ctrlKey, metaKey } = /** @type {MouseEvent} */ (event)
        if (!ctrlKey && !metaKey) progress.leave() // else it opens beside this page
      })
    }
    const $startOver = this.#find('[data-start-over]')
    $startOver.querySelector('button')?.addEventListener('click', () => this.startOver())
    $startOver.hidden = false

    // What is ticked by now was ticked while this module was on its way.
    for (const { name, checked } of this.$ticks) {
      if (checked && progress.date(name) === '') progress.set(name, true)
    }

    progress.addEventListener('change', () => this.show())
    window.addEventListener('pageshow', () => this.comeBack())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.comeBack() // from the app
    })
    this.show()
  }

  /** Shows every tick as it is remembered, and whether it is saved. */
  show() {
    for (const $tick of this.$ticks) $tick.checked = this.progress.date($tick.name) !== ''
    this.#note(this.progress.date('check'))
    this.#find('.checklist').classList.toggle('checked', this.progress.date('check') !== '')
    if (this.ticked) this.#find('[data-back] > *').hidden = true
    this.#find('[data-storage=blocked]').hidden = this.progress.saved
    this.#find('[data-storage=unreadable]').hidden = !this.progress.unreadable
  }

  /** Asks about the switch, once, if the reader went to LinkedIn and ticked nothing. */
  comeBack() {
    this.show() // another tab may have ticked while this page was frozen
    if (this.progress.comeBack() && !this.ticked) this.#find('[data-back] > *').hidden = false
  }

  /** Whether there is any tick. */
  get ticked() {
    return this.$ticks.some(($tick) => $tick.checked)
  }

  /** Removes every tick. */
  startOver() {
    for (const $tick of this.$ticks) this.progress.set($tick.name, false)
    this.#find('[data-start-over]').removeAttribute('open')
    this.$ticks[0].focus()
  }

  /** @param {string} date - of the last counted tick, '' if it has none */
  #note(date) {
    const $time = /** @type {HTMLTimeElement} */ (this.#find('[data-noted] time'))
    this.#find('[data-noted]').hidden = date === ''
    this.#find('[data-not-noted]').hidden = date !== ''
    if (date === '') return
    const { lang } = document.documentElement
    $time.dateTime = date
    $time.textContent = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
      dateStyle: 'long',
      timeZone: 'UTC',
    }).format(new Date(date))
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    const $element = this.$root.querySelector(selector)
    if (!($element instanceof HTMLElement)) throw new Error(`Checklist: no ${selector}`)
    return $element
  }
}
