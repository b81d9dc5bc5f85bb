"""Each error is one line a person can act on."""

from __future__ import annotations

import pytest

from webapp.errors import CatalogError, ConfigError, ContentError, OffSwitchError


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ConfigError("PORT", "x", "a number"), "PORT is 'x', expected a number"),
        (ContentError("a.toml", "b.c", 3, "a text"), "a.toml: b.c is 3, expected a text"),
        (CatalogError("de", "a catalog"), "translations/de: expected a catalog"),
    ],
)
def test_an_error_names_place_value_and_expectation(error: OffSwitchError, line: str) -> None:
    assert str(error) == line
