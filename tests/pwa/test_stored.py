"""What is stored on the device: listed in full, repaired, and erased completely."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.guides import SHIPPED, opening, says
from tests.pwa.axe import violations
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.copies import Damage, ready, removal, removal_of_caches, replacement
from tests.pwa.layouts import LAYOUTS
from tests.pwa.line import Line
from tests.pwa.scripts import SCRIPTS, script
from tests.server import Servers
from webapp.posters.drawing import ACCENT

KEY = "offswitch.1.tick."
ABOUT = "/en/about/"

NOTHING: dict[str, list[str]] = {
    "localStorage": [],
    "sessionStorage": [],
    "CacheStorage": [],
    "ServiceWorker": [],
}

COPIES = " copy "  # in the names of caches, but not in that of the notes
DAMAGES: dict[str, Damage] = {
    "a page replaced": replacement("/more/", "<!doctype html><h1>Spoilt", where=COPIES),
    "a page removed": removal("/more/", where=COPIES),
    "the seal spoilt": replacement("/sealed", "{", where=COPIES),
    "the seal removed": removal("/sealed", where=COPIES),
    "all of it removed": removal("", where=COPIES),
}


@pytest.fixture
def phone(new_reader: NewReader) -> Reader:
    """A reader of the server that all share."""
    return new_reader(**LAYOUTS["phone"])


@pytest.fixture
def guest(browser: Browser, line: Line) -> Iterator[Reader]:
    """A reader of the server that may stop."""
    reader = Reader(browser.new_context(locale="en-GB", **LAYOUTS["phone"]), line.origin)
    yield reader
    reader.finish()


def stored(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(script("stored-names"))
    return found


def erase(page: Page) -> None:
    page.get_by_text("Erase everything").click()
    page.get_by_role("button", name="Erase from this device").click()
    expect(page.get_by_text(says("erase-erased"))).to_be_visible(timeout=15_000)


def repair(page: Page, outcome: str) -> None:
    page.get_by_role("button", name="Repair").click()
    expect(page.get_by_role("status").get_by_text(outcome)).to_be_visible(timeout=15_000)
    expect(page.locator("[data-stored] [role=status]")).to_be_focused()


WHOLE, FAILED = says("repair-whole"), says("repair-failed")


# --- the list ---


def test_the_list_names_all_that_a_visit_stores_and_nothing_else(phone: Reader) -> None:
    page = ready(phone.open("/"))
    page.evaluate(script("open-details"))
    for tick in page.locator("[type=checkbox]").all():
        tick.check()
    page.locator("[data-offer] button").click()
    page.evaluate("key => localStorage.setItem(key, '{')", f"{KEY}research")
    page.goto(f"{phone.origin}/de/more/")
    ready(page)
    page.locator("[type=radio]").first.check()
    for tick in page.locator("[type=checkbox]").all():
        tick.check()
    page.goto(f"{phone.origin}/en/poster/")
    page.locator("[name=remember]").check()
    page.goto(f"{phone.origin}/ar/website/")
    ready(page)
    with page.context.expect_page():  # it opens beside the guide
        page.locator(".button[data-direct]").click()
    page.goto(f"{phone.origin}{ABOUT}")
    ready(page)

    build = page.locator("html").get_attribute("data-build") or ""
    parts = {"<step>": "[a-z-]+", "<build>": build, "<locale>": "(en|de|ar)"}
    rows = page.locator("[aria-labelledby=stored] li small").all()
    printed = [tuple(row.locator("bdi").all_inner_texts()) for row in rows]
    seen: set[tuple[str, ...]] = set()
    for place, names in stored(page).items():
        for name in names:
            [entry] = [
                (where, key)
                for where, key in printed
                if where == place
                and re.fullmatch(re.sub("<.*?>", lambda part: parts[part[0]], key), name)
            ]
            seen.add(entry)
    assert seen == set(printed)
    assert len(printed) == 9
    assert page.evaluate("indexedDB.databases()") == []


def test_without_script_the_list_is_there_and_no_button_is(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"], java_script_enabled=False).open(ABOUT)
    section = page.locator("[aria-labelledby=stored]")
    expect(section.get_by_text("offswitch.1.tick.<step>")).to_be_visible()
    for button in page.locator("main button, [data-stored] summary").all():
        expect(button).to_be_hidden()


# --- erasing ---


def test_erasing_leaves_nothing_of_ours_and_all_of_others(phone: Reader) -> None:
    page = ready(phone.open("/"))
    page.locator("[name=off]").check()
    page.goto(f"{phone.origin}/de/more/")
    ready(page)
    page.locator("[name=research]").check()
    page.goto(f"{phone.origin}/ar/about/")
    ready(page)
    others = {"other.app": "1", "offswitch": "2", "offswitch.tick.open": "3"}
    ours = {f"{KEY}check": "{", "offswitch.1.aside.off": "x", "offswitch.2.ticks": "[]"}
    page.evaluate("values => Object.assign(localStorage, values)", {**others, **ours})
    page.evaluate("values => Object.assign(sessionStorage, values)", others)
    page.evaluate("sessionStorage.setItem('offswitch.1.left', '1')")
    neighbours = ["offswitch /x/ copy 1 en", "other"]
    page.evaluate("names => Promise.all(names.map((name) => caches.open(name)))", neighbours)
    page.goto(f"{phone.origin}{ABOUT}")
    ready(page)
    assert stored(page)["ServiceWorker"] == ["/sw.js"]

    erase(page)
    found = {place: sorted(names) for place, names in stored(page).items()}
    assert found == {
        "localStorage": sorted(others),
        "sessionStorage": sorted(others),
        "CacheStorage": neighbours,
        "ServiceWorker": [],
    }
    expect(page.locator("[data-stored] [role=status]")).to_be_focused()
    expect(page.get_by_text(opening(says("offline-ready")))).to_be_hidden()
    expect(page.locator("[data-stored] button").first).to_be_hidden()
    assert violations(page) == []


def test_the_page_says_what_will_be_lost_before_it_erases(phone: Reader) -> None:
    page = ready(phone.open(ABOUT))
    button = page.get_by_role("button", name="Erase from this device")
    expect(button).to_be_hidden()
    page.get_by_text("Erase everything").click()
    expect(button).to_be_visible()
    expect(page.get_by_text(says("erase-what"))).to_be_visible()
    assert violations(page) == []
    assert stored(page)["CacheStorage"]


def test_back_leads_to_an_empty_list(phone: Reader) -> None:
    page = ready(phone.open("/"))
    page.locator("[name=open]").check()
    page.locator("[name=check]").check()
    page.goto(f"{phone.origin}{ABOUT}")
    ready(page)
    erase(page)
    page.go_back()
    ready(page)  # opened again, it is saved again
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator(".done")).to_be_hidden()
    assert stored(page)["localStorage"] == []


def test_another_tab_shows_no_tick_and_saves_nothing_again(phone: Reader) -> None:
    """Neither does one that was frozen, which notices when it thaws."""
    tab = ready(phone.open("/"))
    tab.locator("[name=open]").check()
    phone.context.add_init_script(path=SCRIPTS / "frozen-page.js")
    frozen, page = ready(phone.open("/de/")), ready(phone.open(ABOUT))
    frozen.evaluate("window.frozen = true")
    erase(page)
    expect(tab.locator("input:checked")).to_have_count(0)
    expect(frozen.locator("[name=open]")).to_be_checked()
    for other in (tab, frozen):
        other.evaluate(script("wake-up"))
        expect(other.locator("[data-offline=no]")).to_be_attached()
        expect(other.locator("input:checked")).to_have_count(0)
    page.wait_for_timeout(1000)
    assert stored(page) == NOTHING


def test_a_page_that_stays_open_saves_nothing_again(phone: Reader) -> None:
    page = ready(phone.open(ABOUT))
    erase(page)
    phone.context.set_offline(True)
    phone.context.set_offline(False)
    page.evaluate(script("wake-up"))
    page.wait_for_timeout(1000)
    assert stored(page) == NOTHING
    expect(page.get_by_text(opening(says("offline-ready")))).to_be_hidden()


def test_nor_does_one_that_never_had_a_worker(phone: Reader) -> None:
    phone.context.route("**/sw.js", lambda route: route.abort())
    page = phone.open(ABOUT)
    page.wait_for_timeout(500)
    erase(page)
    phone.context.unroute("**/sw.js")
    page.evaluate(script("wake-up"))
    page.wait_for_timeout(1000)
    assert stored(page) == NOTHING
    phone.problems.clear()  # the browser notes what was aborted


def test_a_worker_that_is_saving_brings_nothing_back(phone: Reader) -> None:
    page = ready(phone.open(ABOUT))
    removal_of_caches(COPIES)(page)
    held: list[Route] = []
    phone.context.route("**/en/more/", lambda route: held.append(route))
    page.reload()  # which saves the guide again, up to one page
    while not held:
        page.wait_for_timeout(100)
    page.get_by_text("Erase everything").click()
    page.get_by_role("button", name="Erase from this device").click()
    page.wait_for_timeout(1000)
    expect(page.get_by_text(says("erase-erased"))).to_be_hidden()
    held.pop().continue_()
    expect(page.get_by_text(says("erase-erased"))).to_be_visible(timeout=15_000)
    assert stored(page) == NOTHING


def test_erasing_works_without_the_server_and_a_new_visit_saves_again(
    guest: Reader, line: Line
) -> None:
    page = ready(guest.open("/"))
    page.locator("[name=open]").check()
    page.goto(f"{guest.origin}{ABOUT}")
    ready(page)
    line.die()
    erase(page)
    assert stored(page) == NOTHING

    line.revive()
    page.goto(f"{guest.origin}/en/app/")
    ready(page)
    expect(page.locator("input:checked")).to_have_count(0)
    line.die()
    page.reload()
    expect(page.locator("h1")).to_have_text(SHIPPED.section("lead").heading)
    guest.problems.clear()  # the server was away


# A script, and whether the page offers a repair where it ran.
NO_STORAGE = {
    "all of it is refused": (script("refused-everything"), True),
    "there are no workers": ("delete Navigator.prototype.serviceWorker", False),
    "the page is not secure": (script("insecure-page"), False),
}


@pytest.mark.parametrize(("lack", "repairs"), NO_STORAGE.values(), ids=list(NO_STORAGE))
def test_where_nothing_can_be_stored_everything_is_erased(
    new_reader: NewReader, lack: str, repairs: bool
) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    reader.context.add_init_script(lack)
    page = reader.open(ABOUT)
    button = page.get_by_role("button", name="Repair")
    if repairs:
        button.click()
        expect(page.get_by_text(FAILED)).to_be_visible()
    else:
        expect(button).to_be_hidden()
    erase(page)


@pytest.mark.long
def test_what_cannot_be_erased_is_not_called_erased(phone: Reader) -> None:
    page = ready(phone.open(ABOUT))
    page.evaluate(script("undeletable-caches"))
    page.get_by_text("Erase everything").click()
    page.get_by_role("button", name="Erase from this device").click()
    left = f"{opening(says('erase-left'))}127.0.0.1"  # and the port, which is a host's, too
    expect(page.get_by_text(left)).to_be_visible(timeout=15_000)
    expect(page.get_by_text(says("erase-erased"))).to_be_hidden()


# --- repairing ---


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_repair_heals_every_language_that_is_saved(
    guest: Reader, line: Line, damage: Damage
) -> None:
    ready(guest.open("/de/app/")).close()
    page = ready(guest.open("/en/app/"))
    page.locator("[name=open]").check()
    page.goto(f"{guest.origin}{ABOUT}")
    ready(page)
    damage(page)
    repair(page, WHOLE)
    assert len([name for name in stored(page)["CacheStorage"] if "copy" in name]) == 2
    line.die()
    for path, heading in {"/en/more/": "More", "/de/more/": "Mehr"}.items():
        expect(guest.open(path).locator("h1")).to_have_text(heading)
    expect(guest.open("/en/app/").locator("[name=open]")).to_be_checked()
    guest.problems.clear()  # the server was away


def test_a_repair_without_the_server_says_what_it_could_not_do(
    guest: Reader, line: Line
) -> None:
    page = ready(guest.open(ABOUT))
    line.die()
    repair(page, WHOLE)  # nothing is missing
    DAMAGES["a page replaced"](page)
    repair(page, FAILED)
    expect(page.get_by_text(WHOLE)).to_be_hidden()
    line.revive()
    repair(page, WHOLE)
    line.die()
    expect(guest.open("/en/more/").locator("h1")).to_have_text("More")
    guest.problems.clear()  # the server was away


@pytest.mark.long
def test_a_repair_after_a_release_takes_what_the_server_has_now(
    guest: Reader, line: Line, servers: Servers
) -> None:
    page = ready(guest.open(ABOUT))
    line.server = servers(("pwa/styles/page.css", ACCENT, "#a83408"))
    DAMAGES["a page removed"](page)
    repair(page, WHOLE)
    line.die()
    expect(guest.open("/en/more/").locator("h1")).to_have_text("More")
    guest.problems.clear()  # the server was away


def test_a_repair_without_a_worker_opens_the_page_again(phone: Reader) -> None:
    """So that it registers one."""
    page = ready(phone.open(ABOUT))
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.unregister())")
    with page.expect_navigation():
        page.get_by_role("button", name="Repair").click()
    ready(page)
    assert stored(page)["ServiceWorker"] == ["/sw.js"]


def test_a_worker_that_says_nothing_is_not_waited_for(phone: Reader) -> None:
    page = phone.context.new_page()
    page.clock.install()
    page.goto(f"{phone.origin}{ABOUT}")
    ready(page)
    page.evaluate("() => { ServiceWorker.prototype.postMessage = () => {} }")
    page.get_by_role("button", name="Repair").click()
    expect(page.get_by_text(says("repair-checking"))).to_be_visible()
    page.wait_for_timeout(1000)
    page.clock.fast_forward(31_000)
    expect(page.get_by_text(FAILED)).to_be_visible()
