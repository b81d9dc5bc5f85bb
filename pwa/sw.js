/// <reference lib="webworker" />
/**
 * The worker: saves the guide on this device, a language at a time, and answers from there.
 *
 * Nothing is stored or answered unless it has the SHA-256 in its precache manifest, which is
 * stored last and seals a copy. All state is in Cache Storage. The states of a copy, the
 * messages and the names are in docs/worker.md; webapp/site/precache.py writes RELEASE.
 *
 * @typedef {import('./messages').Marks} Marks
 * @typedef {import('./messages').Release} Release
 * @typedef {import('./messages').Report} Report
 * @typedef {import('./messages').Request} Message
 */

const worker = /** @type {ServiceWorkerGlobalScope & { RELEASE: Release }} */ (/** @type {unknown} */ (self))
const { build, salt, precache, missing } = worker.RELEASE

// Names of caches; those of another scope are a neighbour's.
const OURS = `offswitch ${new URL(worker.registration.scope).pathname} `
const COPY = `${OURS}copy `
const THIS = `${COPY}${build} `
const NOTES = `${OURS}notes`

// Keys in a cache, not URLs of the site.
const [SEAL, OPENED] = ['/sealed', '/opened']

// Milliseconds for a file that is to be saved.
const DOWNLOAD = 20_000
// Milliseconds a reader waits for storage, and for the network.
const ANSWER = 3_500

// The headers that are stored with a body: those that a browser needs.
const HEADERS = /^(content-(disposition|language|security-policy|type)|(cross-origin|origin|permissions|referrer|x)-.*)$/

// The types that we set ourselves, by the suffix of a path: a wrong one breaks the page.
const SUFFIX = /(\.\w+)?$/
/** @type {Record<string, string>} */
const TYPES = { '': 'text/html; charset=utf-8', '.js': 'text/javascript', '.svg': 'image/svg+xml' }

// Paths, decoded: of a file; how that of a page may end; the door of all languages, or of one.
const FILE = /\.(?!html)\w+$/
const PAGE_END = /(\/index\.html|\/)?$/
const DOOR = /^\/(?:([a-z-]+)\/)?$/

worker.addEventListener('install', (event) => event.waitUntil(update()))

// Pages wait for it.
worker.addEventListener('activate', (event) => event.waitUntil(inTime(forget())))

worker.addEventListener('message', (event) => {
  const { keep, opened, marks, steps, use } = /** @type {Message} */ (event.data ?? {})
  const [port] = event.ports
  if (opened) event.waitUntil(note(opened))
  if (keep && keep in precache) event.waitUntil(report(keep, /** @type {Client} */ (event.source)))
  if (marks) event.waitUntil(marksOf(marks).then((pageMarks) => port.postMessage(pageMarks)))
  if (steps) event.waitUntil(marksOf(steps).then((pageMarks) => port.postMessage(asText(pageMarks))))
  if (use) event.waitUntil(worker.skipWaiting())
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  event.respondWith(request.mode === 'navigate' ? page(request, pathname) : file(request, pathname))
})

// --- answering: what is stored, otherwise the network's, otherwise our own page ---

/** @param {Request} request @param {string} path */
async function page(request, path) {
  const answer = (await inTime(stored(path))) ?? (await inTime(complete(request))) ?? (await inTime(notSaved(path)))
  return answer ?? new Response(missing, { status: 503 })
}

/** @param {Request} request @param {string} path */
async function file(request, path) {
  return (await inTime(stored(path))) ?? fetch(request).catch(() => Response.error())
}

/** The answer; undefined if it fails or takes longer than ANSWER. @template T @param {Promise<T>} answer @returns {Promise<T | undefined>} */
const inTime = (answer) =>
  Promise.race([answer, new Promise((_, reject) => setTimeout(reject, ANSWER))]).catch(() => undefined)

/** The path of a page, however it is spelled; for a door, that of the variant last opened. @param {string} spelled */
async function target(spelled) {
  const plain = decodeURI(spelled)
  const path = FILE.test(plain) ? plain : plain.replace(PAGE_END, '/')
  const door = DOOR.exec(path)
  const lastPath = door && (await lastOpened())
  if (!door || !lastPath) return path
  const [, locale] = door
  const [, , surface] = lastPath.split('/')
  return locale ? `/${locale}/${surface}/` : lastPath
}

/** A stored and verified response: by path from a sealed copy, or by hash from any copy. @param {string} path @param {string} [hash] */
async function stored(path, hash) {
  const [key, all] = await Promise.all([target(path), copies()])
  for (const { cache, files } of all) {
    const answer = await verified(cache, key, hash ?? files?.[key])
    if (answer) return answer
  }
}

/** The network's response, a page with its complete body, so that the deadline covers that, too. @param {Request} request */
async function complete(request) {
  const response = await fetch(request)
  const isPage = response.headers.get('Content-Type')?.startsWith('text/html')
  return isPage ? new Response(await response.arrayBuffer(), response) : response
}

