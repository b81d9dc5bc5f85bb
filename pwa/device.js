/** Corrects what request headers cannot reveal: an iPad that says it is a Mac, an installed app. */

/**
 * Apps that open links in a window of their own, '' for a browser. The first row that matches
 * counts. webapp/reader/devices.py reads this table. @type {Record<string, RegExp>}
 */
const IN_APP = {
  linkedin: /LinkedInApp/,
  // Since late 2025 Meta's windows end in MetaIAB and an app: shalanah/inapp-spy #57, ua-parser/uap-core #665.
  instagram: /Instagram/,
  threads: /Barcelona \d|IAB Threads/,
  // FB_IAB/MESSENGER, FB_IAB/Orca-Android: browscap/browscap #1304. The lite one: WhichBrowser/Parser-PHP #257.
  messenger: /(FBAN|IAB).(Mess|Orca)/i,
  facebook: /FBA[NV]|[_a]IAB/,
  // WA4A/ on Android, [WAiOS/ on iPhone: faisalman/ua-parser-js #841.
  whatsapp: /\bWA(4A|iOS)\//,
  wechat: /MicroMessenger/,
  line: /\bLine\/\d/,
  kakaotalk: /KAKAOTALK/,
  snapchat: /Snapchat/,
  tiktok: /musical_ly|trill_|Bytedance/,
  x: /Twitter[ A]/,
  pinterest: /Pinterest[\/ ]/,
  // Chrome reduces model and version together, Telegram only the model: shalanah/inapp-spy #30.
  telegram: /Telegram-|; K\)[^;]+\d{4}\.\d+( Mobile)? S\S+$/,
  teams: /Teams[M\/]/,
  google: /\bGSA\/\d/,
  // Browsers that look like a web view: on iPhone without Safari/ Opera Touch (browscap/browscap
  // #1985), DuckDuckGo (duckduckgo/iOS #474) and UC (browscap/browscap #1101), on Android with wv
  // Opera (bowser-js/bowser #414), Vivo (browscap/browscap #1959), Yandex, Sleipnir and TV Bro.
  '': /[Bb]ro(wser|\/)|OP[RT]\/|DuckDuckGo|Sleipnir|YandexS/,
  // Android's web view says wv (https://developer.chrome.com/docs/multidevice/user-agent) unless an
  // app leaves that out, as Meta's and Zalo do; Version/4.0 stays. Chrome 30 to 39 is also the
  // browser of Android 4.4. Apple's view has no Safari/; after Gecko), Firefox, Focus, Klar and
  // Opera say their names (mozilla-mobile/focus-ios #1031, #3054). Naver's can have both:
  // "NAVER(inapp; search; 1000; 12.0.2)". Electron names itself if its app does not forbid it.
  webview: /; ?(wv)?\) A|\((iP|Mac)(?!.*Safari\/).*Gecko\)( [^FKO]|$)|n\/4\.0 Chrome\/(?![123]\d\.)[\d.]+( Mobile)? S\S+$|Safari\S+ \[\w+\/|Electron|NAVER\(/,
}

/**
 * The first row that matches counts. webapp/reader/devices.py reads this table for those who ask
 * for the desktop site. @type {Record<string, RegExp>}
 */
const PLATFORMS = {
  '': /Windows Ph|Tizen/,
  chromeos: /CrOS/,
  // Asked for the desktop site, these say "X11; Linux x86_64".
  // Samsung: https://developer.samsung.com/internet/user-agent-string-format.html
  // Fire: https://docs.aws.amazon.com/silk/latest/developerguide/user-agent.html
  // Chrome: only navigator.platform tells, such as Linux armv81.
  android: /Android|X11;.*(SamsungB|Silk|Linux a.+ touch$)/,
  // Chrome, Edge and Firefox keep CriOS/, EdgiOS/ and FxiOS/ (ua-parser/uap-core #586,
  // mozilla-mobile/firefox-ios #6272), Focus and some windows Mobile/ (mozilla-mobile/focus-ios #3054).
  ios: /\(iP|Macintosh.*(iOS\/|Mobile\/|touch$)/,
  macos: /Macintosh/,
  windows: /Windows/,
  linux: /Linux/,
}

/**
 * The platform, '' if it is unknown. Several touch points count as one more word of the user agent.
 *
 * @param {Pick<Navigator, 'userAgent' | 'maxTouchPoints' | 'platform'>} device
 */
export function platformOf({ userAgent, maxTouchPoints, platform }) {
  return first(PLATFORMS, userAgent + (maxTouchPoints > 1 ? ` ${platform} touch` : ''))
}

/** The app whose window this is, '' for a browser. @param {string} userAgent */
export function inAppOf(userAgent) {
  return first(IN_APP, userAgent)
}

/** @param {Record<string, RegExp>} table @param {string} text */
function first(table, text) {
  for (const name in table) if (table[name].test(text)) return name
  return ''
}

export class Device {
  /** @param {HTMLElement} $html - the root element, which carries what is known */
  constructor($html) {
    const platform = platformOf(navigator)
    const installed = matchMedia('(display-mode: standalone)').matches
    // Telegram on iPhone says it is Safari: TelegramMessenger/Telegram-iOS #736.
    const inTelegram = 'TelegramWebviewProxy' in window
    mark($html, 'inApp', installed ? '' : inTelegram ? 'telegram' : inAppOf(navigator.userAgent))

    // What the server took for Linux or a Mac can be a tablet; all else that it knows stays.
    if (!/^[^lm]/.test($html.dataset.platform ?? '')) mark($html, 'platform', platform)

    const $tablet = /** @type {HTMLElement | null} */ ($html.querySelector('[data-tablet]'))
    if ($tablet) $tablet.hidden = platform !== 'ios' || navigator.userAgent.includes('(iP')
  }
}

/** Marks the page; '' takes a mark away. @param {HTMLElement} $html @param {string} name @param {string} value */
function mark($html, name, value) {
  if (value) $html.dataset[name] = value
  else delete $html.dataset[name]
}
