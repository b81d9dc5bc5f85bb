/** Remembers ticks and choices: a key each, so that two tabs agree; in memory if we cannot write to storage. */

import { isDay } from './dates.js'

const VERSION = 1
export const OURS = /^offswitch\.(\d+)\./
const KEY = `offswitch.${VERSION}.`
const TICK = 'tick.'
const ASIDE = 'aside.'
const LEFT = `${KEY}left`

export class Progress extends EventTarget {
  /** Values by name, read where there is no storage. @type {Map<string, string>} */
  #memory = new Map()

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
      if (event.key === null || event.key.startsWith(KEY)) this.#changed()
    })
  }

  /** Whether ticks outlast the page. */
  get isPersistent() {
    return this.#storage !== null
  }

  /** The date of a step's tick as YYYY-MM-DD, '' without one. @param {string} step */
  date(step) {
    const value = this.#read(TICK + step)
    if (value === '' || isDay(value)) return value
    if (this.#storage) this.#putAside(step, value)
    return ''
  }

  /** The day since which it is off and was looked at again, '' if that is not so. */
  get done() {
    const off = this.date('off'), check = this.date('check')
    return off && check && (off > check ? off : check)
  }

  /** Ticks a step on a date, as YYYY-MM-DD; '' removes the tick. @param {string} step @param {string} date */
  set(step, date) {
    this.#write(TICK + step, date)
  }

  /** What the reader chose under a name, '' if nothing. @param {'declined' | 'maker' | 'region'} name */
  choice(name) {
    return this.#read(name)
  }

  /** Remembers what the reader chose, '' to forget it. @param {'declined' | 'maker' | 'region'} name @param {string} value */
  choose(name, value) {
    this.#write(name, value)
  }

  /** Removes every tick, including those of other pages. */
  clear() {
    for (const name of new Set([...names(this.#storage), ...this.#memory.keys()])) {
      if (name.startsWith(TICK)) this.#write(name, '')
    }
  }

  /** Removes everything remembered, including what was put aside and the keys of other versions. */
  erase() {
    this.#memory.clear()
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

  /** @param {string} name */
  #read(name) {
    try {
      if (this.#storage) return this.#storage.getItem(KEY + name) ?? ''
    } catch {
      // Blocked since.
      this.#storage = null
    }
    return this.#memory.get(name) ?? ''
  }

  /** @param {string} name @param {string} value - '' removes it */
  #write(name, value) {
    try {
      if (value) this.#storage?.setItem(KEY + name, value)
      else this.#storage?.removeItem(KEY + name)
    } catch {
      // Full, or blocked since.
      this.#forgetStorage()
    }
    if (value) this.#memory.set(name, value)
    else this.#memory.delete(name)
    this.#changed()
  }

  /** @param {string} step @param {string} value - not a date: kept under another key */
  #putAside(step, value) {
    this.unreadable = true
    try {
      this.#storage?.setItem(KEY + ASIDE + step, value)
      this.#storage?.removeItem(KEY + TICK + step)
    } catch {
      // Too large to be kept twice: it stays where it is.
      this.#forgetStorage()
    }
  }

  #forgetStorage() {
    const storage = this.#storage
    this.#storage = null
    try {
      this.#memory = new Map(names(storage).map((name) => [name, storage?.getItem(KEY + name) ?? '']))
    } catch {
      // Blocked by now.
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'))
  }
}

/** The names of our values in a storage. @param {Storage | null} storage */
function names(storage) {
  const keys = Object.keys(storage ?? {}).filter((key) => key.startsWith(KEY))
  return keys.map((key) => key.slice(KEY.length))
}

/** Whether we may write to a storage; throws if we cannot. @param {Storage} storage */
function usable(storage) {
  storage.setItem(LEFT, '')
  storage.removeItem(LEFT)
  const versions = Object.keys(storage).map((key) => Number(OURS.exec(key)?.[1]))
  // Keys of a newer version are for that version to change.
  return !versions.some((version) => version > VERSION)
}
