/** Days as YYYY-MM-DD, in the reader's time zone. */

/** @param {Date} [moment] */
export function day(moment = new Date()) {
  const month = String(moment.getMonth() + 1).padStart(2, '0')
  return `${moment.getFullYear()}-${month}-${String(moment.getDate()).padStart(2, '0')}`
}

/** Whether it is a real day: Date takes 2026-02-31 for 3 March. @param {string} value */
export function isDay(value) {
  const moment = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(value) : new Date(NaN)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value)
}

/** Writes a day in full, in the language of the page; nothing for ''. @param {HTMLTimeElement} $time @param {string} value */
export function write($time, value) {
  const { lang } = document.documentElement
  $time.dateTime = value
  $time.textContent = value && new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(value))
}
