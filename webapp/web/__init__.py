"""The views: each answers a request, in a few lines."""

from typing import cast

from flask import current_app

from webapp.site.pages import Pages


def current_pages() -> Pages:
    """Return the pages of the app that answers."""
    return cast(Pages, current_app.extensions["pages"])
