/**
 * Takes ticks along in a link's fragment, which no server sees:
 * `#ticks=open.2026-11-22~off.2026-11-23`. Whoever opens or pastes one is asked first.
 */

import { copies, shares } from './handover.js'
import { isDay, write } from './dates.js'
import { find } from './find.js'
import { Progress } from './progress.js'

export class Transfer {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    this.$root = $root
    this.progress = progress
    this.$dialog = find($root, 'dialog', HTMLDialogElement)
    this.$template = find($root, 'template', HTMLTemplateElement)

    // An old browser: the section stays hidden.
    if (!this.$dialog.showModal) return

    shares($root, () => ({ url: this.link }))
    copies($root)
    const $paste = find($root, 'input', HTMLInputElement)
    find($root, 'form').onsubmit = () => {
      this.ask($paste.value)
      $paste.value = ''
      return false
    }
    find($root, '[data-leave]').onclick = () => this.$dialog.close()

    progress.addEventListener('change', () => this.show())
    window.addEventListener('hashchange', () => this.arrive())
    $root.hidden = false
    this.show()
    this.arrive()
  }

  /** The link that carries the ticks of this page, '' if it has none. */
  get link() {
    const tickedSteps = this.#items().map(({ step }) => step).filter((step) => this.progress.date(step))
    const ticks = tickedSteps.map((step) => `${step}.${this.progress.date(step)}`)
    return ticks.length ? `${location.origin}/#ticks=${ticks.join('~')}` : ''
  }

  /** The steps that can be carried, each with an item that shows it. */
  #items() {
    const $items = /** @type {DocumentFragment} */ (this.$template.content.cloneNode(true)).children
    return [.../** @type {HTMLCollectionOf<HTMLElement>} */ ($items)].map(($item) => ({
      step: $item.dataset.tick ?? '',
      $item,
    }))
  }

  /** Shows the link, if there is one. */
  show() {
    find(this.$root, '.address').textContent = this.link
    find(this.$root, '[data-carry]').hidden = !this.link
    // Another link than this one.
    find(this.$root, '[data-copied] > *').hidden = true
  }

  /** Takes the ticks out of this page's own address, and asks about them. */
  arrive() {
    const { hash, pathname, search } = location
    if (!hash.startsWith('#ticks=')) return
    // Not into anybody's bookmarks.
    history.replaceState(null, '', pathname + search)
    this.ask(hash)
  }

  /** Shows the ticks that a link would bring, and asks. @param {string} link - or its end */
  ask(link) {
    const [, list = ''] = /#ticks=([a-z0-9.~-]{1,2000})/.exec(link) ?? []
    const ticks = list.split('~').map((tick) => tick.split('.'))
    const dates = new Map(/** @type {[string, string][]} */ (ticks))
    const linkTicks = this.#items().flatMap(({ step, $item }) => {
      const date = dates.get(step) ?? ''
      return isDay(date) ? [{ step, date, $item }] : []
    })
    const newTicks = linkTicks.filter(({ step }) => !this.progress.date(step))
    this.$dialog.dataset.found = newTicks.length ? 'some' : linkTicks.length ? 'here' : 'none'
    for (const { date, $item } of newTicks) write(find($item, 'time', HTMLTimeElement), date)
    find(this.$dialog, 'ul').replaceChildren(...newTicks.map(({ $item }) => $item))
    find(this.$dialog, '[data-take]').onclick = () => {
      for (const { step, date } of newTicks) {
        // A step that was ticked since, in another tab, stays as it is.
        if (!this.progress.date(step)) this.progress.set(step, date)
      }
      this.$dialog.close()
    }
    if (!this.$dialog.open) this.$dialog.showModal()
  }
}
