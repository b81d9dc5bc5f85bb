"""What the guide needs offline: the worker, its precache manifests, the web app manifest."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.reader.locales import Locale
from webapp.site import precache, webmanifest
from webapp.site.pages import Pages
from webapp.web import current_pages
from webapp.web.responses import IMMUTABLE, REVALIDATED, respond

bp = Blueprint("offline", __name__)


@bp.get("/sw.js")
def worker() -> Response:
    """Answer with the worker, or with the one that takes it back if the operator says so."""
    pages = current_pages()
    if pages.config.worker:
        manifests = {tag: _manifest(pages, locale) for tag, locale in pages.locales.items()}
        missing = pages.guide.section("offline").claim("offline-missing").text
        script = precache.worker(
            pages.assets.worker, pages.build, pages.assets.salt, manifests, missing=missing
        )
    else:
        script = pages.assets.farewell
    return respond(script, "text/javascript", cache=REVALIDATED)


@bp.get("/assets/<salt:salt>/precache/<locale:locale>.json")
def manifest_of(salt: str, locale: Locale) -> Response:
    """Answer with the precache manifest of a locale."""
    return respond(_manifest(current_pages(), locale), "application/json", cache=IMMUTABLE)


@bp.get("/<locale:locale>/offline/")
def missing(locale: Locale) -> Response:
    """Answer with the page shown instead of one that a phone has not saved."""
    html = current_pages().missing(locale)
    return respond(html, "text/html", cache=REVALIDATED, language=locale.language)


@bp.get("/<locale:locale>/marks.json")
def marks(locale: Locale) -> Response:
    """Answer with the marks by which a saved page of a locale sees that its steps changed."""
    content = precache.marks_by_path(current_pages(), locale)
    return respond(content, "application/json", cache=REVALIDATED, language=locale.language)


@bp.get("/<locale:locale>/manifest.webmanifest")
def web_app_manifest(locale: Locale) -> Response:
    """Answer with the web app manifest of a locale."""
    return respond(
        webmanifest.manifest(current_pages().guide, current_pages().assets, locale),
        "application/manifest+json",
        cache=REVALIDATED,
        language=locale.language,
    )


def _manifest(pages: Pages, locale: Locale) -> bytes:
    return precache.manifest(precache.files(pages, locale))
