"""Sheets as files, the page that lists them, and the code of the door."""

from __future__ import annotations

import io
import json
from itertools import product

import pytest
import zxingcpp
from flask.testing import FlaskClient
from justhtml.dom import Element
from PIL import Image

from tests.conftest import ORIGIN, GetPage
from tests.guides import SHIPPED, says
from tests.house_rules import all_of, attribute, parse, text
from tests.languages import ALL, translated
from webapp import create_app
from webapp.config import Config
from webapp.posters import drawing, qr

PAPERS = ("a3", "a4", "a5", "a6", "letter", "tabloid", "flyers", "strips", "stickers", "tent")
SHEETS = (*PAPERS, "slide")
FRAMED = [sheet for sheet in PAPERS if sheet != "stickers"]
KINDS = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_is_kept_under_a_name_that_says_what_it_is(
    client: FlaskClient, kind: str
) -> None:
    response = client.get(f"/de/poster/a4.{kind}", headers={"Host": "evil.test"})
    assert response.content_type == KINDS[kind]
    named = response.headers["Content-Disposition"]
    assert named == f'attachment; filename="off-switch-a4-de.{kind}"'
    assert response.headers["Content-Language"] == "de"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    drawing.draw.cache_clear()
    again = client.get(
        f"/de/poster/a4.{kind}", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304
    assert drawing.draw.cache_info().misses == 0


def test_a_sheet_can_be_imported_where_nothing_can_be_fetched(client: FlaskClient) -> None:
    """The workshop needs the very bytes of the SVG."""
    response = client.get("/de/poster/a5.js")
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Content-Disposition" not in response.headers
    start, end = "export default ", "\n"
    assert response.text.startswith(start)
    assert response.text.endswith(end)
    svg = json.loads(response.text.removeprefix(start))
    assert svg == client.get("/de/poster/a5.svg").text


@pytest.mark.parametrize(
    "path",
    [
        *("a7.pdf", "a3.png", "a4.gif", "a4", "A4.pdf", "a4.pdf/", "preview.pdf", "square.svg"),
        *("preview.svg", "preview.js", "a7.js", "slide.js"),
    ],
)
def test_there_is_nothing_but_the_sheets(client: FlaskClient, path: str) -> None:
    assert client.get(f"/de/poster/{path}").status_code == 404


def test_a_question_behind_a_sheet_changes_nothing(client: FlaskClient) -> None:
    plain = client.get("/en/poster/a6.svg").data
    assert client.get("/en/poster/a6.svg?org=Evil&address=https://evil.test").data == plain


@pytest.mark.parametrize("tag", ALL)
def test_the_page_shows_every_sheet_and_offers_it_as_it_comes(
    get_page: GetPage, tag: str
) -> None:
    page = get_page(f"/{tag}/poster/")
    shown = [attribute(image, "src") for image in all_of(page, ".sheets img")]
    sheets = [f"/{tag}/poster/{sheet}.svg" for sheet in SHEETS]
    assert shown == [*sheets, f"/{tag}/poster/square.png"]
    offered = {
        attribute(link, "href"): attribute(link, "download")
        for link in all_of(page, ".sheets a")
    }
    assert offered == {
        f"/{tag}/poster/{sheet}.{kind}": f"off-switch-{sheet}-{tag}.{kind}"
        for sheet, kind in [
            *product(SHEETS, ("pdf", "svg")),
            *(("a4", "png"), ("square", "png")),
        ]
    }
    measured = [item for item in all_of(page, ".sheets li") if " mm" in text(item)]
    assert len(measured) == len(PAPERS)  # on a screen, millimetres say nothing


@pytest.mark.parametrize("tag", ALL)
def test_each_picture_says_what_is_on_it_and_each_sheet_where_it_goes(
    get_page: GetPage, tag: str
) -> None:
    page = get_page(f"/{tag}/poster/")
    headline = translated(SHIPPED.section("poster").heading, tag)
    pictures = all_of(page, ".sheets img")
    words = [attribute(picture, "alt") for picture in pictures]
    listed = (*SHEETS, "square")
    assert len({*words}) == len(listed)
    assert all(headline in alt for alt in words)
    assert {attribute(picture, "height") for picture in pictures} == {"192"}
    for sheet, entry in zip(listed, all_of(page, ".sheets li"), strict=True):
        assert translated(says(f"where-{sheet}"), tag) in text(entry)


@pytest.mark.parametrize("tag", ALL)
def test_the_workshop_has_the_fields_of_the_contract(get_page: GetPage, tag: str) -> None:
    page = get_page(f"/{tag}/poster/")
    [form] = all_of(page, "form[data-workshop]")
    fields = [node for node in form.query("[name]") if isinstance(node, Element)]
    names = {attribute(field, "name"): field.name for field in fields}
    assert names == {
        **{"sheet": "select", "org": "textarea", "imprint": "textarea"},
        **{"logo": "input", "remember": "input"},
    }
    options = all_of(page, "form[data-workshop] option")
    assert [attribute(option, "value") for option in options] == FRAMED
    for sheet, option in zip(FRAMED, options, strict=True):
        assert attribute(option, "data-name") == f"off-switch-{sheet}-{tag}"
    [_] = all_of(page, "form[data-workshop] [data-preview]")
    [_] = all_of(page, "form[data-workshop] button[data-print]")


def test_whoever_runs_the_copy_can_be_asked_where_they_say_how(client: FlaskClient) -> None:
    contact = "mailto:help@example.org"
    asked = create_app(Config(public_origin=ORIGIN, contact=contact)).test_client()
    for each, links in ((client, []), (asked, [contact])):
        page = parse(each.get("/en/poster/").text)
        assert says("posters-more") in text(page.query("main")[0])
        found = all_of(page, "main a[href^='mailto:']")
        assert [attribute(link, "href") for link in found] == links


@pytest.mark.parametrize("tag", ALL)
def test_social_networks_get_a_square_picture(client: FlaskClient, tag: str) -> None:
    picture = Image.open(io.BytesIO(client.get(f"/{tag}/poster/square.png").data))
    assert picture.size == (1080, 1080)
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == ORIGIN


@pytest.mark.parametrize("tag", ALL)
def test_a_link_to_a_page_brings_a_picture_in_its_language(
    get_page: GetPage, client: FlaskClient, tag: str
) -> None:
    for page in ("app", "poster"):
        [image] = all_of(get_page(f"/{tag}/{page}/"), "meta[property='og:image']")
        url = attribute(image, "content")
        assert url == f"{ORIGIN}/{tag}/poster/preview.png"
    picture = Image.open(io.BytesIO(client.get(url.removeprefix(ORIGIN)).data))
    assert picture.size == (1200, 630)
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == ORIGIN


def test_the_png_leads_to_the_public_origin(client: FlaskClient) -> None:
    response = client.get("/qr.png", headers={"Host": "evil.test"})
    assert response.content_type == "image/png"
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(response.data)))
    assert code.text == ORIGIN


def test_the_svg_is_that_of_the_public_origin(client: FlaskClient) -> None:
    response = client.get("/qr.svg?data=https://evil.test", headers={"Host": "evil.test"})
    assert response.content_type == "image/svg+xml"
    assert response.text == qr.svg(ORIGIN, label=ORIGIN)


def test_the_desktops_page_carries_the_same_code(client: FlaskClient) -> None:
    page = client.get("/de/website/").text
    assert qr.svg(ORIGIN, label=f"QR-Code von {ORIGIN}") in page
    assert "<aside>" not in client.get("/ar/more/").text
