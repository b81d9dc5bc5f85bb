"""Request headers: real ones, what a reader would expect for them, hostile and new ones."""

from __future__ import annotations

import random
from typing import NamedTuple

MOZILLA = "Mozilla/5.0 "
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) "
IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
ANDROID = f"Mozilla/5.0 (Linux; Android 14; SM-S911B) {WEBKIT}"
WEBVIEW = f"Mozilla/5.0 (Linux; Android 14; SM-S911B Build/UP1A; wv) {WEBKIT}Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 "
NO_WV = f"Mozilla/5.0 (Linux; Android 15; SM-S928B Build/AP3A.240905.015.A2; ) {WEBKIT}Version/4.0 Chrome/142.0.7444.74 Mobile Safari/537.36 "
REDUCED = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT}"


class Case(NamedTuple):
    name: str
    headers: dict[str, str]
    surface: str
    platform: str = ""
    in_app: str = ""
    crawler: bool = False


def ua(user_agent: str, **hints: str) -> dict[str, str]:
    named = {f"Sec-CH-UA-{name}": value for name, value in hints.items()}
    return {"User-Agent": user_agent, **named}


IPHONE = ua(f"{IOS}Version/18.1 Mobile/15E148 Safari/604.1")
PHONE = ua(
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT}Chrome/130.0.0.0 Mobile Safari/537.36",
    Platform='"Android"',
    Mobile="?1",
)
WINDOWS = ua(
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT}Chrome/130.0.0.0 Safari/537.36",
    Platform='"Windows"',
    Mobile="?0",
)
MAC = ua(
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Safari/605.1.15"
)

