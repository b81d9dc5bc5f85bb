"""The web app manifest of each locale, and that everything it names is as it says.

What Chromium makes of it is tried in ``tests/pwa/test_install.py``.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.conftest import ORIGIN, GetPage
from tests.house_rules import all_of, attribute
from tests.languages import ALL, LOCALES, SAMPLE, translated
from webapp import create_app
from webapp.config import ROOT, Config
from webapp.guide.models import Page
from webapp.site import webmanifest

# W3C Web Application Manifest and Manifest Incubations, without what we do not use.
MEMBERS = {
    *("background_color", "categories", "description", "dir", "display", "icons", "id", "lang"),
    *("name", "scope", "screenshots", "short_name", "shortcuts", "start_url", "theme_color"),
}


def value(client: FlaskClient, tag: str) -> dict[str, Any]:
    response = client.get(f"/{tag}/manifest.webmanifest")
    assert response.status_code == 200
    assert response.content_type == "application/manifest+json"
    assert response.headers["Content-Language"] == LOCALES[tag].language
    found: dict[str, Any] = response.get_json(force=True)
    return found


@pytest.mark.parametrize("tag", ALL)
def test_it_has_every_member_and_no_other(client: FlaskClient, tag: str) -> None:
    found = value(client, tag)
    assert set(found) == MEMBERS
    assert all(found[member] for member in MEMBERS - {"screenshots"})
    assert found["display"] == "standalone"


@pytest.mark.parametrize("tag", ALL)
def test_every_page_names_the_manifest_of_its_locale(get_page: GetPage, tag: str) -> None:
    for page in Page:
        [link] = all_of(get_page(f"/{tag}/{page}/"), "link[rel=manifest]")
        assert attribute(link, "href") == f"/{tag}/manifest.webmanifest"


def test_it_is_one_app_in_every_language(client: FlaskClient) -> None:
    found = {tag: value(client, tag) for tag in ALL}
    for member in ("id", "scope", "short_name", "icons", "display"):
        assert len({str(each[member]) for each in found.values()}) == 1, member
    for member in ("start_url", "lang", "shortcuts"):
        assert len({str(each[member]) for each in found.values()}) == len(ALL), member
    for member in ("name", "description", "screenshots"):  # close languages may share words
        assert len({str(found[tag][member]) for tag in SAMPLE}) == len(SAMPLE), member
    assert found["en"]["id"] == found["en"]["scope"] == "/"


@pytest.mark.parametrize("tag", ALL)
def test_its_name_is_ours_and_its_description_says_so(
    app: Flask, client: FlaskClient, tag: str
) -> None:
    independent = app.extensions["pages"].guide.section("independence").claim("independent")
    found = value(client, tag)
    for name in (found["name"], found["short_name"]):
        assert name.startswith("Off Switch")
        assert not re.search("linkedin|microsoft", name, re.IGNORECASE)
    assert len(found["short_name"]) <= 12  # what fits under an icon
    assert len(found["name"]) <= 45
    assert found["description"].endswith(f" {translated(independent.text, tag)}")
    for text in (found["name"], found["description"]):
        assert not re.search(r"[<>{}*\[\]\u2066-\u2069]|%\(", text)


@pytest.mark.parametrize("tag", ALL)
def test_it_starts_in_its_language(get_page: GetPage, client: FlaskClient, tag: str) -> None:
    found = value(client, tag)
    [html] = all_of(get_page(found["start_url"]), "html")
    assert attribute(html, "lang") == found["lang"] == LOCALES[tag].language
    assert attribute(html, "dir") == found["dir"]


@pytest.mark.parametrize("tag", ALL)
def test_its_shortcuts_lead_to_the_steps(
    get_page: GetPage, client: FlaskClient, tag: str
) -> None:
    shortcuts = value(client, tag)["shortcuts"]
    for shortcut, surface in zip(shortcuts, ("app", "website"), strict=True):
        [html] = all_of(get_page(shortcut["url"]), "html")
        assert attribute(html, "lang") == LOCALES[tag].language
        assert attribute(html, "data-surface") == surface
        assert shortcut["name"]
    assert len({shortcut["name"] for shortcut in shortcuts}) == 2


def test_its_icons_are_one_for_each_purpose(client: FlaskClient) -> None:
    """One file for two purposes would be too small for one or cut off for the other."""
    icons = value(client, "en")["icons"]
    sizes: dict[str, set[str]] = {}
    for icon in icons:
        sizes.setdefault(icon["purpose"], set()).add(icon["sizes"])
    assert sizes["any"] == {"any", "192x192", "512x512"}
    assert sizes["maskable"] == {"192x192", "512x512"}
    assert sizes["monochrome"] == {"512x512"}
    assert len({icon["src"] for icon in icons}) == len(icons) == 6


@pytest.mark.parametrize("tag", ALL)
def test_its_pictures_are_there_with_the_type_and_size_it_says(
    client: FlaskClient, tag: str
) -> None:
    found = value(client, tag)
    for picture in (*found["icons"], *found["screenshots"]):
        response = client.get(picture["src"])
        assert response.status_code == 200, picture
        assert response.content_type == picture["type"]
        if picture["type"] == "image/svg+xml":
            assert picture["sizes"] == "any"
            continue
        with Image.open(io.BytesIO(response.data)) as image:
            assert image.get_format_mimetype() == picture["type"]
            assert "{}x{}".format(*image.size) == picture["sizes"], picture


@pytest.mark.parametrize("tag", ALL)
def test_its_screenshots_are_in_its_language_and_small(tag: str, client: FlaskClient) -> None:
    """Chromium takes a screenshot of 320 to 3840 pixels, one side up to 2.3 times the other."""
    screenshots = value(client, tag)["screenshots"]
    assert [shot["form_factor"] for shot in screenshots] == ["narrow", "wide"]
    assert [shot["sizes"] for shot in screenshots] == ["720x1280", "1280x800"]
    for shot in screenshots:
        assert shot["src"].endswith(f"/screenshots/{tag}-{shot['form_factor']}.png")
        assert shot["label"]
        file = ROOT / "pwa" / "screenshots" / Path(shot["src"]).name
        assert file.stat().st_size <= 60_000
        with Image.open(file) as image:
            assert max(image.size) <= 2.3 * min(image.size)
            colours = image.convert("RGB").getcolors(image.width * image.height)
            assert colours is not None
            assert len(colours) > 8  # a picture of something


def test_there_is_no_screenshot_without_a_locale() -> None:
    """One that was left behind would travel with every release."""
    names = {path.name for path in (ROOT / "pwa" / "screenshots").iterdir()}
    assert names <= {f"{tag}-{form}.png" for tag in ALL for form in webmanifest.SCREENSHOTS}


def test_a_screenshot_that_is_not_taken_yet_is_not_named() -> None:
    """Whoever adds a language can look at it before there is a picture of it."""
    app = create_app(Config(public_origin=ORIGIN))
    files = app.extensions["pages"].assets.files
    del files["screenshots/de-wide.png"]
    found = value(app.test_client(), "de")
    assert [shot["form_factor"] for shot in found["screenshots"]] == ["narrow"]


def test_its_colours_are_those_of_the_page(get_page: GetPage, client: FlaskClient) -> None:
    found = value(client, "en")
    page = get_page("/en/app/")
    light = attribute(all_of(page, "meta[name=theme-color]")[0], "content")
    style = all_of(page, "style")[0]
    assert found["theme_color"] == found["background_color"] == light
    assert f"--paper:{light}" in style.to_html()


def test_the_touch_icon_is_there(get_page: GetPage, client: FlaskClient) -> None:
    [link] = all_of(get_page("/de/app/"), "link[rel=apple-touch-icon]")
    response = client.get(attribute(link, "href"))
    assert response.content_type == "image/png"
    assert Image.open(io.BytesIO(response.data)).size == (180, 180)
