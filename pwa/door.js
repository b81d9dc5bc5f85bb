/**
 * The door where nobody can negotiate: a plain file server hands out the chooser, and this
 * opens the variant that `negotiation.py` would have. Nothing here knows the guide.
 */

import { inAppOf, platformOf } from './device.js'

const { userAgent, maxTouchPoints } = navigator
const platform = platformOf(userAgent, maxTouchPoints)
const inLinkedIn = inAppOf(userAgent) === 'linkedin'
const surface = platform === 'android' || platform === 'ios' || inLinkedIn ? 'app' : 'website'

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
  return $choices.find(($a) => written($a.hreflang) === written(tag))
}

/** @param {string} tag */
function written(tag) {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script}`
}
