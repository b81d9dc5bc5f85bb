/** Ways to keep the page: copy its address, print it, put it on the home screen. */

import { copies, shares } from './handover.js'
import { find } from './find.js'
import { Progress } from './progress.js'

export class Install {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    copies($root)
    // A friend's device decides anew.
    shares($root, () => ({ url: `${location.origin}/${document.documentElement.lang.toLowerCase()}/` }))

    const $print = find($root, '[data-print]')
    $print.hidden = false
    $print.onclick = () => window.print()

    // The browser's own prompt, where it offers one, shown when the reader asks for it.
    const $install = find($root, '[data-install]')
    /** @type {any} */
    let offer
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault()
      offer = event
      $install.hidden = false
    })
    $install.onclick = () => {
      // An offer can be used once; the browser makes another.
      $install.hidden = true
      offer.prompt()
    }
    window.addEventListener('appinstalled', () => $root.setAttribute('data-installed', ''))

    /** Where there is an offline copy. @type {HTMLElement | null} */
    const $offer = document.querySelector('[data-offer]')
    if (!$offer) return
    const show = () => {
      $offer.hidden = progress.choice('declined') !== '' || !progress.date('open') && !progress.date('off')
    }
    find($offer, 'button').onclick = () => {
      progress.choose('declined', '1')
      // The button is gone; what it declined is there.
      find($root, 'summary').focus()
    }
    progress.addEventListener('change', show)
    show()
  }
}
