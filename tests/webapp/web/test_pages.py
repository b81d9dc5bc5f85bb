"""Variants: the URL says it all, and each of them is complete."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests import house_rules
from tests.conftest import CONFIG, ORIGIN, GetPage
from tests.guides import SHIPPED, SMALL, plain, says
from tests.house_rules import all_of, attribute, text
from tests.languages import ALL, LOCALES, SAMPLE, translated
from tests.webapp.reader.user_agents import CASES, IPHONE, WINDOWS
from tests.webapp.wire import FLIGHT, GUIDES, on_the_wire
from webapp import create_app
from webapp.config import Config
from webapp.guide.models import Page

URLS = [f"/{locale}/{page}/" for locale in ALL for page in Page]


def meta(document: JustHTML, attribute_name: str, name: str) -> str:
    """Return the content of the one meta element of that name."""
    [element] = all_of(document, f"meta[{attribute_name}='{name}']")
    return attribute(element, "content")


@pytest.mark.parametrize("url", URLS)
def test_every_page_in_every_language_keeps_the_house_rules(
    get_page: GetPage, url: str
) -> None:
    get_page(url)


@pytest.mark.parametrize("url", URLS)
def test_a_page_names_itself_by_the_public_origin(get_page: GetPage, url: str) -> None:
    """A variant by its door: what suits another reader's device is decided there."""
    document = get_page(url)
    named = ORIGIN + re.sub("(app|website)/$", "", url)
    [canonical] = all_of(document, "link[rel=canonical]")
    assert attribute(canonical, "href") == named
    assert meta(document, "property", "og:url") == named


@pytest.mark.parametrize("url", URLS)
def test_a_page_names_itself_in_every_language(
    client: FlaskClient, get_page: GetPage, url: str
) -> None:
    page = re.sub("(app|website)/$", "", url.split("/", 2)[2])
    links = all_of(get_page(url), "link[hreflang]")
    assert {attribute(link, "rel") for link in links} == {"alternate"}
    named = [(attribute(link, "hreflang"), attribute(link, "href")) for link in links]
    assert sorted(named) == sorted(
        [
            *((LOCALES[tag].language, f"{ORIGIN}/{tag}/{page}") for tag in ALL),
            ("x-default", f"{ORIGIN}/en/{page}" if page else f"{ORIGIN}/"),
        ]
    )
    for _, href in named:
        assert client.get(href.removeprefix(ORIGIN)).status_code == 200


@pytest.mark.parametrize("url", URLS)
def test_a_link_to_a_page_says_what_it_is_about(get_page: GetPage, url: str) -> None:
    document = get_page(url)
    tag = url.split("/")[1]
    lead = [translated(claim.text, tag) for claim in SHIPPED.section("lead").claims]
    assert meta(document, "property", "og:description") == " ".join(lead)
    assert meta(document, "name", "description") == " ".join(lead)
    [title] = all_of(document, "title")
    assert f"{meta(document, 'property', 'og:title')} · Off Switch" == text(title)


@pytest.mark.parametrize("url", URLS)
def test_a_page_is_the_same_bytes_to_everyone(client: FlaskClient, url: str) -> None:
    usual = client.get(url)
    assert usual.headers["Vary"] == "Accept-Encoding"
    assert usual.headers["Cache-Control"] == "no-cache"
    for headers in [
        IPHONE,
        WINDOWS,
        {"Accept-Language": "de"},
        {"Cookie": "a=b", "Referer": "https://evil.test/", "X-Forwarded-For": "8.8.8.8"},
        *(case.headers for case in CASES[:8]),
    ]:
        response = client.get(f"{url}?utm_source=x", headers=headers)
        assert response.data == usual.data
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language", "Content-Type"):
            assert response.headers[name] == usual.headers[name]


def marks(url: str) -> list[pytest.MarkDecorator]:
    """Return the marks of a test that asks for all that a page links to: posters are drawn."""
    if not url.endswith("/poster/"):
        return []
    return [pytest.mark.starts if url == f"/{SAMPLE[0]}/poster/" else pytest.mark.sweep]


@pytest.mark.parametrize("url", [pytest.param(url, marks=marks(url)) for url in URLS])
def test_every_link_of_a_page_answers(get_page: GetPage, client: FlaskClient, url: str) -> None:
    for link in all_of(get_page(url), "a"):
        parts = urlsplit(attribute(link, "href"))
        if parts.scheme or not parts.path:
            continue
        response = client.get(parts.path)
        assert response.status_code == 200, attribute(link, "href")
        if parts.fragment:
            assert f'id="{parts.fragment}"' in response.text, attribute(link, "href")


