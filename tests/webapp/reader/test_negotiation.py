"""The precedence is that of the module's docstring."""

from __future__ import annotations

import pytest

from tests.languages import LACKING, LOCALES
from webapp.guide.models import Surface
from webapp.reader.devices import Device
from webapp.reader.negotiation import negotiate


def test_the_url_wins_over_the_readers_preferences() -> None:
    variant = negotiate(LOCALES["ar"], ["de"], Device(), LOCALES)
    assert variant.locale.tag == "ar"


def test_the_readers_preferences_win_over_english() -> None:
    assert negotiate(None, ["de-AT", "en"], Device(), LOCALES).locale.tag == "de"
    assert negotiate(None, [LACKING], Device(), LOCALES).locale.tag == "en"


@pytest.mark.parametrize("platform", ["ios", "android"])
def test_phones_and_tablets_get_the_app(platform: str) -> None:
    variant = negotiate(None, [], Device(platform=platform), LOCALES)
    assert variant.surface is Surface.APP


@pytest.mark.parametrize("platform", ["windows", "macos", "linux", "chromeos", "tv", ""])
def test_everything_else_gets_the_website(platform: str) -> None:
    variant = negotiate(None, [], Device(platform=platform), LOCALES)
    assert variant.surface is Surface.WEBSITE


def test_a_crawler_gets_the_website_whatever_it_says_it_is() -> None:
    variant = negotiate(None, [], Device(platform="android", crawler=True), LOCALES)
    assert variant.surface is Surface.WEBSITE
