"""The precedence is that of the module's docstring."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp import locales
from webapp.models import Device, Surface
from webapp.negotiation import negotiate

OURS = locales.find(Path(__file__).parents[2] / "translations")


def test_the_url_wins_over_the_readers_preferences() -> None:
    variant = negotiate(OURS["ar"], ["de"], Device(), OURS)
    assert variant.locale.tag == "ar"


def test_the_readers_preferences_win_over_english() -> None:
    assert negotiate(None, ["de", "en"], Device(), OURS).locale.tag == "de"
    assert negotiate(None, ["xx"], Device(), OURS).locale.tag == "en"


@pytest.mark.parametrize("platform", ["ios", "android"])
def test_phones_and_tablets_get_the_app(platform: str) -> None:
    variant = negotiate(None, [], Device(platform=platform), OURS)
    assert variant.surface is Surface.APP


@pytest.mark.parametrize("platform", ["windows", "macos", "linux", "chromeos", "tv", ""])
def test_everything_else_gets_the_website(platform: str) -> None:
    variant = negotiate(None, [], Device(platform=platform), OURS)
    assert variant.surface is Surface.WEBSITE


def test_a_crawler_gets_the_website_whatever_it_says_it_is() -> None:
    variant = negotiate(None, [], Device(platform="android", crawler=True), OURS)
    assert variant.surface is Surface.WEBSITE