@pytest.mark.parametrize("url", URLS)
def test_every_asset_of_a_page_answers_and_never_changes(
    get_page: GetPage, client: FlaskClient, url: str
) -> None:
    document = get_page(url)
    [script] = all_of(document, "script")
    assert attribute(script, "type") == "module"
    for path in [
        attribute(script, "src"),
        *(attribute(n, "href") for n in all_of(document, "link[href^='/assets/']")),
    ]:
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("url", GUIDES)
def test_the_guide_has_the_markers_of_the_contract(get_page: GetPage, url: str) -> None:
    document = get_page(url)
    [root] = all_of(document, "html")
    assert attribute(root, "data-surface") == url.split("/")[2]
    assert not {"data-platform", "data-in-app", "data-crawler"} & (root.attrs or {}).keys()
    steps = [attribute(step, "data-step") for step in all_of(document, "li[data-step]")]
    assert steps == ["open", "off", "check", "missing", "object", "accounts"]
    [direct] = all_of(document, ".steps a[data-direct]")
    assert attribute(direct, "href") == SHIPPED.addresses["setting"].url


def test_the_app_leads_with_the_steps_and_the_website_with_the_link(get_page: GetPage) -> None:
    for page, order in (("app", ["path", "button"]), ("website", ["button", "path"])):
        within = all_of(get_page(f"/en/{page}/"), ".within > .path, .within > .button")
        assert [attribute(node, "class") for node in within] == order


@pytest.fixture(scope="module")
def get_small() -> GetPage:
    """Fetch a page of a site with the small guide."""
    client = create_app(CONFIG, guide=SMALL).test_client()
    return lambda url: house_rules.check(client.get(url).text, url)


def test_the_phones_page_has_the_texts_above_the_fold(get_small: GetPage) -> None:
    main = text(all_of(get_small("/en/app/"), "main")[0])
    first, off, check = SMALL.counted_steps
    for message in (
        SMALL.section("lead").heading,
        says("scope"),
        says("default"),
        first.app,
        "your profile photo The settings The data_privacy The setting",
        says("open-link"),
        says("sign-in"),
        off.app,
        check.app,
        SMALL.section("find").heading,
        says("since"),
        "October 2025",
        says("sure-app"),
        "21 August 2026",
        says("sure-address"),
    ):
        assert plain(message, SMALL, month="October 2025", date="21 August 2026") in main


def test_the_desktops_page_has_the_texts_above_the_fold(get_small: GetPage) -> None:
    main = text(all_of(get_small("/en/website/"), "main")[0])
    for message in (
        "The me The settings_privacy The data_privacy The setting",
        SMALL.counted_steps[-1].website,
        says("scan"),
        says("heading"),
        "November 2025",
        says("sure-website"),
    ):
        assert plain(message, SMALL, month="November 2025") in main
    assert says("sign-in") not in main


@pytest.mark.parametrize("tag", ALL)
def test_a_machines_translation_says_so_and_leads_to_english(
    get_page: GetPage, tag: str
) -> None:
    machine = LOCALES[tag].machine
    for page in Page:
        document = get_page(f"/{tag}/{page}/")
        marks = all_of(document, "main > .machine a")
        assert [attribute(english, "href") for english in marks] == [f"/en/{page}/"] * machine
        assert bool(all_of(document, ".machine")) is machine
    within = all_of(get_page(f"/{tag}/app/"), ".done .machine, details .machine")
    assert len(within) == 2 * machine


def test_german_readers_see_both_labels(get_small: GetPage) -> None:
    path = all_of(get_small("/de/app/"), ".path li")
    assert [text(item) for item in path[1:]] == [
        "Das settings (The settings)",
        "Das data_privacy (The data_privacy)",
        "Das setting (The setting)",
    ]
    printed, english = path[3].query(".label")
    assert attribute(printed, "lang") == "de"
    assert attribute(english, "lang") == "en"


def test_arabic_readers_see_the_english_label_and_a_description(get_small: GetPage) -> None:
    for item in all_of(get_small("/ar/website/"), ".path li"):
        [label] = list(item.query(".label"))
        assert attribute(label, "lang") == "en"
        assert re.search(r"\([^)]*[\u0600-\u06ff]", text(item)), text(item)


