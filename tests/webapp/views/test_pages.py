"""Variants: the URL says it all, and every one of them is whole."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import house_rules
from tests.conftest import ORIGIN, GetPage
from tests.house_rules import all_of, attribute, text
from tests.languages import ALL, LOCALES
from tests.webapp.user_agents import CASES, IPHONE, WINDOWS
from webapp import create_app
from webapp.config import Config
from webapp.models import Page

URLS = [f"/{locale}/{page}/" for locale in ALL for page in Page]
GUIDES = [f"/{locale}/{page}/" for locale in ALL for page in ("app", "website")]
SETTING = "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement"


@pytest.mark.parametrize("url", URLS)
def test_every_page_in_every_language_keeps_the_house_rules(
    get_page: GetPage, url: str
) -> None:
    get_page(url)


@pytest.mark.parametrize("url", URLS)
def test_a_page_names_itself_by_the_public_origin(get_page: GetPage, url: str) -> None:
    [canonical] = all_of(get_page(url), "link[rel=canonical]")
    assert attribute(canonical, "href") == ORIGIN + url


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


@pytest.mark.parametrize("url", URLS)
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
    assert steps == ["open", "off", "check", "object", "accounts"]
    assert [attribute(a, "href") for a in all_of(document, ".steps a[data-direct]")] == [
        SETTING
    ]


def test_the_app_leads_with_the_steps_and_the_website_with_the_link(get_page: GetPage) -> None:
    for page, order in (("app", ["path", "button"]), ("website", ["button", "path"])):
        within = all_of(get_page(f"/en/{page}/"), ".within > .path, .within > .button")
        assert [attribute(node, "class") for node in within] == order


def test_the_phones_page_says_what_stands_above_the_fold(get_page: GetPage) -> None:
    main = text(all_of(get_page("/en/app/"), "main")[0])
    for sentence in [
        "Switch off AI training on LinkedIn",
        "LinkedIn can use your profile and posts to train AI that creates content.",
        "It is on unless you switch it off.",
        "Open the setting. In the LinkedIn app, tap:",
        "your profile photo Settings Data privacy Data for Generative AI Improvement",
        "Open it on www.linkedin.com",
        "Asked to sign in? Come back and use the app.",
        "Set this switch to off: Use my data for training content creation AI models",
        "Go back, open it again: is it still off?",
        "I can’t find it",
        "Since 3 November 2025 this training includes the EU, EEA, Switzerland, UK, Canada",
        "last described in October 2025",
        "read on 21 August 2026",
    ]:
        assert sentence in main


def test_the_desktops_page_says_what_stands_above_the_fold(get_page: GetPage) -> None:
    main = text(all_of(get_page("/en/website/"), "main")[0])
    for sentence in [
        "Me Settings & Privacy Data privacy Data for Generative AI Improvement",
        "Load the page again: does it still say Off?",
        "Rather use your phone? Scan this code.",
        "The setting is under the heading How LinkedIn uses your data.",
        "last described in November 2025",
    ]:
        assert sentence in main
    assert "Asked to sign in?" not in main


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


def test_german_readers_see_both_labels(get_page: GetPage) -> None:
    path = all_of(get_page("/de/app/"), ".path li")
    assert text(path[1]) == "Einstellungen (Settings)"
    assert text(path[2]) == "Datenschutz (Data privacy)"
    assert text(path[3]) == (
        "Daten zur Verbesserung generativer KI (Data for Generative AI Improvement)"
    )
    printed, english = path[3].query(".label")
    assert attribute(printed, "lang") == "de"
    assert attribute(english, "lang") == "en"


def test_arabic_readers_see_the_english_label_and_a_description(get_page: GetPage) -> None:
    for item in all_of(get_page("/ar/website/"), ".path li"):
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
    promise = "This server keeps no record of who visits."
    residue = "hosted by <bdi>off.example.org</bdi>, who may keep a record of visits."
    assert promise in promised.get("/en/app/").text
    assert promise not in client.get("/en/app/").text
    assert residue in client.get("/en/app/").text
    assert residue not in promised.get("/en/app/").text


def test_where_there_is_a_contact_a_reader_can_report(client: FlaskClient) -> None:
    contact = "mailto:help@example.org"
    asked = create_app(Config(public_origin=ORIGIN, contact=contact)).test_client()
    assert "Was it different on your screen?" not in client.get("/en/app/").text
    assert "Was it different on your screen?" in asked.get("/en/app/").text
    for page in Page:
        house_rules.check(asked.get(f"/ar/{page}/").text, f"/ar/{page}/")
    assert contact in asked.get("/en/about/").text


def test_live_rendering_while_developing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`flask --debug run` renders a page anew each time."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    developed = create_app(Config())
    assert developed.debug
    assert not hasattr(developed.extensions["pages"].html, "cache_info")
    assert developed.test_client().get("/en/app/").status_code == 200


# --- budgets (design.md section 8) ---

FLIGHT = 14_000  # bytes: ten TCP segments of 1,460, less what TLS takes of the first
LONGEST = 1.85  # a page in Telugu to one in English, both compressed


def on_the_wire(client: FlaskClient, url: str, headers: dict[str, str]) -> int:
    response = client.get(url, headers={**headers, "Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "br"
    lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in response.headers)]
    return sum(len(line) + 2 for line in lines) + 2 + len(response.data)


@pytest.mark.parametrize("url", ["/", *GUIDES])
def test_a_page_is_one_first_flight(client: FlaskClient, url: str) -> None:
    for headers in (IPHONE, WINDOWS):
        assert on_the_wire(client, url, headers) <= FLIGHT


@pytest.mark.parametrize("url", ["/en/", "/en/app/", "/en/website/"])
def test_english_leaves_room_for_the_longest_language(client: FlaskClient, url: str) -> None:
    """What grows is text: the style sheet, the code and the headers are the same in Telugu."""
    html = client.get(url, headers=WINDOWS).text
    [styles] = re.findall(r"<style>.*?</style>", html)
    without_text = re.sub(r">[^<]+<", "><", html.replace(styles, "")) + styles
    text = len(brotli.compress(html.encode())) - len(brotli.compress(without_text.encode()))
    assert text > 1500
    assert on_the_wire(client, url, WINDOWS) + text * (LONGEST - 1) <= FLIGHT


def test_all_scripts_fit_their_budget(app: Flask, client: FlaskClient) -> None:
    """The worker included; the door's script is met on a plain file server only."""
    assets = app.extensions["pages"].assets
    scripts = [path for path in assets.files if path.endswith(".js") and path != "door.js"]
    urls = ["/sw.js", *(assets.url(path) for path in scripts)]
    sizes = [len(client.get(url, headers={"Accept-Encoding": "br"}).data) for url in urls]
    assert len(sizes) > 4
    assert sum(sizes) <= 10_000
