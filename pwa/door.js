/**
 * The door where nobody can negotiate: a plain file server hands out the chooser, and this
 * opens the variant that `negotiation.py` would have chosen. It knows nothing about the guide,
 * reads no client hints, and does not know which languages are close (Swiss German to German).
 */

import { inAppOf, platformOf } from './device.js'

/**
 * Devices that may say Android, too, but that nobody holds up to a poster.
 * webapp/reader/devices.py reads this table. @type {Record<string, RegExp>}
 */
const NOT_IN_A_HAND = {
  tv: /(?:^|[^-])\bTV\b(?! \d)|Android ?TV|Google ?TV|Smart-?TV|HbbTV|BRAVIA|\bAFT[A-Z0-9]+\b|CrKey/,
  // QUMO Quest 402 is a phone; so are KAZAM TV 45 and W-K360-TV.
  headset: /Oculus|\bQuest (?:\dS?\b|Pro)|PicoBrowser|Pico Neo|Wolvic/,
  // An address says who to write to: https://developers.google.com/crawling/docs/crawlers-fetchers.
  // CUBOT, M bot 54, XBot Junior and Spider 8 are phones; with a device, it is WhatsApp itself.
  crawler: /(?:^u?|[^u]|[^c]u)bot\b(?! \w)|spider(?! \d)|crawl|slurp|preview|facebookexternalhit|embedly|archiver|^WhatsApp\/(?!.*Device)|https?:|\+mailto:|(?:compatible|Gecko); Google|-Google\b|[a-z]-User\/\d|Headless|Lighthouse|Page ?Speed/i,
}

const { userAgent } = navigator
const platform = platformOf(navigator)
const inLinkedIn = inAppOf(userAgent) === 'linkedin'
const inAHand = !Object.values(NOT_IN_A_HAND).some((token) => token.test(userAgent))
const hasTheApp = platform === 'android' || platform === 'ios' || inLinkedIn
const surface = hasTheApp && inAHand ? 'app' : 'website'

const $choices = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (
  document.querySelectorAll(`a[data-choice="${surface}"]`)
)]
const $choice = navigator.languages.map(choiceFor).find(Boolean) ?? $choices[0]
location.replace($choice.pathname + location.search + location.hash)

/**
 * @param {string} tag
 * @returns {HTMLAnchorElement | undefined} the choice in the same language and script
 */
function choiceFor(tag) {
  return $choices.find(($a) => languageAndScript($a.hreflang) === languageAndScript(tag))
}

/** Language and script, which a tag such as de-AT does not spell out. @param {string} tag */
function languageAndScript(tag) {
  try {
    const { language, script } = new Intl.Locale(tag).maximize()
    return `${language}-${script}`
  } catch {
    // No tag, such as en-US@posix; or a browser from before 2020.
    return tag.split('-')[0]
  }
}
