/** Corrects what request headers cannot reveal: an iPad that says it is a Mac, an installed app. */

/** Apps that open links in a window of their own; webapp/reader/devices.py reads this table. @type {[string, RegExp][]} */
const IN_APP = [
  ['linkedin', /LinkedInApp/],
  ['instagram', /Instagram/],
  ['threads', /Barcelona \d/],
  ['messenger', /FBAN\/Messenger|MessengerForiOS|FB_IAB\/Orca/],
  ['facebook', /FBAN|FBAV|FB_IAB/],
  ['wechat', /MicroMessenger/],
  ['line', /\bLine\/\d/],
  ['kakaotalk', /KAKAOTALK/],
  ['snapchat', /Snapchat/],
  ['tiktok', /musical_ly|BytedanceWebview|TikTok|trill_/],
  ['x', /Twitter for|TwitterAndroid/],
  ['pinterest', /\[Pinterest\/|Pinterest for/],
  ['telegram', /Telegram-Android/],
  ['teams', /TeamsMobile|Teams\/\d/],
  ['google', /\bGSA\/\d/],
  ['webview', /; wv\)|\((?:iPhone|iPad|iPod)(?!.*Safari\/).*AppleWebKit/],
]

/** @type {[string, RegExp][]} */
const PLATFORMS = [
  ['', /Windows Phone|Tizen|KAIOS/],
  ['android', /Android/],
  ['ios', /\((?:iPhone|iPad|iPod)/],
  ['chromeos', /CrOS/],
  ['macos', /Macintosh/],
  ['windows', /Windows/],
  ['linux', /Linux/],
]

/** The platform, '' if it is unknown. @param {string} userAgent @param {number} touchPoints */
export function platformOf(userAgent, touchPoints) {
  const platform = first(PLATFORMS, userAgent)
  return platform === 'macos' && touchPoints > 1 ? 'ios' : platform
}

/** The app whose window this is, '' for a browser. @param {string} userAgent */
export function inAppOf(userAgent) {
  return first(IN_APP, userAgent)
}

/** @param {[string, RegExp][]} table @param {string} text */
function first(table, text) {
  return table.find(([, token]) => token.test(text))?.[0] ?? ''
}

export class Device {
  /** @param {HTMLElement} $html - the root element, which carries what is known */
  constructor($html) {
    const { userAgent, maxTouchPoints } = navigator
    const installed = matchMedia('(display-mode: standalone)').matches
    const platform = platformOf(userAgent, maxTouchPoints)
    const inApp = installed ? '' : inAppOf(userAgent)

    if (!$html.dataset.platform || platform === 'ios') mark($html, 'platform', platform)
    mark($html, 'inApp', inApp)

    const $tablet = $html.querySelector('[data-tablet]')
    const mistaken = platform === 'ios' && userAgent.includes('Macintosh')
    if ($tablet instanceof HTMLElement) $tablet.hidden = !mistaken
  }
}

/** Marks the page; '' takes a mark away. @param {HTMLElement} $html @param {string} name @param {string} value */
function mark($html, name, value) {
  if (value) $html.dataset[name] = value
  else delete $html.dataset[name]
}
