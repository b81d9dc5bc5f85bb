"""Ways to keep the page: copied, printed, on the home screen."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import BrowserType, Locator, Page, expect

from tests import browser as browsers
from tests import icons
from tests.guides import plain, says
from tests.languages import SAMPLE, translated
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS, LINKEDIN_WINDOW, Options
from tests.pwa.scripts import SCRIPTS, script
from tests.pwa.storage import BLOCKED
from tests.server import Server
from tests.webapp.reader.user_agents import CASES, IPHONE


def keep(page: Page) -> Locator:
    """The section, opened."""
    page.locator("#keep summary").click()
    return page.locator("#keep")


# --- copied and printed ---


def test_the_address_is_copied(reader: Reader) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/")
    copied = keep(page).get_by_text("Copied.")
    expect(copied).to_be_hidden()
    page.get_by_role("button", name="Copy the address").click()
    expect(copied).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == reader.origin


def test_a_refused_copy_leaves_the_address_selected(reader: Reader) -> None:
    reader.context.add_init_script(path=SCRIPTS / "refused-clipboard.js")
    page = reader.open("/")
    section = keep(page)
    section.get_by_role("button", name="Copy the address").click()
    expect(section.get_by_text("Copied.")).to_be_hidden()
    assert page.evaluate("getSelection().toString()") == reader.origin


def test_without_a_clipboard_there_is_no_button(reader: Reader) -> None:
    reader.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })"
    )
    section = keep(reader.open("/"))
    expect(section.get_by_text("Copy the address", exact=True)).to_be_hidden()
    expect(section.locator(".address")).to_have_text(reader.origin)


def test_the_page_is_printed(reader: Reader) -> None:
    reader.context.add_init_script("window.print = () => { window.printed = true }")
    page = reader.open("/")
    keep(page).get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed")


# --- on the home screen ---

HOME = plain(says("keep-home"))
WORDS = {
    "ios": plain(says("ios-share")),
    "android": plain(says("android-add")),
    "desktop": plain(says("desktop-firefox")),
    "": plain(says("keep-elsewhere")),
}

INSTAGRAM = next(case for case in CASES if case.name == "Instagram's window")
SEEN: dict[str, tuple[Options, list[str]]] = {
    "an iPhone": ({**LAYOUTS["phone"], "user_agent": IPHONE["User-Agent"]}, ["ios"]),
    "an Android phone": (LAYOUTS["phone"], ["android"]),
    "a computer": (LAYOUTS["desktop"], ["desktop"]),
    "LinkedIn's window": (LINKEDIN_WINDOW, [""]),
    "Instagram's window": (
        {**LAYOUTS["phone"], "user_agent": INSTAGRAM.headers["User-Agent"]},
        [""],
    ),
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(("options", "words"), SEEN.values(), ids=list(SEEN))
def test_the_words_are_those_of_the_platform(
    new_reader: NewReader, options: Options, words: list[str], script: bool
) -> None:
    section = keep(new_reader(**options, java_script_enabled=script).open("/"))
    for platform, sentence in WORDS.items():
        expect(section.get_by_text(sentence)).to_be_visible(visible=platform in words)
    at_home = words in (["ios"], ["android"])
    expect(section.get_by_text(HOME)).to_be_visible(visible=at_home)
    expect(section.locator("[data-install]")).to_be_hidden()
    expect(section.locator(".address")).to_be_visible()


def test_a_page_that_knows_no_platform_has_the_words_for_each(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"], java_script_enabled=False).open("/en/app/")
    section = keep(page)
    for platform in ("ios", "android", "desktop"):
        expect(section.get_by_text(WORDS[platform])).to_be_visible()
    expect(section.get_by_text(WORDS[""])).to_be_hidden()


def test_the_browsers_prompt_is_shown_when_the_reader_asks(reader: Reader, layout: str) -> None:
    page = reader.open("/")
    section = keep(page)
    button = section.get_by_role("button", name="Add to home screen")
    for _ in range(2):  # an offer can be used once, and may be made again
        expect(button).to_be_hidden()
        assert page.evaluate(script("install-offer")), "the browser shows its own at once"
        expect(section.get_by_text(HOME)).to_be_visible(visible=layout == "phone")
        for words in WORDS.values():
            expect(section.get_by_text(words)).to_be_hidden()
        assert page.evaluate("window.prompts") == 0
        button.click()
        assert page.evaluate("window.prompts") == 1
    expect(button).to_be_hidden()
    other_way = WORDS["android" if layout == "phone" else "desktop"]
    expect(section.get_by_text(other_way)).to_be_visible()
    page.evaluate("dispatchEvent(new Event('appinstalled'))")
    expect(section.get_by_text(HOME)).to_be_hidden()
    expect(section.get_by_text(other_way)).to_be_hidden()


def test_a_link_to_a_section_opens_it(new_reader: NewReader) -> None:
    page = new_reader(**SEEN["an iPhone"][0]).open("/")
    for step in ("off", "check"):
        page.locator(f"[name={step}]").check()
    page.get_by_role("link", name=plain(says("keep-page"))).click()
    expect(page.get_by_text(WORDS["ios"])).to_be_in_viewport()
    expect(page.get_by_label("Paste a link with ticks:")).to_be_hidden()
    linked = says("ios-ticks").partition("[")[2].partition("]")[0]
    page.get_by_role("link", name=linked).click()
    expect(page.get_by_label("Paste a link with ticks:")).to_be_visible()
    expect(page.get_by_text("Your ticks on another device")).to_be_in_viewport()


# --- offered ---


@pytest.mark.parametrize("step", ["open", "off"])
def test_it_is_offered_after_the_first_tick(reader: Reader, step: str) -> None:
    page = reader.open("/")
    offer = page.locator("[data-offer]")
    expect(offer).to_be_hidden()
    page.locator(f"[name={step}]").check()
    expect(offer).to_be_visible()
    offer.get_by_role("link").click()
    expect(page.locator("#keep .address")).to_be_in_viewport()
    page.locator(f"[name={step}]").uncheck()
    expect(offer).to_be_hidden()


def test_a_no_is_remembered(reader: Reader) -> None:
    page = reader.open("/")
    page.locator("[name=open]").check()
    page.locator("[data-offer]").get_by_role("button").click()
    expect(page.locator("[data-offer]")).to_be_hidden()
    page.reload()
    expect(page.locator("[name=open]")).to_be_checked()
    page.locator("[name=off]").check()
    expect(page.locator("[data-offer]")).to_be_hidden()


@pytest.mark.parametrize("block", BLOCKED.values(), ids=list(BLOCKED))
def test_a_no_holds_as_long_as_the_page_where_storage_is_blocked(
    new_reader: NewReader, block: str
) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    reader.context.add_init_script(block)
    page = reader.open("/")
    page.locator("[name=open]").check()
    page.locator("[data-offer]").get_by_role("button").click()
    page.locator("[name=off]").check()
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_a_page_that_is_not_saved_offers_nothing(new_reader: NewReader) -> None:
    """It would not open without internet."""
    reader = new_reader(**LAYOUTS["phone"])
    reader.context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = reader.open("/")
    page.locator("[name=open]").check()
    expect(page.locator(".n1")).to_be_visible()
    expect(page.locator("[data-offer]")).to_be_hidden()


@pytest.mark.parametrize("window", ["LinkedIn's window", "Instagram's window"])
def test_a_window_that_cannot_keep_the_page_offers_nothing(
    new_reader: NewReader, window: str
) -> None:
    page = new_reader(**SEEN[window][0]).open("/")
    page.locator("[name=open]").check()
    expect(page.locator("[data-offer]")).to_be_hidden()


# --- installed ---


@pytest.mark.long
def test_chromium_installs_the_app_and_opens_it_offline(
    browser_type: BrowserType,
    browser_type_launch_args: Options,
    server: Server,
    tmp_path: Path,
) -> None:
    """In a profile of its own: a private window installs nothing, nor does one without any."""
    chromium = browsers.of(browsers.NAMES)
    if chromium is None:
        pytest.skip("not installed: chromium")
    options = {**browser_type_launch_args, "executable_path": chromium}
    outside = {k: v for k, v in options.pop("env").items() if not k.startswith("XDG_")}
    with server.twin(tmp_path) as site:
        context = browser_type.launch_persistent_context(
            tmp_path / "profile",
            **options,
            env={**outside, "HOME": str(tmp_path)},  # where the desktop registers apps
        )
        reader = Reader(context, site.origin)
        app_id = {"manifestId": f"{site.origin}/"}

        # Nothing is wrong with it, in any language.
        for lang in SAMPLE:
            page = reader.open(f"/{lang}/website/")
            devtools = context.new_cdp_session(page)
            assert devtools.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
            found = devtools.send("Page.getAppManifest")
            assert found["errors"] == []
            assert found["url"] == f"{site.origin}/{lang}/manifest.webmanifest"
            assert devtools.send("Page.getAppId")["appId"] == app_id["manifestId"]

        # The offer is Chromium's own this time.
        section = keep(page)
        install = translated("Add to home screen", lang)
        expect(section.get_by_role("button", name=install)).to_be_visible()
        expect(page.locator("[data-offline=ready]")).to_be_attached(timeout=20_000)
        page.locator("[name=off]").check()
        devtools.send("PWA.install", app_id)
        settings = {**app_id, "displayMode": "standalone"}  # as the installer's dialog does
        devtools.send("PWA.changeAppUserSettings", settings)

        site.stop()
        with context.expect_page() as opened:
            devtools.send("PWA.launch", app_id)
        app = opened.value
        expect(app.locator("html")).to_have_attribute("lang", lang)
        assert app.evaluate("matchMedia('(display-mode: standalone)').matches")
        expect(app.locator("[name=off]")).to_be_checked()
        expect(app.locator("[data-print]")).to_be_attached()

        # Nothing about what is done already, whatever the window says about itself.
        section = keep(app)
        expect(section.locator(".address")).to_be_visible()
        for mark, value in (("platform", "ios"), ("platform", "android"), ("inApp", "webview")):
            app.evaluate(f"document.documentElement.dataset.{mark} = '{value}'")
            for words in (".home", ".ios", ".android", ".in-app"):
                expect(section.locator(words)).to_be_hidden()
        reader.finish()


@pytest.mark.parametrize(
    "name",
    sorted(
        path.name
        for path in icons.FOLDER.glob("*.png")
        if not path.stem.startswith("monochrome")
    ),
)
def test_a_drawn_icon_is_the_mark_of_the_svg(new_reader: NewReader, name: str) -> None:
    """Two descriptions of one mark: Pillow has drawn the one, Chromium draws the other."""
    drawn = Image.open(icons.FOLDER / name).convert("RGBA")
    cut = not name.startswith("any")  # where a platform cuts the edges off, the mark is smaller
    size = round(drawn.width * icons.SAFE) if cut else drawn.width
    reader = new_reader(viewport={"width": size, "height": size})
    page = reader.open("/en/app/")
    icon = page.request.get(
        reader.origin + (page.locator("link[rel=icon]").get_attribute("href") or "")
    )
    # Inside HTML: Chromium does not always find a picture to take of a bare SVG document.
    page.goto("about:blank")
    page.set_content(f'<body topmargin="0" leftmargin="0">{icon.text()}')
    seen = Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA")
    assert seen.getpixel((0, 0)) == (0, 0, 0, 0)
    framed = Image.new("RGBA", drawn.size, icons.PAPER if cut else "#0000")
    framed.alpha_composite(seen, ((drawn.width - size) // 2,) * 2)
    between = ImageChops.difference(drawn, framed)
    assert max(ImageStat.Stat(between).mean) < 1  # of 255
