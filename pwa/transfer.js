/**
 * Takes ticks along in a link's fragment, which no server sees:
 * `#ticks=open.2026-11-22~off.2026-11-23`. Who opens or pastes one is asked first.
 */

import { copies } from './copy.js'
import { isDay, write } from './dates.js'
import { find } from './find.js'
import { Progress } from './progress.js'

export class Transfer {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    this.$root = $root
    this.progress = progress
    this.$dialog = find($root, 'dialog')
    this.$template = find($root, 'template')

    if (!this.$dialog.showModal) return // an old browser: the section stays hidden

    const $share = find($root, '[data-share]')
    $share.hidden = !navigator.share
    $share.onclick = () => navigator.share({ url: this.link }).catch(() => {}) // changed their mind
    copies($root)
    const $paste = find($root, 'input')
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
    const steps = [...this.$template.content.children].map(($item) => $item.dataset.tick)
    const ticked = steps.filter((step) => this.progress.date(step))
    const ticks = ticked.map((step) => `${step}.${this.progress.date(step)}`)
    return ticks.length ? `${location.origin}/#ticks=${ticks.join('~')}` : ''
  }

  /** Shows the link, where there is one to show. */
  show() {
    find(this.$root, '.address').textContent = this.link
    find(this.$root, '[data-carry]').hidden = !this.link
    find(this.$root, '[data-copied] > *').hidden = true // another link than this one
  }

  /** Takes the ticks out of this page's own address, and asks about them. */
  arrive() {
    const { hash, pathname, search } = location
    if (!hash.startsWith('#ticks=')) return
    history.replaceState(null, '', pathname + search) // not into anybody's bookmarks
    this.ask(hash)
  }

  /** Shows the ticks that a link would bring, and asks. @param {string} link - or its end */
  ask(link) {
    const [, list = ''] = /#ticks=([a-z0-9.~-]{1,2000})/.exec(link) ?? []
    /** @type {any} */
    const ticks = list.split('~').map((tick) => tick.split('.'))
    const dates = new Map(ticks)
    const $steps = [...this.$template.content.cloneNode(true).children]
    const $found = $steps.filter(($step) => isDay(dates.get($step.dataset.tick)))
    const $offered = $found.filter(($step) => !this.progress.date($step.dataset.tick))
    this.$dialog.dataset.found = $offered.length ? 'some' : $found.length ? 'here' : 'none'
    for (const $step of $offered) write(find($step, 'time'), dates.get($step.dataset.tick))
    find(this.$dialog, 'ul').replaceChildren(...$offered)
    find(this.$dialog, '[data-take]').onclick = () => {
      for (const { dataset } of $offered) {
        // Ticked since, in another tab: as it is.
        if (!this.progress.date(dataset.tick)) this.progress.set(dataset.tick, dates.get(dataset.tick))
      }
      this.$dialog.close()
    }
    if (!this.$dialog.open) this.$dialog.showModal()
  }
}
