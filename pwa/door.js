/**
 * The door where nobody can negotiate: a plain file server hands out the chooser, and this
 * opens the variant that `negotiation.py` would have chosen. It knows nothing about the guide,
 * reads no client hints, and does not know which languages are close (Swiss German to German).
 */

import { inAppOf, platformOf } from './device.js'

/**
 * Devices that may say Android, too, but that nobody holds up to a poster. CUBOT makes phones.
 * webapp/reader/devices.py reads this table. @type {[string, RegExp][]}
 */
const NOT_IN_A_HAND = [
  ['tv', /\bTV\b|Android ?TV|Google ?TV|Smart-?TV|SMART-TV|HbbTV|BRAVIA|\bAFT[A-Z0-9]+\b|CrKey/],
  ['headset', /Oculus|\bQuest (?:\d|Pro)|PicoBrowser|Pico Neo|Wolvic/],
  ['crawler', /(?:^u?|[^u]|[^c]u)bot\b|spider|crawl|slurp|preview|facebookexternalhit|embedly|lighthouse-ci|archiver|^WhatsApp\//i],
]

const { userAgent, maxTouchPoints } = navigator
const platform = platformOf(userAgent, maxTouchPoints)
const inLinkedIn = inAppOf(userAgent) === 'linkedin'
const inAHand = !NOT_IN_A_HAND.some(([, token]) => token.test(userAgent))
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
    return tag.split('-')[0] // no tag, such as en-US@posix; or a browser from before 2020
  }
}
