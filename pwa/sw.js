/// <reference lib="webworker" />
/**
 * The worker: keeps the guide on this device, a language at a time, and answers from there.
 *
 * Nothing is stored or answered without the SHA-256 of its precache manifest, which comes last
 * and seals a copy. All state is in Cache Storage. For RELEASE see webapp/site/precache.py.
 */

const worker = /** @type {ServiceWorkerGlobalScope & { RELEASE: any }} */ (/** @type {any} */ (self))
const { build, salt, precache, missing } = worker.RELEASE

// Names of caches; those of another scope are a neighbour's.
const OURS = `offswitch ${new URL(worker.registration.scope).pathname} `
const COPY = `${OURS}copy `
const THIS = `${COPY}${build} `
const NOTES = `${OURS}notes`

const [SEAL, OPENED] = ['/sealed', '/opened'] // keys, no URLs of the site

const DOWNLOAD = 20_000 // milliseconds for a file that is to be kept
const ANSWER = 3_500 // milliseconds a reader waits for storage, and for the network

// Kept beside a body: what we tell a browser of it; the type, where a wrong one breaks it, is known.
const HEADERS = /^(content-(disposition|language|security-policy|type)|(cross-origin|origin|permissions|referrer|x)-.*)$/
const TYPES = /** @type {any} */ ({ undefined: 'text/html; charset=utf-8', js: 'text/javascript', svg: 'image/svg+xml' })

worker.addEventListener('install', (event) => event.waitUntil(update()))

worker.addEventListener('activate', (event) => event.waitUntil(inTime(forget()))) // pages wait for it

worker.addEventListener('message', (event) => {
  const { keep, opened, steps, use } = event.data ?? {}
  if (opened) event.waitUntil(note(opened))
  if (keep in precache) event.waitUntil(report(keep, event.source))
  if (steps) event.waitUntil(stepsOf(steps).then((mark) => event.ports[0].postMessage(mark)))
  if (use) event.waitUntil(worker.skipWaiting())
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  event.respondWith(request.mode === 'navigate' ? page(request, pathname) : file(request, pathname))
})

// --- answering: what is kept, else the network's, else our own ---

/** @param {Request} request @param {string} path */
async function page(request, path) {
  const answer = (await inTime(kept(path))) ?? (await inTime(whole(request))) ?? (await inTime(lacking(path)))
  return answer ?? new Response(missing, { status: 503 })
}

/** @param {Request} request @param {string} path */
async function file(request, path) {
  return (await inTime(kept(path))) ?? fetch(request).catch(() => Response.error())
}

/** Nothing, where it fails or takes too long. @template T @param {Promise<T>} answer */
const inTime = (answer) =>
  Promise.race([answer, new Promise((_, late) => setTimeout(late, ANSWER))]).catch(() => undefined)

/** The page a path stands for, however it is spelled: a door for the variant last opened. @param {string} spelled */
async function variant(spelled) {
  const plain = decodeURI(spelled)
  const path = /\.(?!html)\w+$/.test(plain) ? plain : plain.replace(/(\/index\.html|\/)?$/, '/')
  const door = /^\/(?:([a-z-]+)\/)?$/.exec(path)
  const opened = door && (await (await caches.open(NOTES)).match(OPENED))
  if (!door || !opened) return path
  const last = await opened.text()
  return door[1] ? `/${door[1]}/${last.split('/')[2]}/` : last
}

/** What is kept and intact: at a path of a sealed copy, or with a hash in any. @param {string} path @param {string} [hash] */
async function kept(path, hash) {
  const [target, all] = await Promise.all([variant(path), copies()])
  for (const { cache, manifest } of all) {
    const answer = await intact(cache, target, hash ?? manifest?.[target])
    if (answer) return answer
  }
}

/** A response, a page with all of its body: the deadline covers both. @param {Request} request */
async function whole(request) {
  const response = await fetch(request)
  const isPage = response.headers.get('Content-Type')?.startsWith('text/html')
  return isPage ? new Response(await response.arrayBuffer(), response) : response
}

/** Our own page, which says that another is not kept. @param {string} path */
async function lacking(path) {
  const last = await variant('/')
  for (const locale of [path.split('/')[1], last.split('/')[1], ...(await locales())]) {
    const ours = await kept(`/${locale}/offline/`)
    if (ours) return ours
  }
}