@pytest.mark.parametrize("url", GUIDES)
def test_the_switcher_keeps_the_surface(get_page: GetPage, url: str) -> None:
    page = url.split("/")[2]
    links = all_of(get_page(url), "#languages a")
    assert [attribute(link, "href") for link in links] == [
        f"/{locale}/{page}/" for locale in ALL
    ]
    for tag, link in zip(ALL, links, strict=True):
        language = LOCALES[tag].language
        assert attribute(link, "lang") == attribute(link, "hreflang") == language
    [here] = [link for link in links if attribute(link, "aria-current")]
    assert attribute(here, "href") == url


def test_all_pages_are_of_one_build(client: FlaskClient) -> None:
    builds = {
        match[1]
        for url in [*URLS, "/", "/de/", "/gone"]
        if (match := re.search(r'data-build="(\w+)"', client.get(url).text))
    }
    assert len(builds) == 1
    assert client.get("/healthz").text.strip() in builds


def test_the_build_changes_with_what_pages_say(app: Flask) -> None:
    same = create_app(Config(public_origin=ORIGIN)).extensions["pages"]
    other = create_app(Config(public_origin=ORIGIN, no_logs=True)).extensions["pages"]
    assert same.build == app.extensions["pages"].build
    assert other.build != same.build


def test_no_logs_is_promised_only_where_the_operator_says_so(client: FlaskClient) -> None:
    promised = create_app(Config(public_origin=ORIGIN, no_logs=True)).test_client()
    promise = says("no-logs")
    residue = says("hosted").replace("{host}", "<bdi>off.example.org</bdi>")
    assert promise in promised.get("/en/app/").text
    assert promise not in client.get("/en/app/").text
    assert residue in client.get("/en/app/").text
    assert residue not in promised.get("/en/app/").text


def test_where_there_is_a_contact_a_reader_can_report(get_page: GetPage) -> None:
    contact = "mailto:help@example.org"
    asked = create_app(Config(public_origin=ORIGIN, contact=contact)).test_client()
    different = plain(says("different"))
    assert different not in text(all_of(get_page("/en/app/"), "main")[0])
    assert different in text(all_of(house_rules.parse(asked.get("/en/app/").text), "main")[0])
    for page in Page:
        house_rules.check(asked.get(f"/ar/{page}/").text, f"/ar/{page}/")
    assert contact in asked.get("/en/about/").text


def test_live_rendering_while_developing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`flask --debug run` renders a page anew each time."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    developed = create_app(Config())
    assert developed.debug
    client, pages = developed.test_client(), developed.extensions["pages"]
    before = client.get("/en/about/").data
    pages.guide = replace(pages.guide, changes=())
    assert client.get("/en/about/").data != before


# --- budgets: docs/reasons.md (Budgets) ---

LONGEST = 1.85  # a page in Telugu to one in English, both compressed


@pytest.mark.parametrize("url", ["/", *GUIDES])
def test_a_page_is_one_first_flight(client: FlaskClient, url: str) -> None:
    for headers in (IPHONE, WINDOWS):
        assert on_the_wire(client, url, headers) <= FLIGHT


@pytest.mark.parametrize("url", ["/en/", "/en/app/", "/en/website/"])
def test_english_leaves_room_for_the_longest_language(client: FlaskClient, url: str) -> None:
    """What grows is text: the style sheet, the code and the headers are the same in Telugu."""
    html = client.get(url, headers=WINDOWS).text
    styles = "".join(re.findall(r"<style>.*?</style>", html))
    without_text = re.sub(r">[^<]+<", "><", re.sub(r"<style>.*?</style>", "", html)) + styles
    text = len(brotli.compress(html.encode())) - len(brotli.compress(without_text.encode()))
    assert text > 1500
    assert on_the_wire(client, url, WINDOWS) + text * (LONGEST - 1) <= FLIGHT


def test_the_workshop_fits_its_budget(app: Flask, client: FlaskClient) -> None:
    url = app.extensions["pages"].assets.url("workshop.js")
    assert len(client.get(url, headers={"Accept-Encoding": "br"}).data) <= 5_000


def test_all_scripts_fit_their_budget(app: Flask, client: FlaskClient) -> None:
    """The worker is included.

    Only a plain file server hands out the door's script, only the about page asks for what
    shows the stored things, and only the page of the posters for the workshop.
    """
    assets = app.extensions["pages"].assets
    elsewhere = {"door.js", "stored.js", "workshop.js"}
    scripts = [path for path in assets.files if path.endswith(".js") and path not in elsewhere]
    urls = ["/sw.js", *(assets.url(path) for path in scripts)]
    sizes = [len(client.get(url, headers={"Accept-Encoding": "br"}).data) for url in urls]
    assert len(sizes) > 4
    assert sum(sizes) <= 10_000
