/**
 * Takes ticks along in a link's fragment, which no server sees:
 * `#ticks=open.2026-11-22~off.2026-11-23`. Who opens or pastes one is asked first.
 */

import { copies } from './copy.js'
import { isDay, write } from './dates.js'
import { find } from './find.js'
import { Progress } from './progress.js'

const MARK = '#ticks='

export class Transfer {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    this.$root = $root
    this.progress = progress
    this.$dialog = find($root, 'dialog')
    const $steps = [...document.querySelectorAll('[data-step]')]
    /** @type {Map<string, any>} */
    this.$steps = new Map($steps.map(($step) => [$step.getAttribute('data-step') ?? '', $step]))

    if (!this.$dialog.showModal) return // an old browser: the section stays hidden

    const $share = find($root, '[data-share]')
    $share.hidden = !navigator.share
    $share.onclick = () => navigator.share({ url: this.link }).catch(() => {}) // changed their mind
    copies(find($root, '[data-copy-link]'), find($root, '[data-link]'), find($root, '[data-link-copied] > *'))
    const $paste = find($root, '[data-paste]')
    find($root, 'form').onsubmit = () => {
      this.ask($paste.value)
      $paste.value = ''
      return false
    }
    find($root, '[data-take]').onclick = () => this.take()
    find($root, '[data-leave]').onclick = () => this.$dialog.close()

    progress.addEventListener('change', () => this.show())
    window.addEventListener('hashchange', () => this.arrive())
    $root.hidden = false
    this.show()
    this.arrive()
  }

  /** The link that carries the ticks of this page, '' if it has none. */
  get link() {
    const ticked = [...this.$steps.keys()].filter((step) => this.progress.date(step))
    const ticks = ticked.map((step) => `${step}.${this.progress.date(step)}`)
    return ticks.length ? `${location.origin}/${MARK}${ticks.join('~')}` : ''
  }

  /** Shows the link, where there is one to show. */
  show() {
    find(this.$root, '[data-link]').textContent = this.link
    find(this.$root, '[data-carry]').hidden = !this.link
  }

  /** Takes the ticks out of this page's own address, and asks about them. */
  arrive() {
    const { hash, pathname, search } = location
    if (!hash.startsWith(MARK)) return
    history.replaceState(null, '', pathname + search) // not into anybody's bookmarks
    this.ask(hash)
  }

  /** Shows the ticks that a link would bring, and asks. @param {string} link - or its end */
  ask(link) {
    const [, list = ''] = /#ticks=([a-z0-9.~-]{1,2000})/.exec(link) ?? []
    const ticks = list.split('~').map((tick) => tick.split('.'))
    const found = ticks.filter(([step, date = '']) => this.$steps.has(step) && isDay(date))
    this.offered = found.filter(([step]) => !this.progress.date(step))
    this.$dialog.dataset.found = this.offered.length ? 'some' : found.length ? 'here' : 'none'

    const $template = find(this.$dialog, 'template')
    find(this.$dialog, '[data-offered]').replaceChildren(
      ...this.offered.map(([step, date]) => {
        const $item = $template.content.cloneNode(true)
        find($item, '[data-name]').textContent = find(this.$steps.get(step), 'label').textContent
        write(find($item, 'time'), date)
        return $item
      }),
    )
    this.$dialog.showModal()
  }

  /** Takes over what was shown. */
  take() {
    for (const [step, date] of this.offered ?? []) this.progress.set(step, date)
    this.$dialog.close()
  }
}
