"""The files that machines look for at well-known places."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, abort, render_template

from webapp.guide.models import Page
from webapp.site.pages import alternates, canonical
from webapp.web import current_pages
from webapp.web.responses import NEVER, REVALIDATED, respond

bp = Blueprint("wellknown", __name__)

# RFC 9116 section 2.5.5 wants less than a year.
CONTACT_HOLDS = datetime.timedelta(days=330)


@bp.get("/healthz")
def health() -> Response:
    """Answer that we are up, and with which build."""
    return respond(f"{current_pages().build}\n".encode(), "text/plain", cache=NEVER)


@bp.get("/robots.txt")
def robots() -> Response:
    """Answer that everybody may read everything."""
    origin = current_pages().config.public_origin
    text = f"User-agent: *\nDisallow:\nSitemap: {origin}/sitemap.xml\n"
    return respond(text.encode(), "text/plain", cache=REVALIDATED)


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Answer with the URLs that name pages, each with its twins in the other languages."""
    pages = current_pages()
    urls = {canonical(page, locale): page for locale, page in pages.all()}
    alternates_by_page = {page: alternates(page, pages.locales) for page in Page}
    xml = render_template(
        "sitemap.xml",
        alternates=alternates_by_page,
        origin=pages.config.public_origin,
        urls=urls,
    )
    return respond(xml.encode(), "text/xml", cache=REVALIDATED)


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """Answer with the contact for vulnerabilities, if the operator names one (RFC 9116)."""
    pages = current_pages()
    if not pages.config.contact:
        abort(404)
    # From the first of the month, so that two builds of one tree are the same.
    month = datetime.datetime.now(datetime.UTC).date().replace(day=1)
    expires = month + CONTACT_HOLDS
    text = (
        f"Contact: {pages.config.contact}\n"
        f"Expires: {expires.isoformat()}T00:00:00Z\n"
        f"Preferred-Languages: {', '.join(pages.locales)}\n"
        f"Canonical: {pages.config.public_origin}/.well-known/security.txt\n"
    )
    return respond(text.encode(), "text/plain", cache=NEVER)
