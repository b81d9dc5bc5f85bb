/// <reference lib="webworker" />
/**
 * The worker: keeps the guide on this device, a language at a time, and answers from there.
 *
 * Nothing is stored or answered without the SHA-256 of its precache manifest, which comes last
 * and seals a copy. All state is in Cache Storage. For RELEASE see webapp/precache.py.
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
const ANSWER = 3_500 // milliseconds a reader waits for the network

worker.addEventListener('install', (event) => event.waitUntil(update()))

worker.addEventListener('activate', (event) => event.waitUntil(forget()))

worker.addEventListener('message', (event) => {
  const { keep, opened, steps, use } = event.data
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

/** @param {Request} request @param {string} pathname */
async function page(request, pathname) {
  const path = /\.(?!html)\w+$/.test(pathname) ? pathname : pathname.replace(/(\/index\.html|\/)?$/, '/')
  try {
    return (await found(path)) ?? (await inTime(whole(request)))
  } catch {
    return lacking(path)
  }
}

/** @param {Request} request @param {string} path */
async function file(request, path) {
  try {
    return (await found(path)) ?? (await fetch(request))
  } catch {
    return Response.error()
  }
}

/** What is kept for a path; nothing where storage fails. @param {string} path */
const found = (path) => kept(path).catch(() => undefined)

/** The page a path stands for: a door for the variant last opened. @param {string} path */
async function variant(path) {
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

/** @template T @param {Promise<T>} answer @returns {Promise<T>} */
const inTime = (answer) => Promise.race([answer, new Promise((_, late) => setTimeout(late, ANSWER))])

/** Our own page, which says that another is not kept. @param {string} path */
async function lacking(path) {
  const last = await variant('/').catch(() => '')
  const others = await sealed().catch(() => [])
  for (const locale of [path.split('/')[1], last.split('/')[1], ...others]) {
    const ours = await found(`/${locale}/offline/`)
    if (ours) return ours
  }
  return new Response(missing, { status: 503 })
}

// --- keeping ---

/** Keeps all languages that an older build keeps, or there is no update. */
async function update() {
  for (const locale of await sealed()) await keep(locale)
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

/** Fetches what is not there and intact; returns when it was. @param {string} locale @param {(n: number, m: number) => void} [tell] */
async function keep(locale, tell) {
  const cache = await caches.open(THIS + locale)
  const seal = await intact(cache, SEAL, precache[locale])
  const manifest = seal ?? (await download(`/assets/${salt}/precache/${locale}.json`, precache[locale]))
  const files = Object.entries(await manifest.clone().json())
  for (const [n, [path, hash]] of files.entries()) {
    if (await intact(cache, path, hash)) continue
    tell?.(n, files.length)
    await cache.put(path, (await kept(path, hash)) ?? (await download(path, hash)))
  }
  if (!seal) await cache.put(SEAL, manifest.clone())
  return manifest.headers.get('Date')
}

/** The network's file, past any cache with other bytes. @param {string} path @param {string} hash */
async function download(path, hash) {
  for (const url of [path, `${path}?${build}`]) {
    const signal = AbortSignal.timeout(DOWNLOAD) // of the body, too
    const response = await fetch(url, { cache: 'no-store', signal })
    const body = await response.arrayBuffer()
    if (!response.ok || (await sha256(body)) !== hash) continue
    const headers = new Headers(response.headers)
    for (const name of ['Content-Encoding', 'Content-Length', 'Vary']) headers.delete(name)
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
      const manifest = await (await cache.match(SEAL))?.json()
      return { name, locale: name.slice(name.lastIndexOf(' ') + 1), cache, manifest }
    }),
  )
}

/** The languages of which there is a sealed copy. */
async function sealed() {
  const all = (await copies()).filter(({ manifest, locale }) => manifest && locale in precache)
  return new Set(all.map(({ locale }) => locale))
}

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
