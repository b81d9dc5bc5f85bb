/** Shows the state of the offline copy, and offers a newer one. */

import { day, write } from './dates.js'
import { find } from './find.js'

const SCRIPT = '/sw.js'
// Milliseconds: the worker gives up a file after 20 seconds.
const PATIENCE = 30_000

// The only script URL of this page (Trusted Types).
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy('offswitch', {
  createScriptURL(/** @type {string} */ url) {
    if (url === SCRIPT) return url
    throw new TypeError(url)
  },
})

export class Updates {
  // Whether there is a newer version than this page.
  #stale = false
  // For the worker, which may be stopped at any time.
  #timer = 0

  /** @param {HTMLElement} $root - carries the state in data-offline */
  constructor($root) {
    const { lang, dataset } = document.documentElement
    this.$root = $root
    this.locale = lang.toLowerCase()
    this.variant = dataset.surface ? `/${this.locale}/${dataset.surface}/` : ''

    window.addEventListener('online', () => this.network())
    window.addEventListener('offline', () => this.network())
    this.network()

    window.addEventListener('offswitch:erased', () => {
      // Nothing is saved again while this page is open.
      $root.hidden = true
    })

    const { serviceWorker } = navigator
    $root.toggleAttribute('data-impossible', isSecureContext && !serviceWorker)
    if (!serviceWorker) return
    for (const $use of document.querySelectorAll('[data-use]')) {
      $use.addEventListener('click', () => this.use())
    }
    serviceWorker.addEventListener('message', ({ data }) => this.receive(data))
    serviceWorker.addEventListener('controllerchange', () => {
      // Another tab has changed over.
      this.#stale = true
      this.askWorker()
    })
    window.addEventListener('online', () => this.resume())
    document.addEventListener('visibilitychange', () => {
      // May be open for weeks.
      if (!document.hidden) this.resume()
    })
    // Was frozen.
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.resume())
    if (document.readyState === 'complete') this.register()
    else window.addEventListener('load', () => this.register())
  }

  /** Shows whether the device has a network. */
  network() {
    this.$root.toggleAttribute('data-no-network', !navigator.onLine)
  }

  async register() {
    const url = policy?.createScriptURL(SCRIPT) ?? SCRIPT
    const { serviceWorker } = navigator
    this.registration = await serviceWorker
      .register(url, { updateViaCache: 'none' })
      .catch(() => serviceWorker.getRegistration())
      .catch(() => undefined)
    this.registration?.addEventListener('updatefound', () => this.watchInstallation())
    this.watchInstallation()
    this.askWorker()
  }

  /** Resumes what was interrupted, and asks for a newer version. */
  resume() {
    if (this.$root.hidden) return
    if (!this.registration) return this.register()
    this.registration.update().catch(() => {})
    this.askWorker()
  }

  /** Follows a newer worker. The active one gets no message now: that would start it again and delay the newer one. */
  watchInstallation() {
    const { installing, active } = this.registration ?? {}
    if (installing) {
      installing.onstatechange = () => {
        // It is installed, or never will be.
        installing.onstatechange = null
        this.$root.toggleAttribute('data-behind', Boolean(active) && installing.state === 'redundant')
        this.askWorker()
      }
    }
  }

  /** Asks the newest worker to save this language, and offers that worker if it is waiting. */
  async askWorker() {
    const { serviceWorker } = navigator
    const { waiting, active } = (await serviceWorker.getRegistration().catch(() => undefined)) ?? {}
    // Erased, maybe by another tab.
    if (!waiting && !active) return this.show('no')
    this.#post(waiting ?? active, { keep: this.locale, opened: this.variant })
    if (waiting && active) this.offer(waiting)
  }

  /** @param {import('./messages').Report} news - of a worker, about a language */
  receive({ locale, n, m, saved, failed }) {
    if (locale !== this.locale) return
    clearTimeout(this.#timer)
    if (m) {
      Object.assign(find(this.$root, 'progress'), { value: n, max: m })
      find(this.$root, '[data-n]').textContent = String(n)
      find(this.$root, '[data-m]').textContent = String(m)
      this.show('saving')
      this.#timer = setTimeout(() => this.askWorker(), PATIENCE)
    }
    if (failed) this.show('no')
    if (saved) {
      write(find(this.$root, 'time', HTMLTimeElement), day(new Date(saved)))
      this.show('ready')
      // In an installed app, no browser asks the reader.
      if (matchMedia('(display-mode: standalone)').matches) navigator.storage?.persist().catch(() => {})
    }
  }

  /** Shows that a newer version is ready; above step 1, if its steps differ. @param {ServiceWorker} waiting */
  offer(waiting) {
    this.#stale = true
    this.show('stale')
    const $steps = /** @type {HTMLElement | null} */ (document.querySelector('[data-steps]'))
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => {
      const { steps, change } = /** @type {import('./messages').Marks} */ (data ?? {})
      if (!$steps || !steps || steps === $steps.dataset.steps) return
      const isNew = change !== $steps.dataset.change
      find(document, '[data-change]:not([data-steps])').textContent = isNew ? decodeURIComponent(change) : ''
      find(document, '[data-correction]').hidden = false
    }
    this.#post(waiting, { marks: this.variant }, [port2])
  }

  /** Changes over to the newer version, and loads this page again. */
  use() {
    const waiting = this.registration?.waiting
    // Another tab has changed over.
    if (!waiting) return location.reload()
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated') location.reload()
    })
    this.#post(waiting, { use: true })
  }

  /** @param {ServiceWorker | null | undefined} worker @param {import('./messages').Request} message @param {Transferable[]} [ports] */
  #post(worker, message, ports = []) {
    worker?.postMessage(message, ports)
  }

  /** @param {'no' | 'saving' | 'ready' | 'stale'} state */
  show(state) {
    this.$root.dataset.offline = this.#stale && state === 'ready' ? 'stale' : state
  }
}
