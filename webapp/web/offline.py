"""What a phone keeps and how: the worker, its precache manifests, the web app manifest."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webapp.guide.models import Locale, Page
from webapp.posters import qr
from webapp.site import precache, reminder, webmanifest
from webapp.site.pages import Pages
from webapp.web import rendered
from webapp.web.responses import IMMUTABLE, REVALIDATED, respond

bp = Blueprint("offline", __name__)

# Not kept: what only a browser's installer or a store looks at.
LEFT_OUT = ("screenshots/", "icons/any-512", "icons/maskable", "icons/monochrome", "door.js")


@bp.get("/sw.js")
def worker() -> Response:
    """Answer with the worker; with the one that takes it back, if the operator says so."""
    pages = rendered()
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
    return respond(_manifest(rendered(), locale), "application/json", cache=IMMUTABLE)


@bp.get("/<locale:locale>/offline/")
def missing(locale: Locale) -> Response:
    """Answer with the page that stands for one that a phone has not kept."""
    html = rendered().missing(locale)
    return respond(html, "text/html", cache=REVALIDATED, language=locale.language)


@bp.get("/<locale:locale>/manifest.webmanifest")
def web_app_manifest(locale: Locale) -> Response:
    """Answer with the web app manifest of a locale."""
    return respond(
        webmanifest.manifest(rendered(), locale),
        "application/manifest+json",
        cache=REVALIDATED,
        language=locale.language,
    )


def kept(pages: Pages, locale: Locale) -> dict[str, bytes]:
    """Return the files a phone keeps of a locale, by path."""
    origin = pages.config.public_origin
    files = {
        url_for("pages.page", locale=locale, page=page): pages.html(locale, page)
        for page in Page
    }
    files[url_for("offline.missing", locale=locale)] = pages.missing(locale)
    files[url_for("offline.web_app_manifest", locale=locale)] = webmanifest.manifest(
        pages, locale
    )
    files[url_for("feeds.reminder", locale=locale)] = reminder.reminder(pages, locale)
    files[url_for("posters.code_svg")] = qr.svg(origin, label=origin).encode()
    for path, file in pages.assets.files.items():
        if not path.startswith(LEFT_OUT):
            files[pages.assets.url(path)] = file.content
    return files


def _manifest(pages: Pages, locale: Locale) -> bytes:
    return precache.manifest(kept(pages, locale))
