/** What pages and the worker say to each other, in one place: it types both sides. */

/** From a page to a worker; each property of a message asks for one thing. */
export interface Request {
  /** Save this language, and report the progress. */
  keep?: string
  /** This variant was opened, as a path: the doors lead to it without a network. */
  opened?: string
  /** Answer with the marks of this page in the worker's release, on the port that is sent along. */
  marks?: string
  /** The same, as pages of release 0.1.0 ask. */
  steps?: string
  /** Take over from the active worker. */
  use?: true
}

/** From a worker to the page that asked it to save a language: one of three. */
export interface Report {
  locale: string
  /** How many files of how many are saved. */
  n?: number
  m?: number
  /** Everything is saved and verified, since this date (RFC 9110 section 5.6.7). */
  saved?: string | null
  /** Something could not be fetched; what was saved before is still there. */
  failed?: true
}

/**
 * The marks of a page, by which a saved page sees whether the steps of a newer one differ.
 * /<locale>/marks.json has them by path, as webapp/site/precache.py writes it.
 */
export interface Marks {
  /** Changes with the counted steps. */
  steps: string
  /** Date and text of the newest correction, percent-encoded; '' if there was none. */
  change: string
}

/** The first line of /sw.js, as webapp/site/precache.py writes it. */
export interface Release {
  build: string
  salt: string
  /** By language: the SHA-256 of its precache manifest. */
  precache: Record<string, string>
  /** What the worker says if it has no page at all. */
  missing: string
}
