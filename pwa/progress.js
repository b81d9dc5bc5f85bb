/** Remembers ticks: a key each, so that two tabs agree; in memory if we cannot write to storage. */

import { isDay } from './dates.js'

const VERSION = 1
export const OURS = /^offswitch\.(\d+)\./
const TICK = `offswitch.${VERSION}.tick.`
const ASIDE = `offswitch.${VERSION}.aside.`
const LEFT = `offswitch.${VERSION}.left`
const CHOICE = `offswitch.${VERSION}.`

export class Progress extends EventTarget {
  /** Read where there is no storage. @type {Map<string, string>} */
  #memory = new Map()

  /** The same for what was chosen. @type {Map<string, string>} */
  #choices = new Map()

  /** @type {Storage | null} */
  #storage = null

  /** Whether a stored tick was put aside. */
  unreadable = false

  constructor() {
    super()
    try {
      this.#storage = window.localStorage
      if (!usable(this.#storage)) this.#forgetStorage()
    } catch {
      this.#forgetStorage() // blocked, or full
    }
    window.addEventListener('storage', (event) => {
      if (event.key === null || event.key.startsWith(TICK)) this.#changed()
    })
  }

  /** Whether ticks outlast the page. */
  get isPersistent() {
    return this.#storage !== null
  }

  /** The date of a step's tick as YYYY-MM-DD, '' without one. @param {string} step */
  date(step) {
    const value = this.#read(step)
    if (value === '' || isDay(value)) return value
    if (this.#storage) this.#putAside(step, value)
    return ''
  }

  /** The day since which it is off and was looked at again, '' if that is not so. */
  get done() {
    const off = this.date('off'), check = this.date('check')
    return off && check && (off > check ? off : check)
  }

  /** @param {string} step */
  #read(step) {
    try {
      if (this.#storage) return this.#storage.getItem(TICK + step) ?? ''
    } catch {
      // Blocked since.
      this.#storage = null
    }
    return this.#memory.get(step) ?? ''
  }

  /** Ticks a step on a date, as YYYY-MM-DD; '' removes the tick. @param {string} step @param {string} date */
  set(step, date) {
    try {
      if (date) this.#storage?.setItem(TICK + step, date)
      else this.#storage?.removeItem(TICK + step)
    } catch {
      // Full, or blocked since.
      this.#forgetStorage()
    }
    if (date) this.#memory.set(step, date)
    else this.#memory.delete(step)
    this.#changed()
  }

  /** Removes every tick, including those of other pages. */
  clear() {
    const keys = this.#storage ? Object.keys(this.#storage) : []
    const stored = keys.filter((key) => key.startsWith(TICK)).map((key) => key.slice(TICK.length))
    for (const step of new Set([...stored, ...this.#memory.keys()])) this.set(step, '')
  }

  /** Removes everything remembered, including what was put aside and the keys of other versions. */
  erase() {
    this.#memory.clear()
    this.#choices.clear()
    this.unreadable = false
    for (const name of /** @type {const} */ (['localStorage', 'sessionStorage'])) {
      try {
        const ours = Object.keys(window[name]).filter((key) => OURS.test(key))
        for (const key of ours) window[name].removeItem(key)
      } catch {
        // Blocked: there is nothing.
      }
    }
    this.#changed()
  }

  /** What the reader chose under a name, '' if nothing. @param {'declined' | 'region'} name */
  choice(name) {
    try {
      if (this.#storage) return this.#storage.getItem(CHOICE + name) ?? ''
    } catch {
      // Blocked since.
    }
    return this.#choices.get(name) ?? ''
  }

  /** Remembers what the reader chose, '' to forget it. @param {'declined' | 'region'} name @param {string} value */
  choose(name, value) {
    this.#choices.set(name, value)
    try {
      if (value) this.#storage?.setItem(CHOICE + name, value)
      else this.#storage?.removeItem(CHOICE + name)
    } catch {
      // Full, or blocked since: until the page is closed.
      this.#forgetStorage()
    }
    this.#changed()
  }

  /** Notes that the reader follows the link to LinkedIn. */
  leave() {
    try {
      window.sessionStorage.setItem(LEFT, '1')
    } catch {
      // Blocked.
    }
  }

  /** Whether the reader left for LinkedIn: true once. */
  comeBack() {
    try {
      const left = window.sessionStorage.getItem(LEFT) !== null
      window.sessionStorage.removeItem(LEFT)
      return left
    } catch {
      return false
    }
  }

  /** @param {string} step @param {string} value - not a date: kept under another key */
  #putAside(step, value) {
    this.unreadable = true
    try {
      this.#storage?.setItem(ASIDE + step, value)
      this.#storage?.removeItem(TICK + step)
    } catch {
      // Too large to be kept twice: it stays where it is.
      this.#forgetStorage()
    }
  }

  #forgetStorage() {
    const storage = this.#storage
    this.#storage = null
    try {
      const keys = Object.keys(storage ?? {}).filter((key) => key.startsWith(TICK))
      const ticks = keys.map((key) => [key.slice(TICK.length), storage?.getItem(key) ?? ''])
      this.#memory = new Map(/** @type {[string, string][]} */ (ticks))
    } catch {
      // Blocked by now.
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'))
  }
}

/** Whether we may write to a storage; throws if we cannot. @param {Storage} storage */
function usable(storage) {
  storage.setItem(LEFT, '')
  storage.removeItem(LEFT)
  const versions = Object.keys(storage).map((key) => Number(OURS.exec(key)?.[1]))
  // Keys of a newer version are for that version to change.
  return !versions.some((version) => version > VERSION)
}
