"""The about page: what we say and how we know it, what we promise, who we are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests.conftest import CONFIG, ORIGIN, GetPage
from tests.guides import SHIPPED, plain, says
from tests.house_rules import all_of, attribute, parse, text
from tests.languages import ALL, LACKING, translated
from tests.tree import ROOT
from webapp import create_app
from webapp.config import Config
from webapp.guide.models import Claim, Guide, Page
from webapp.site.pages import Pages
from webapp.site.words import numbers

SHOWING = [f"/{locale}/{page}/" for locale in ALL for page in ("app", "website", "more")]


@pytest.fixture(scope="module")
def pages(app: Flask) -> Iterator[Pages]:
    with app.test_request_context():
        yield app.extensions["pages"]


@pytest.fixture(scope="module")
def guide(pages: Pages) -> Guide:
    return pages.guide


def said(pages: Pages, tag: str, page: Page, claim: Claim) -> str:
    """Return a claim as it reads on a page."""
    html = pages.words(pages.locales[tag], page).say(claim)
    return text(JustHTML(f"<p>{html}</p>", sanitize=False).query("p")[0])


@pytest.mark.parametrize("url", SHOWING)
def test_every_claim_that_is_shown_leads_to_its_source(
    get_page: GetPage, pages: Pages, url: str
) -> None:
    """Wherever a fact is shown, its number follows, and on the about page its sources."""
    _, tag, name, _ = url.split("/")
    here = get_page(url)
    [body] = all_of(here, "body")
    shown = text(body)
    about = get_page(f"/{tag}/about/")
    expected: dict[str, set[int]] = {}
    for claim in pages.guide.claims:
        if claim.evidence:
            number = numbers(pages.guide)[f"claim-{claim.id}"]
            expected.setdefault(said(pages, tag, Page(name), claim), set()).add(number)
    # One sentence may begin as another does: the longest that fits.
    sentences = "|".join(map(re.escape, sorted(expected, key=len, reverse=True)))
    found = re.findall(rf"({sentences})(\d*)", shown)
    for sentence, number in found:
        assert number, f"no source after: {sentence}"
        assert int(number) in expected[sentence], sentence
    marked = len(found)
    marks = all_of(here, "sup a")
    paths = sum("#path-" in attribute(mark, "href") for mark in marks)
    assert marked == len(marks) - paths
    assert marked >= 10
    for mark in marks:
        path, _, anchor = attribute(mark, "href").partition("#")
        assert path == f"/{tag}/about/"
        [entry] = all_of(about, f"#{anchor}")
        assert len(all_of(about, f"#{anchor} small bdi")) >= 1, anchor
        assert attribute(mark, "aria-label").endswith(f" {text(mark)}")
        assert text(mark) == str(numbers(pages.guide)[anchor])
        assert text(entry)


def test_the_numbers_are_those_of_the_about_page(get_page: GetPage, pages: Pages) -> None:
    about = get_page("/en/about/")
    claims, paths = all_of(about, "ol.evidence")
    ids = [attribute(entry, "id") for entry in claims.query("li")]
    assert [numbers(pages.guide)[anchor] for anchor in ids] == [*range(1, len(ids) + 1)]
    for entry in paths.query("li"):
        assert attribute(entry, "value") == str(numbers(pages.guide)[attribute(entry, "id")])


@pytest.mark.parametrize("tag", ALL)
def test_an_entry_says_how_good_its_evidence_is_and_when_it_was_true(
    get_page: GetPage, pages: Pages, tag: str
) -> None:
    about = get_page(f"/{tag}/about/")
    grades, readings = pages.guide.section("grades"), pages.guide.section("readings")
    locale = pages.locales[tag]
    words = pages.words(locale, Page.ABOUT)
    for claim in pages.guide.claims:
        evidence = claim.evidence
        if evidence is None:
            continue
        [small] = all_of(about, f"#claim-{claim.id} > small")
        for part in (
            words.say(grades.claim(f"grade-{evidence.grade}")),
            words.say(readings.claim(f"read-{evidence.read}")),
            words.time(evidence.date).striptags(),
            *(pages.guide.sources[source].name for source in evidence.sources),
        ):
            assert part in text(small), claim.id
        linked = {attribute(a, "href") for a in small.query("a")}
        urls = {pages.guide.sources[source].url for source in evidence.sources}
        assert linked == urls - {""}, claim.id


def test_paths_addresses_and_labels_have_entries_too(get_page: GetPage, guide: Guide) -> None:
    about = get_page("/de/about/")
    for anchor in (
        *(f"path-{surface}" for surface in guide.paths),
        *(f"address-{address}" for address in guide.addresses),
        *(f"label-{label}" for label in guide.labels),
    ):
        [_] = all_of(about, f"#{anchor} > small")
    for source in guide.sources.values():
        [entry] = all_of(about, f"#source-{source.id}")
        assert source.name in text(entry)
    german = guide.labels["setting"].in_locale("de")
    assert german is not None
    assert german.text in text(all_of(about, "main")[0])


def test_every_promise_names_a_test_that_exists(get_page: GetPage, guide: Guide) -> None:
    held = [claim for claim in guide.claims if claim.test]
    assert {claim.id for claim in guide.section("promises").claims} < {c.id for c in held}
    for claim in held:
        file, name = claim.test.split("::")
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), (
            name
        )
    shown = text(all_of(get_page("/en/about/"), "main")[0])
    for claim in guide.section("promises").claims:
        assert f"{claim.text} Checked by the test {claim.test}" in shown


def test_each_change_is_on_the_page_with_its_day(get_page: GetPage, guide: Guide) -> None:
    about = get_page("/en/about/")
    for change in guide.changes:
        [entry] = all_of(about, f"#change-{change.id}")
        assert change.text in text(entry)
        [time] = all_of(about, f"#change-{change.id} time")
        assert attribute(time, "datetime") == str(change.date)
    assert (
        attribute(all_of(about, "[aria-labelledby=changes] p a")[0], "href") == "/changes.atom"
    )


def test_who_runs_this_copy_is_said_or_that_they_do_not_say(client: FlaskClient) -> None:
    contact = "mailto:help@example.org"
    asked = create_app(Config(public_origin=ORIGIN, contact=contact)).test_client()
    silent, told = (
        text(all_of(parse(each.get("/en/about/").text), "main")[0]) for each in (client, asked)
    )
    for main in (silent, told):
        assert plain(says("operator-host"), host="off.example.org") in main
    assert says("operator-silent") in silent
    assert says("operator-silent") not in told
    for message in (says("operator-contact"), says("access-tell")):
        assert plain(message) not in silent
        assert plain(message) in told
    links = all_of(parse(asked.get("/en/about/").text), f"a[href='{contact}']")
    assert {attribute(link, "rel") for link in links} == {"noreferrer"}


@pytest.mark.parametrize("locale", ALL)
def test_its_contents_lead_to_every_section_in_order(get_page: GetPage, locale: str) -> None:
    about = get_page(f"/{locale}/about/")
    headings = all_of(about, "main section > h2")
    links = all_of(about, "main nav a")
    assert [text(link) for link in links] == [text(heading) for heading in headings]
    assert [attribute(link, "href") for link in links] == [
        f"#{attribute(heading, 'id')}" for heading in headings
    ]
    unknown = translated(SHIPPED.section("unknown").heading, locale)
    assert text(links[0]) == unknown


def test_the_source_code_is_linked_where_the_operator_says_where_it_is() -> None:
    source = "https://code.example/off/tree/main"
    config = Config.from_environ(
        {"OFFSWITCH_PUBLIC_ORIGIN": ORIGIN, "OFFSWITCH_SOURCE": f"{source}/"}
    )
    html = create_app(config).test_client().get("/en/about/").text
    links = [attribute(a, "href") for a in all_of(parse(html), f"a[href^='{source}']")]
    promises = SHIPPED.section("promises").claims
    assert [f"{source}/{claim.test.partition('::')[0]}" for claim in promises] == links[:-1]
    assert links[-1] == source


def test_otherwise_tests_are_only_named(client: FlaskClient) -> None:
    about = parse(client.get("/en/about/").text)
    assert all_of(about, ".test")
    assert not all_of(about, ".test a")
    assert plain(says("operator-source")) not in text(about.query("main")[0])


@pytest.mark.parametrize(
    ("contact", "start"),
    [
        ("mailto:help@example.org", "mailto:help@example.org?body="),
        ("mailto:a@b.example?subject=Off", "mailto:a@b.example?subject=Off&amp;body="),
        ("https://example.org/new", "https://example.org/new?body="),
        (
            "https://example.org/new?labels=seen",
            "https://example.org/new?labels=seen&amp;body=",
        ),
    ],
)
def test_a_report_is_begun_and_shown_before_it_goes(contact: str, start: str) -> None:
    """It says which page and step, and nothing about the reader."""
    asked = create_app(Config(public_origin=ORIGIN, contact=contact))
    build = asked.extensions["pages"].build
    for page, locale in (("app", "en"), ("website", "de")):
        question = translated(says("report-message"), locale)
        headers = {"User-Agent": "Reader/1", "Accept-Language": LACKING, "Cookie": "a=b"}
        html = asked.test_client().get(f"/{locale}/{page}/", headers=headers).text
        for step in ("open", "check"):
            place = f"{page}, {step}, {locale}, {build}"
            assert f"<bdi>{place}</bdi>" in html  # the reader sees it before
            coded = f"{question}\n\n\n{place}\n".translate(CODED)
            assert f'href="{start}{coded}"' in html


CODED = {ord(sign): f"%{ord(sign):02X}" for sign in " ,?\n"}


def test_without_a_contact_nobody_is_asked(client: FlaskClient) -> None:
    assert CONFIG.contact == ""
    for url in SHOWING:
        html = client.get(url).text
        assert "body=" not in html
    different = plain(says("different"))
    for url in ("/en/app/", "/en/website/"):
        assert different not in text(all_of(parse(client.get(url).text), "main")[0])