CASES = [
    Case("iPhone, Safari", IPHONE, "app", "ios"),
    Case("iPhone, Chrome", ua(f"{IOS}CriOS/130.0 Mobile/15E148 Safari/604.1"), "app", "ios"),
    Case("iPhone, Firefox", ua(f"{IOS}FxiOS/132.0 Mobile/15E148 Safari/605.1.15"), "app", "ios"),
    Case(
        "iPad that says so",
        ua("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1"),
        "app",
        "ios",
    ),
    Case("iPad that says it is a Mac", MAC, "website", "macos"),
    Case("Android phone, Chrome", PHONE, "app", "android"),
    Case("Android phone, no hints", ua(f"{ANDROID}Chrome/130.0.0.0 Mobile Safari/537.36"), "app", "android"),
    Case("Android phone, Firefox", ua("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"), "app", "android"),
    Case("Android phone, Samsung Internet", ua(f"{ANDROID}SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36"), "app", "android"),
    Case("Android phone, Opera Mini", ua("Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423 Version/12.16"), "app", "android"),
    Case(
        "Android tablet",
        ua(f"Mozilla/5.0 (Linux; Android 13; SM-X700) {WEBKIT}Chrome/130.0.0.0 Safari/537.36", Platform='"Android"', Mobile="?0"),
        "app",
        "android",
    ),
    Case("Fire tablet", ua(f"Mozilla/5.0 (Linux; Android 9; KFONWI) {WEBKIT}Silk/108.4.6 like Chrome/108.0.5359.160 Safari/537.36"), "app", "android"),
    Case("CUBOT phone", ua(f"Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) {WEBKIT}Chrome/120.0.0.0 Mobile Safari/537.36"), "app", "android"),
    Case("a phone by hints alone", ua("", Mobile="?1"), "app", "android"),
    Case("hints before user agent", ua(MAC["User-Agent"], Platform='"Android"'), "app", "android"),
    Case("hints that say nothing", ua(IPHONE["User-Agent"], Platform='"Unknown"', Mobile="?0"), "app", "ios"),
    Case("Windows", WINDOWS, "website", "windows"),
    Case("Windows, Firefox", ua("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"), "website", "windows"),
    Case("macOS, Safari", MAC, "website", "macos"),
    Case("ChromeOS", ua(f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT}Chrome/130.0.0.0 Safari/537.36", Platform='"Chrome OS"', Mobile="?0"), "website", "chromeos"),
    Case("Linux", ua(f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}Chrome/130.0.0.0 Safari/537.36"), "website", "linux"),
    Case("Ubuntu", ua("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"), "website", "linux"),
    Case("Android TV", ua(f"Mozilla/5.0 (Linux; Android 12; BRAVIA 4K VH2 Build/SRSO) {WEBKIT}Chrome/110.0.0.0 Safari/537.36"), "website", "tv"),
    Case("Fire TV", ua(f"Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7633) {WEBKIT}Silk/108.4.6 like Chrome/108.0.5359.160 Safari/537.36"), "website", "tv"),
    Case("Chromecast", ua(f"Mozilla/5.0 (X11; Linux armv7l) {WEBKIT}Chrome/108.0.0.0 Safari/537.36 CrKey/1.56.500000"), "website", "tv"),
    Case("Samsung TV", ua("Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/6.0 TV Safari/537.36"), "website"),
    Case("LG TV", ua(f"Mozilla/5.0 (Web0S; Linux/SmartTV) {WEBKIT}Chrome/79.0.3945.79 Safari/537.36 WebAppManager"), "website", "tv"),
    Case("Quest headset", ua(f"Mozilla/5.0 (Linux; Android 12; Quest 3) {WEBKIT}OculusBrowser/35.1 Chrome/126.0.0.0 VR Safari/537.36", Platform='"Android"'), "website", "headset"),
    Case("PlayStation", ua("Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15"), "website"),
    Case("Xbox", ua(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) {WEBKIT}Chrome/100.0.0.0 Safari/537.36 Edge/44.18363.8131"), "website", "windows"),
    Case("Windows Phone", ua(f"Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) {WEBKIT}Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063"), "website"),
    Case("KaiOS", ua("Mozilla/5.0 (Mobile; Nokia_2720_Flip; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5.2"), "website"),
    Case("Tizen phone", ua("Mozilla/5.0 (Linux; Tizen 2.3; SAMSUNG SM-Z130H) AppleWebKit/537.3 (KHTML, like Gecko) SamsungBrowser/1.0 Mobile Safari/537.3"), "website"),
    Case("LinkedIn's window on iPhone", ua(f"{IOS}Mobile/15E148 [LinkedInApp]/9.30.1234"), "app", "ios", "linkedin"),
    Case("LinkedIn's window on Android", ua(f"{WEBVIEW}[LinkedInApp]"), "app", "android", "linkedin"),
    Case("LinkedIn's window on iPad", ua(MAC["User-Agent"].replace("Version/18.1 Safari/605.1.15", "[LinkedInApp]/9.30")), "app", "macos", "linkedin"),
    Case("Facebook's window on iPhone", ua(f"{IOS}Mobile/22B83 [FBAN/FBIOS;FBAV/490.0.0.41.103;FBBV/659]"), "app", "ios", "facebook"),
    Case("Facebook's window on Android", ua(f"{WEBVIEW}[FB_IAB/FB4A;FBAV/490.0.0.63.82;]"), "app", "android", "facebook"),
    Case("Messenger's window", ua(f"{IOS}Mobile/22B83 [FBAN/MessengerForiOS;FBAV/483]"), "app", "ios", "messenger"),
    Case("Instagram's window", ua(f"{IOS}Mobile/22B83 Instagram 356.1.0.29.99 (iPhone15,2; iOS 18_1)"), "app", "ios", "instagram"),
    Case("Threads' window", ua(f"{IOS}Mobile/22B83 Barcelona 356.0.0.25.109 (iPhone15,2)"), "app", "ios", "threads"),
    Case("WeChat's window", ua(f"{WEBVIEW}MMWEBID/7361 MicroMessenger/8.0.49.2600"), "app", "android", "wechat"),
    Case("Line's window", ua(f"{IOS}Mobile/15E148 Safari Line/14.17.0"), "app", "ios", "line"),
    Case("KakaoTalk's window", ua(f"{WEBVIEW}KAKAOTALK 2410240"), "app", "android", "kakaotalk"),
    Case("Snapchat's window", ua(f"{IOS}Mobile/15E148 Snapchat/13.12.0.38 (like Safari/8619)"), "app", "ios", "snapchat"),
    Case("TikTok's window", ua(f"{IOS}Mobile/22B83 musical_ly_36.9.0 BytedanceWebview/d8a21c6"), "app", "ios", "tiktok"),
    Case("X's window", ua(f"{IOS}Mobile/22B83 Twitter for iPhone/10.65.1"), "app", "ios", "x"),
    Case("Pinterest's window", ua(f"{IOS}Mobile/22B83 [Pinterest/iOS]"), "app", "ios", "pinterest"),
    Case("Telegram's window", ua(f"{ANDROID}Chrome/130.0.0.0 Mobile Safari/537.36 Telegram-Android/11.3.3"), "app", "android", "telegram"),
    Case("Teams' window", ua(f"{WEBVIEW}TeamsMobile-Android"), "app", "android", "teams"),
    Case("Google's window", ua(f"{IOS}GSA/340.0.691082407 Mobile/15E148 Safari/604.1"), "app", "ios", "google"),
    Case("a window without a name on Android", ua(WEBVIEW), "app", "android", "webview"),
    Case("a window without a name on iPhone", ua(f"{IOS}Mobile/15E148"), "app", "ios", "webview"),
    # Meta's windows since late 2025 (shalanah/inapp-spy #57, ua-parser/uap-core #665).
    Case("Facebook's new window on iPhone", ua(f"{IOS}Mobile/22G100 Safari/604.1 MetaIAB Facebook"), "app", "ios", "facebook"),
    Case("Facebook's new window on Android", ua(f"{NO_WV}MetaIAB Facebook"), "app", "android", "facebook"),
    Case("one of Meta's new windows", ua(f"{NO_WV}MetaIAB"), "app", "android", "facebook"),
    Case("Instagram's new window", ua(f"{NO_WV}MetaIAB Instagram"), "app", "android", "instagram"),
    Case("Threads' new window", ua(f"{NO_WV}MetaIAB Threads"), "app", "android", "threads"),
    Case("Messenger's new window", ua(f"{IOS}Mobile/22G100 Safari/604.1 MetaIAB Messenger"), "app", "ios", "messenger"),
    Case("Messenger's older window on Android", ua(f"{WEBVIEW}[FB_IAB/MESSENGER;FBAV/110.0.0.14.69;]"), "app", "android", "messenger"),
    Case("Messenger Lite's window", ua(f"{IOS}Mobile/15E148 LightSpeed [FBAN/MessengerLiteForiOS;FBAV/259.0.0.37.118]"), "app", "ios", "messenger"),
    # faisalman/ua-parser-js #841; that of Android is put together in WhatsApp's code.
    Case("WhatsApp's window on iPhone", ua(f"{IOS}Version/26.0.1 Mobile/15E148 Safari/604.1 [WAiOS/2.25.31]"), "app", "ios", "whatsapp"),
    Case("WhatsApp's window on Android", ua(f"{REDUCED}Chrome/141.0.7390.124 Mobile Safari/537.36 [WA4A/2.25.32.75;]"), "app", "android", "whatsapp"),
    # shalanah/inapp-spy #30. Browsers reduce the version together with the model.
    Case("Telegram's window without its name", ua(f"Mozilla/5.0 (Linux; Android 14; K) {WEBKIT}Chrome/129.0.6668.100 Mobile Safari/537.36"), "app", "android", "telegram"),
    Case("Android phone, Edge", ua(f"{REDUCED}Chrome/140.0.0.0 Mobile Safari/537.36 EdgA/140.0.0.0"), "app", "android"),
    Case("Android phone, version in full", ua(f"Mozilla/5.0 (Linux; Android 6.0; T08 Build/MRA58K) {WEBKIT}Chrome/57.0.2987.132 Mobile Safari/537.36"), "app", "android"),
    Case("Naver's window", ua(f"{IOS}Version/12.0 Mobile/15E148 Safari/605.1 NAVER(inapp; search; 730; 10.27.3; 8)"), "app", "ios", "webview"),
    Case("a window without wv on Android", ua(f"Mozilla/5.0 (Linux; U; Android 9; SM-N935S Build/PPR1.180610.011) {WEBKIT}Version/4.0 Chrome/74.0.3729.157 Mobile Safari/537.36"), "app", "android", "webview"),
    Case("a window with a blank instead of wv", ua(f"{NO_WV}Example/1.0"), "app", "android", "webview"),
    Case("the browser of Android 4.4", ua(f"Mozilla/5.0 (Linux; Android 4.4.2; D2406 Build/18.3.C.0.40) {WEBKIT}Version/4.0 Chrome/30.0.0.0 Mobile Safari/537.36"), "app", "android"),
    Case("the browser of Android 4.1", ua("Mozilla/5.0 (Linux; U; Android 4.1.2; de-de; GT-I9100 Build/JZO54K) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30"), "app", "android"),
    Case("a window in brackets", ua(f"{ANDROID}Chrome/130.0.0.0 Mobile Safari/537.36 [Reader/2.1;]"), "app", "android", "webview"),
    Case("an address in brackets", ua(f"{ANDROID}Chrome/130.0.0.0 Mobile Safari/537.36 [ip:93.41.118.250]"), "app", "android"),
    Case("Electron", ua(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT}Code/1.115.0 Chrome/142.0.7444.265 Electron/39.8.5 Safari/537.36"), "website", "windows", "webview"),
    Case("a window on a Mac or an iPad", ua("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"), "website", "macos", "webview"),
    # Browsers that look like a web view.
    Case("iPhone, Focus", ua(f"{IOS}FxiOS/8.1.3 Mobile/15E148"), "app", "ios"),
    Case("iPhone, an older Focus", ua("Mozilla/5.0 (iPhone; CPU iPhone OS 10_2_1 like Mac OS X) AppleWebKit/602.4.6 (KHTML, like Gecko) Focus/3.0 Mobile/14D27"), "app", "ios"),
    Case("iPhone, Opera Touch", ua("Mozilla/5.0 (iPhone; CPU iPhone OS 12_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) OPT/69 Mobile/16A366"), "app", "ios"),
    Case("iPhone, DuckDuckGo", ua("Mozilla/5.0 (iPhone; CPU iPhone OS 12_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 DuckDuckGo/7"), "app", "ios"),
    Case("iPhone, DuckDuckGo of today", ua(f"{IOS}Version/26.0 Mobile/15E148 Safari/604.1 Ddg/18.6"), "app", "ios"),
    Case("iPhone, UC", ua("Mozilla/5.0 (iPhone; CPU iPhone OS 13_7 like Mac OS X; zh-CN) AppleWebKit/537.51.1 (KHTML, like Gecko) Mobile/17H35 UCBrowser/13.1.2.1378 Mobile  AliApp(TUnionSDK/0.1.20.3)"), "app", "ios"),
    Case("Android phone, Opera Mini of today", ua(f"Mozilla/5.0 (Linux; U; Android 10; LRA-LX1 Build/HONORLRA-LX1; wv) {WEBKIT}Version/4.0 Chrome/78.0.3904.108 Mobile Safari/537.36 OPR/43.3.2254.141404"), "app", "android"),
    Case("Android phone, Vivo's browser", ua(f"Mozilla/5.0 (Linux; Android 11; vivo 1904; wv) {WEBKIT}Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 VivoBrowser/11.1.0.1"), "app", "android"),
    Case("Android phone, Yandex", ua(f"Mozilla/5.0 (Linux; Android 15; Infinix X6886 Build/AP3A.240905.015.A2; wv) {WEBKIT}Chrome/141.0.7390.122 YaBrowser/24.1.2.27 (lite) Mobile Safari/537.36"), "app", "android"),
    Case("Android phone, DuckDuckGo", ua(f"Mozilla/5.0 (Linux; Android 14) {WEBKIT}Version/4.0 Chrome/130.0.6723.106 Mobile DuckDuckGo/5 Safari/537.36"), "app", "android"),
    # Phones and tablets that ask for the desktop site.
    Case("Samsung Internet, desktop site", ua(f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36"), "app", "android"),
    Case("Samsung Internet, desktop site in hints, too", ua(f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36", Platform='"Linux"', Mobile="?0"), "app", "android"),
    Case("Fire tablet, desktop site", ua(f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}Silk/108.4.6 like Chrome/108.0.5359.160 Safari/537.36"), "app", "android"),
    Case("Samsung Internet on Windows", ua(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT}SamsungBrowser/29.0 Chrome/136.0.0.0 Safari/537.36"), "website", "windows"),
    Case("iPad, Chrome, desktop site", ua("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130 Version/11.1.1 Safari/605.1.15"), "app", "ios"),
    Case("iPad, Firefox, desktop site", ua("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/23.0 Safari/605.1.15"), "app", "ios"),
    Case("iPad, Edge, desktop site", ua("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) EdgiOS/125.0.2535.87 Version/17.0 Safari/605.1.15"), "app", "ios"),
    Case("iPad, Focus, desktop site", ua("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/9000 Mobile/15E148 Version/15.0"), "app", "ios"),
    Case("a window on an iPad that says Mobile", ua("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_4) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"), "app", "ios", "webview"),
    # HarmonyOS before version 5 runs the apps of Android, and says so (nielsbasjes/yauaa #1798).
    Case("HarmonyOS 4", ua(f"Mozilla/5.0 (Linux; Android 12; HarmonyOS; CET-AL60; HMSCore 6.8.0.332) {WEBKIT}Chrome/99.0.4844.88 HuaweiBrowser/13.0.1.301 Mobile Safari/537.36", Platform='"HarmonyOS"', Mobile="?1"), "app", "android"),
    Case("HarmonyOS 5", ua(f"Mozilla/5.0 (Phone; OpenHarmony 5.0) {WEBKIT}Chrome/114.0.0.0 Safari/537.36  ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1.3.311", Platform='"OpenHarmony"', Mobile="?1"), "website"),
    Case("a phone whose hint names no platform", ua("", Platform='"Unknown"', Mobile="?1"), "app", "android"),
    # Phones with the names of crawlers, televisions and headsets.
    Case("M bot phone", ua(f"Mozilla/5.0 (Linux; Android 7.0; M bot 54) {WEBKIT}Chrome/78.0.3904.96 Mobile Safari/537.36"), "app", "android"),
    Case("Spider phone", ua(f"Mozilla/5.0 (Linux; Android 13; Spider 8) {WEBKIT}Chrome/124.0.0.0 Safari/537.36"), "app", "android"),
    Case("Quest phone", ua(f"Mozilla/5.0 (Linux; Android 4.4.2; QUMO Quest 402) {WEBKIT}Chrome/71.0.3578.99 Mobile Safari/537.36"), "app", "android"),
    Case("Googlebot", ua("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), "website", crawler=True),
    Case("Googlebot's phone", ua(f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) {WEBKIT}Chrome/130.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), "website", "android", crawler=True),
    Case("LinkedIn's crawler", ua("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"), "website", crawler=True),
    Case("Facebook's crawler", ua("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"), "website", crawler=True),
    Case("WhatsApp's preview", ua("WhatsApp/2.24.20.89 A"), "website", crawler=True),
    # https://developers.google.com/crawling/docs/crawlers-fetchers/google-user-triggered-fetchers
    Case("Google's notebook", ua(f"{REDUCED}Chrome/138.0.0.0 Mobile Safari/537.36 (compatible; Google-GeminiNotebook; +https://developers.google.com/crawling/docs/crawlers-fetchers/google-gemininotebook)"), "website", "android", crawler=True),
    Case("Google's web shop", ua("Mozilla/5.0 (compatible; Google-CWS)"), "website", crawler=True),
    Case("ChatGPT for a reader", ua("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot"), "website", crawler=True),
    Case("Claude for a reader", ua("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)"), "website", crawler=True),
    Case("an address only", ua("ias-va/3.1 (+https://www.admantx.com/service-fetcher.html)"), "website", crawler=True),
    Case("Chrome without a window", ua(f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}HeadlessChrome/130.0.0.0 Safari/537.36"), "website", "linux", crawler=True),
    Case("Lighthouse", ua(f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5 Build/MRA58N) {WEBKIT}Chrome/74.0.3694.0 Mobile Safari/537.36 Chrome-Lighthouse"), "website", "android", crawler=True),
    Case("PageSpeed", ua(f"{IOS}Version/18.1 Mobile/15E148 Safari/604.1 Google PageSpeed Insights"), "website", "ios", crawler=True),
    Case("curl", ua("curl/8.10.1"), "website"),
    Case("nothing in it", ua(""), "website"),
    Case("none at all", {}, "website"),
    Case("no user agent of this world", ua("\xff\xfe\x00" * 900), "website"),
]  # fmt: skip

# A digit to str.isdigit, which user-agents asks, and none to int: a ValueError there.
LIFEREA = "Liferea/\u00b2.1"

HOSTILE = [
    "Linux.CrKey/1.36" * 2048,
    "Chrome/1." + "4" * 4400,
    "Mozilla/5.0 (" * 3000,
    "a" * 500_000,
    "Android " * 60_000,
    "(iPhone" * 50_000,
    "\x00" * 70_000,
    LIFEREA,
]


def new_user_agents(count: int) -> list[str]:
    chance = random.Random(3)  # noqa: S311 - the same ones each time
    forms = [
        "Mozilla/5.0 (Linux; Android {n}; SM-{x}) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/{v}.0.{x}.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS {n}_{m} like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/{n}.{m} Mobile/15E{x} Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/{v}.0.{x}.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_{n}_{m}) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/{n}.{m} Safari/605.1.{x}",
        "Mozilla/5.0 (X11; Linux x86_64; rv:{v}.0) Gecko/20100101 Firefox/{v}.{x}",
    ]
    return [
        chance.choice(forms).format(
            n=chance.randint(8, 18),
            m=chance.randint(0, 6),
            v=chance.randint(80, 156),
            x=number,
        )
        for number in range(count)
    ]