/** Our own page, which says that another is not saved. @param {string} path */
async function notSaved(path) {
  const last = await target('/')
  for (const locale of [path.split('/')[1], last.split('/')[1], ...(await locales())]) {
    const notice = await stored(`/${locale}/offline/`)
    if (notice) return notice
  }
}

// --- saving ---

/** Saves every language of which there is an older copy; if one fails, there is no update. */
async function update() {
  for (const locale of await locales()) await save(locale)
}

/** Saves a language and reports to a page. @param {string} locale @param {Client} page */
async function report(locale, page) {
  /** @param {Report} news */
  const tell = (news) => page.postMessage(news)
  try {
    tell({ locale, saved: await save(locale, (n, m) => tell({ locale, n, m })) })
  } catch {
    tell({ locale, failed: true })
  }
}

/** Saves a language, for one tab at a time; returns the date since when it is saved. @param {string} locale @param {(n: number, m: number) => void} [tell] */
const save = (locale, tell) =>
  navigator.locks.request(THIS + locale, { signal: AbortSignal.timeout(3 * DOWNLOAD) }, async () => {
    const cache = await caches.open(THIS + locale)
    const manifest = await saveFile(cache, `/assets/${salt}/precache/${locale}.json`, precache[locale])
    /** @type {[string, string][]} */
    const files = Object.entries(await manifest.clone().json())
    for (const [n, [path, hash]] of files.entries()) {
      await saveFile(cache, path, hash, () => tell?.(n, files.length))
    }
    if (!(await verified(cache, SEAL, precache[locale]))) await cache.put(SEAL, manifest.clone())
    return manifest.headers.get('Date')
  })

/** A file of a copy, fetched if it is missing or fails verification. @param {Cache} cache @param {string} path @param {string} hash @param {() => void} [tell] */
async function saveFile(cache, path, hash, tell) {
  const present = await verified(cache, path, hash)
  if (present) return present
  tell?.()
  const response = (await stored(path, hash)) ?? (await download(path, hash))
  await cache.put(path, response.clone())
  return response
}

/** The network's file, bypassing any cache with other bytes. @param {string} path @param {string} hash */
async function download(path, hash) {
  for (const url of [path, `${path}?${build}`]) {
    // Of the body, too.
    const signal = AbortSignal.timeout(DOWNLOAD)
    const response = await fetch(url, { cache: 'no-store', signal })
    const body = await response.arrayBuffer()
    if (!response.ok || (await sha256(body)) !== hash) continue
    const headers = new Headers([...response.headers].filter(([name]) => HEADERS.test(name)))
    const type = TYPES[SUFFIX.exec(path)?.[0] ?? '']
    if (type) headers.set('Content-Type', type)
    headers.set('Date', new Date().toUTCString())
    return new Response(body, { headers })
  }
  throw new Error(`${path} is not what was promised`)
}

/** Notes which variant was opened last. @param {string} path */
const note = async (path) => (await caches.open(NOTES)).put(OPENED, new Response(path))

const lastOpened = async () => (await (await caches.open(NOTES)).match(OPENED))?.text()

/** Deletes older copies, except the only copy of a language. */
async function forget() {
  const all = await copies()
  const sealed = all.filter(({ name, files }) => files && name.startsWith(THIS))
  for (const { name, locale } of all) {
    const needed = locale in precache && !sealed.some((copy) => copy.locale === locale)
    if (!name.startsWith(THIS) && !needed) await caches.delete(name)
  }
}

// --- copies ---

/** All copies, this build's first; a sealed one has files: their hashes by path. */
async function copies() {
  const names = (await caches.keys()).filter((name) => name.startsWith(COPY))
  names.sort((a, b) => Number(b.startsWith(THIS)) - Number(a.startsWith(THIS)))
  return Promise.all(
    names.map(async (name) => {
      const cache = await caches.open(name)
      /** @type {Record<string, string> | undefined} */
      const files = await (await cache.match(SEAL))?.json().catch(() => {})
      return { name, locale: name.slice(name.lastIndexOf(' ') + 1), cache, files }
    }),
  )
}

/** The languages of all copies, complete or not. */
const locales = async () => new Set((await copies()).map(({ locale }) => locale).filter((locale) => locale in precache))

/** The response at a path of a copy, if its body has the hash. @param {Cache} cache @param {string} path @param {string} [hash] */
async function verified(cache, path, hash) {
  const response = hash && (await cache.match(path))
  const body = response && (await response.arrayBuffer())
  return body && (await sha256(body)) === hash ? new Response(body, response) : undefined
}

/** @param {ArrayBuffer} body */
async function sha256(body) {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', body))))
}

/** The marks of a page in this release. @param {string} path @returns {Promise<Marks | undefined>} */
async function marksOf(path) {
  const locale = path.split('/')[1]
  const list = `/${locale}/marks.json`
  const copy = (await copies()).find(({ name }) => name === THIS + locale)
  const marks = copy && (await verified(copy.cache, list, copy.files?.[list]))
  return (await marks?.json())?.[path]
}

/** Marks as pages of release 0.1.0 read them. @param {Marks | undefined} marks */
const asText = (marks) => marks && `data-steps="${marks.steps}" data-change="${marks.change}"`