// --- keeping ---

/** Keeps all languages that an older build keeps, or there is no update. */
async function update() {
  for (const locale of await locales()) await keep(locale)
}

/** Keeps a language and tells a page about it. @param {string} locale @param {any} page */
async function report(locale, page) {
  try {
    const saved = await keep(locale, (n, m) => page.postMessage({ locale, n, m }))
    page.postMessage({ locale, saved })
  } catch {
    page.postMessage({ locale, failed: true })
  }
}

/** Keeps a language, for one tab at a time; returns since when. @param {string} locale @param {(n: number, m: number) => void} [tell] */
const keep = (locale, tell) =>
  navigator.locks.request(THIS + locale, { signal: AbortSignal.timeout(3 * DOWNLOAD) }, async () => {
    const cache = await caches.open(THIS + locale)
    const manifest = await have(cache, `/assets/${salt}/precache/${locale}.json`, precache[locale])
    const files = Object.entries(await manifest.clone().json())
    for (const [n, [path, hash]] of files.entries()) {
      await have(cache, path, hash, () => tell?.(n, files.length))
    }
    if (!(await intact(cache, SEAL, precache[locale]))) await cache.put(SEAL, manifest.clone())
    return manifest.headers.get('Date')
  })

/** What a copy holds, fetched if it is not there and intact. @param {Cache} cache @param {string} path @param {string} hash @param {() => void} [tell] */
async function have(cache, path, hash, tell) {
  const there = await intact(cache, path, hash)
  if (there) return there
  tell?.()
  const fetched = (await kept(path, hash)) ?? (await download(path, hash))
  await cache.put(path, fetched.clone())
  return fetched
}

/** The network's file, past any cache with other bytes. @param {string} path @param {string} hash */
async function download(path, hash) {
  for (const url of [path, `${path}?${build}`]) {
    const signal = AbortSignal.timeout(DOWNLOAD) // of the body, too
    const response = await fetch(url, { cache: 'no-store', signal })
    const body = await response.arrayBuffer()
    if (!response.ok || (await sha256(body)) !== hash) continue
    const headers = new Headers([...response.headers].filter(([name]) => HEADERS.test(name)))
    const type = TYPES[path.split('.')[1]]
    if (type) headers.set('Content-Type', type)
    headers.set('Date', new Date().toUTCString())
    return new Response(body, { headers })
  }
  throw new Error(`${path} is not what was promised`)
}

/** Notes which variant was opened last. @param {string} path */
const note = async (path) => (await caches.open(NOTES)).put(OPENED, new Response(path))

/** Removes older copies, unless it is the only one of a language. */
async function forget() {
  const all = await copies()
  const ours = all.filter(({ name, manifest }) => manifest && name.startsWith(THIS))
  for (const { name, locale } of all) {
    const needed = locale in precache && !ours.some((copy) => copy.locale === locale)
    if (!name.startsWith(THIS) && !needed) await caches.delete(name)
  }
}

// --- what is kept ---

/** All copies, this build's first; with a manifest if sealed. */
async function copies() {
  const names = (await caches.keys()).filter((name) => name.startsWith(COPY))
  names.sort((a, b) => Number(b.startsWith(THIS)) - Number(a.startsWith(THIS)))
  return Promise.all(
    names.map(async (name) => {
      const cache = await caches.open(name)
      const manifest = await (await cache.match(SEAL))?.json().catch(() => {})
      return { name, locale: name.slice(name.lastIndexOf(' ') + 1), cache, manifest }
    }),
  )
}

/** The languages of all copies, the unfinished, too. */
const locales = async () => new Set((await copies()).map(({ locale }) => locale).filter((locale) => locale in precache))

/** What a copy holds, if it has its hash. @param {Cache} cache @param {string} path @param {string} [hash] */
async function intact(cache, path, hash) {
  const stored = hash && (await cache.match(path))
  const body = stored && (await stored.arrayBuffer())
  return body && (await sha256(body)) === hash ? new Response(body, stored) : undefined
}

/** @param {ArrayBuffer} body */
async function sha256(body) {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', body))))
}

/** The marks of the steps on a kept page, and of what was last changed in them. @param {string} path */
const stepsOf = async (path) => /data-steps="\w+" data-change="[^"]*"/.exec((await (await kept(path))?.text()) ?? '')?.[0]
