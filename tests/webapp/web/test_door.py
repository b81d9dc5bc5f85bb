"""The door reads headers, answers in place, and says what it answered with."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from tests.conftest import ORIGIN, GetPage
from tests.house_rules import all_of, attribute, text
from tests.languages import ALL, LACKING, LOCALES, RTL, writes_from_the_right
from tests.tree import ROOT
from tests.webapp.reader.user_agents import CASES, IPHONE, PHONE, WINDOWS, Case

DEVICE = "User-Agent, Sec-CH-UA-Mobile, Sec-CH-UA-Platform"


def html(document: JustHTML) -> dict[str, str | None]:
    return all_of(document, "html")[0].attrs or {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("path", ["/", "/de/"])
def test_real_headers_get_the_right_path(get_page: GetPage, path: str, case: Case) -> None:
    root = html(get_page(path, case.headers))
    assert root["data-surface"] == case.surface
    assert root.get("data-platform", "") == case.platform
    assert root.get("data-in-app", "") == case.in_app
    assert root.get("data-crawler", "") == ("1" if case.crawler else "")


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("ar-EG,ar;q=0.9", "ar"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        (f"{LACKING};q=0.9, de;q=0.5", "de"),
        ("de;q=0, ar", "ar"),
        ("de;q=0", "en"),
        (f"{LACKING}, de;q=0", "en"),
        ("tlh", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=nan, ar;q=1e400, en;q=0.1", "en"),
        ("\xff\xfe,;q", "en"),
        ("x-" + "a" * 100_000, "en"),
        (", ".join(["de"] * 50_000), "de"),
    ],
)
def test_a_reader_gets_their_language(get_page: GetPage, accepted: str, lang: str) -> None:
    root = html(get_page("/", {"Accept-Language": accepted}))
    assert root["lang"] == lang


def test_the_url_wins_over_the_readers_language(get_page: GetPage) -> None:
    assert html(get_page("/ar/", {"Accept-Language": "de"}))["lang"] == "ar"


def test_the_door_answers_in_place_and_names_the_variant(client: FlaskClient) -> None:
    response = client.get("/", headers={**PHONE, "Accept-Language": "de"})
    assert response.status_code == 200
    assert response.headers["Content-Location"] == "/de/app/"
    assert f'<link rel="canonical" href="{ORIGIN}/de/">' in response.text


def test_the_door_says_what_it_depends_on(client: FlaskClient) -> None:
    door, localized = client.get("/").headers, client.get("/de/").headers
    assert door["Vary"] == f"Accept-Encoding, Accept-Language, {DEVICE}"
    assert localized["Vary"] == f"Accept-Encoding, {DEVICE}"
    assert door["Cache-Control"] == localized["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("headers", "guess"),
    [
        (PHONE, "Your browser says that this is Android."),
        (IPHONE, "Your browser says that this is iOS."),
        (WINDOWS, "Your browser says that this is Windows."),
        ({}, "Your browser does not say what device this is."),
    ],
)
def test_the_page_says_the_guess_and_one_link_changes_it(
    get_page: GetPage, headers: dict[str, str], guess: str
) -> None:
    document = get_page("/en/", headers)
    assert guess in text(all_of(document, "main")[0])
    other = "website" if html(document)["data-surface"] == "app" else "app"
    links = all_of(document, "nav[data-surfaces] a")
    current = [attribute(link, "aria-current") for link in links]
    assert [attribute(link, "href") for link in links] == ["/en/app/", "/en/website/"]
    assert current == (["", "page"] if other == "app" else ["page", ""])


def test_what_is_no_phone_or_computer_is_not_named(client: FlaskClient) -> None:
    television = next(case for case in CASES if case.name == "Android TV")
    assert "Your browser" not in client.get("/en/", headers=television.headers).text


def test_the_door_is_its_variant_but_for_what_it_filled_in(client: FlaskClient) -> None:
    door = client.get("/en/", headers=PHONE).text
    variant = client.get("/en/app/").text
    filled = [line for line in door.splitlines() if line not in variant.splitlines()]
    assert len(filled) == 2
    assert filled[0].startswith("<html ")
    assert filled[0].replace(' data-platform="android"', "") in variant
    assert "Android" in filled[1]


def test_every_printed_url_answers(get_page: GetPage) -> None:
    printed = (ROOT / "tests" / "printed_urls.txt").read_text().splitlines()
    urls = [line for line in printed if line and not line.startswith("#")]
    assert "/" in urls
    for url in urls:
        get_page(url)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "Accept",
                "Accept-Encoding",
                "Accept-Language",
                "Cookie",
                "If-None-Match",
                "Range",
                "Sec-CH-UA-Mobile",
                "Sec-CH-UA-Platform",
                "User-Agent",
            ]
        ),
        st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=2000),
    )
)
def test_any_bytes_in_any_header_get_an_answer(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert client.get("/", headers=headers).status_code in (200, 304)


@pytest.mark.parametrize(
    "query", ["?utm_source=x", "?lang=de&surface=website", "?" + "a" * 9000]
)
def test_unknown_queries_are_ignored(client: FlaskClient, query: str) -> None:
    assert client.get(f"/en/{query}").data == client.get("/en/").data


# --- where nobody can negotiate: the files that a plain file server has at the doors ---


@pytest.mark.parametrize("locale", ["", *ALL])
def test_the_chooser_lists_every_variant_as_a_plain_link(
    get_page: GetPage, locale: str
) -> None:
    document = get_page(f"/{locale}/index.html" if locale else "/index.html")
    assert html(document)["lang"] == LOCALES[locale or "en"].language
    assert "data-surface" not in html(document)
    expected = [
        (f"/{tag}/{surface}/", LOCALES[tag].language, surface)
        for tag in ([locale] if locale else ALL)
        for surface in ("app", "website")
    ]
    links = all_of(document, "main a[data-choice]")
    assert [
        tuple(attribute(link, name) for name in ("href", "hreflang", "data-choice"))
        for link in links
    ] == expected
    for link in links:
        assert html(get_page(attribute(link, "href")))["data-surface"] == (
            attribute(link, "data-choice")
        )
    sections = all_of(document, "main section")
    assert [attribute(section, "lang").lower() for section in sections] == (
        [locale] if locale else [*ALL]
    )
    for section in sections:
        words = [text(link) for link in section.query("a")]
        assert len(set(words)) == 2
        rtl = attribute(section, "lang").lower() in RTL
        assert attribute(section, "dir") == ("rtl" if rtl else "ltr")
        assert writes_from_the_right("".join(words)) is rtl


def test_the_chooser_is_the_same_to_everyone(client: FlaskClient) -> None:
    for url in ("/index.html", "/ar/index.html"):
        usual = client.get(url)
        assert usual.headers["Vary"] == "Accept-Encoding"
        assert usual.headers["Cache-Control"] == "no-cache"
        assert usual.headers["Content-Language"] == ("ar" if "ar" in url else "en")
        for headers in (IPHONE, {"Accept-Language": "de"}):
            assert client.get(url, headers=headers).data == usual.data


def test_the_choosers_script_opens_a_variant_and_does_nothing_else(
    get_page: GetPage, client: FlaskClient
) -> None:
    [script] = all_of(get_page("/index.html"), "script")
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/door\.js", attribute(script, "src"))
    assert client.get(attribute(script, "src")).status_code == 200
    assert not all_of(get_page("/index.html"), "[data-offline], link[rel=canonical]")


def test_a_locale_that_we_lack_has_no_chooser(get_page: GetPage) -> None:
    get_page(f"/{LACKING}/index.html", status=404)
