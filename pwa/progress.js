/**
 * Remembers ticks on this device. Knows storage and no page.
 *
 * One key per tick, so that two tabs never overwrite each other's ticks:
 * `offswitch.1.tick.<step>` holds the date of the tick, as YYYY-MM-DD. Where storage is
 * blocked, full or written by a newer version of us, ticks last as long as the page.
 */

const VERSION = 1
const TICK = `offswitch.${VERSION}.tick.`
const ASIDE = `offswitch.${VERSION}.aside.`
const LEFT = `offswitch.${VERSION}.left`

export class Progress extends EventTarget {
  /** This page's own ticks by step, read where there is no storage. @type {Map<string, string>} */
  #memory = new Map()

  /** @type {Storage | null} */
  #storage = null

  /** Whether a stored tick could not be read, and was put aside. */
  unreadable = false

  constructor() {
    super()
    try {
      this.#storage = usable(window.localStorage)
    } catch {
      // Reading the property alone throws where storage is blocked.
    }
    window.addEventListener('storage', (event) => {
      if (event.key === null || event.key.startsWith(TICK)) this.#changed()
    })
  }

  /** Whether ticks outlast the page. */
  get saved() {
    return this.#storage !== null
  }

  /**
   * @param {string} step - its id
   * @returns {string} the date of its tick as YYYY-MM-DD, '' if it has none
   */
  date(step) {
    const value = this.#read(step)
    if (value === '' || isDate(value)) return value
    if (this.#storage) this.#putAside(step, value)
    return ''
  }

  /** @param {string} step - its id */
  #read(step) {
    try {
      if (this.#storage) return this.#storage.getItem(TICK + step) ?? ''
    } catch {
      this.#storage = null // blocked since
    }
    return this.#memory.get(step) ?? ''
  }

  /**
   * @param {string} step - its id
   * @param {boolean} done - whether it has a tick from now on
   */
  set(step, done) {
    try {
      if (done) this.#storage?.setItem(TICK + step, today())
      else this.#storage?.removeItem(TICK + step)
    } catch {
      this.#forgetStorage() // full, or blocked since
    }
    if (done) this.#memory.set(step, today())
    else this.#memory.delete(step)
    this.#changed()
  }

  /** Notes that the reader follows the link to LinkedIn. */
  leave() {
    try {
      window.sessionStorage.setItem(LEFT, '1')
    } catch {
      // Then the line on coming back is not shown; nothing else is lost.
    }
  }

  /** @returns {boolean} whether the reader left for LinkedIn, once */
  comeBack() {
    try {
      const left = window.sessionStorage.getItem(LEFT) !== null
      window.sessionStorage.removeItem(LEFT)
      return left
    } catch {
      return false
    }
  }

  /**
   * Keeps a value that is no date under another key: nothing is lost.
   *
   * @param {string} step - its id
   * @param {string} value - what stood there
   */
  #putAside(step, value) {
    this.unreadable = true
    try {
      this.#storage?.setItem(ASIDE + step, value)
      this.#storage?.removeItem(TICK + step)
    } catch {
      this.#forgetStorage() // too large to be kept twice: it stays where it is
    }
  }

  /** Goes on in memory, with the ticks that can still be read. */
  #forgetStorage() {
    const storage = this.#storage
    this.#storage = null
    try {
      const keys = Object.keys(storage ?? {}).filter((key) => key.startsWith(TICK))
      const ticks = keys.map((key) => [key.slice(TICK.length), storage?.getItem(key) ?? ''])
      this.#memory = new Map(/** @type {[string, string][]} */ (ticks))
    } catch {
      // Blocked by now: what this page ticked is in memory already.
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'))
  }
}

/**
 * @param {Storage} storage
 * @returns {Storage | null} the storage if we can write to it and may
 */
function usable(storage) {
  for (const key of Object.keys(storage)) {
    const version = /^offswitch\.(\d+)\./.exec(key)
    if (version && Number(version[1]) > VERSION) return null // a newer version's to change
  }
  storage.setItem(LEFT, '')
  storage.removeItem(LEFT)
  return storage
}

/** @param {string} value - a real day, so not 2026-02-31, which Date takes for 3 March */
function isDate(value) {
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(value) : new Date(NaN)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** @returns {string} the date where the reader is, as YYYY-MM-DD */
function today() {
  const now = new Date()
  const month = String(now.getMonth() + 1).padStart(2, '0')
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, '0')}`
}
