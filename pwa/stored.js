/** Repairs what is stored on this device, or erases it. */

import { find } from './find.js'
import { OURS as KEY, Progress } from './progress.js'

// Names of caches and of locks; those of another scope are a neighbour's.
const OURS = 'offswitch / '

// Milliseconds. The worker gives up a file after 20 seconds.
const PATIENCE = 30_000
const UPDATE_WAIT = 5_000
const RETRY_PAUSE = 300

export class Stored {
  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    this.$root = $root
    this.progress = progress
    const $repair = /** @type {HTMLElement | null} */ ($root.querySelector('[data-repair]'))
    if ($repair && navigator.serviceWorker) {
      find($repair, 'button').onclick = () => this.repair().catch(() => this.show('failed'))
      $repair.hidden = false
    }
    find($root, '[data-erase]').onclick = () => this.erase()
    $root.hidden = false
  }

  /** Has the worker check everything saved, and fetch what is missing. */
  async repair() {
    this.show('checking')
    const registration = await registered()
    // Loading the page registers the worker.
    if (!registration) return navigator.onLine ? location.reload() : this.show('failed')
    await Promise.race([registration.update().catch(() => {}), pause(UPDATE_WAIT)])
    // The newest, since the server has its files.
    const worker = registration.installing ?? registration.waiting ?? registration.active
    const names = (await caches.keys()).filter((name) => name.startsWith(OURS))
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const $languages = document.querySelectorAll('#languages a')
    let complete = true
    for (const $language of $languages) {
      const locale = $language.hreflang.toLowerCase()
      const saved = names.some((name) => name.endsWith(` ${locale}`))
      if (!saved && !$language.matches('[aria-current]')) continue
      if (!(await this.#keeps(worker, locale))) complete = false
    }
    this.show(complete ? 'whole' : 'failed')
  }

  /** Whether a worker has saved all of a language. @param {ServiceWorker | null} worker @param {string} locale */
  #keeps(worker, locale) {
    return new Promise((settle) => {
      let timer = 0
      /** @param {{ source?: unknown, data?: import('./messages').Report }} message */
      const receive = ({ source, data }) => {
        clearTimeout(timer)
        timer = setTimeout(settle, PATIENCE)
        if (source !== worker || data?.locale !== locale) return
        if (data.m) Object.assign(find(this.$root, 'progress'), { value: data.n, max: data.m })
        else settle(!data.failed)
      }
      navigator.serviceWorker.onmessage = receive
      worker?.postMessage(/** @type {import('./messages').Request} */ ({ keep: locale }))
      receive({})
    })
  }

  /** Erases everything of ours, and says so once nothing is left. */
  async erase() {
    this.show('erasing')
    // Nothing in this page saves it again.
    window.dispatchEvent(new Event('offswitch:erased'))
    let isEmpty = false
    for (let time = 0; !isEmpty && time < PATIENCE; time += RETRY_PAUSE) {
      // If a browser allows no storage, nothing is stored.
      isEmpty = await this.#eraseOnce().catch(({ name }) => name === 'SecurityError')
    }
    this.show(isEmpty ? 'erased' : 'left')
  }

  /** Whether nothing is left: a worker that is saving goes on for a while. */
  async #eraseOnce() {
    // `caches` is missing outside https.
    const { caches } = window
    this.progress.erase()
    const names = (await caches?.keys()) ?? []
    for (const name of names) if (name.startsWith(OURS)) await caches.delete(name)
    await (await registered())?.unregister()
    await pause(RETRY_PAUSE)
    const remains = JSON.stringify([await caches?.keys(), await navigator.locks?.query()])
    if (remains.includes(`"${OURS}`) || (await registered())) return false
    return !Object.keys({ ...localStorage, ...sessionStorage }).some((key) => KEY.test(key))
  }

  /** @param {'checking' | 'whole' | 'failed' | 'erasing' | 'erased' | 'left'} state */
  show(state) {
    const $status = find(this.$root, '[role=status]')
    const $sentences = /** @type {HTMLCollectionOf<HTMLElement>} */ ($status.children)
    for (const $sentence of $sentences) $sentence.hidden = $sentence.dataset.said !== state
    find(this.$root, '[data-controls]').hidden = !['whole', 'failed', 'left'].includes(state)
    $status.focus()
  }
}

const registered = async () => navigator.serviceWorker?.getRegistration('/')

/** @param {number} time */
const pause = (time) => new Promise((done) => setTimeout(done, time))
