"""The code of the door as files: nothing else can be encoded, so nothing can be abused."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp import qr
from webapp.representations import REVALIDATED, respond
from webapp.views import rendered

bp = Blueprint("posters", __name__)


@bp.get("/qr.svg")
def code_svg() -> Response:
    """Answer with the code as SVG."""
    origin = rendered().config.public_origin
    return respond(qr.svg(origin, label=origin).encode(), "image/svg+xml", cache=REVALIDATED)


@bp.get("/qr.png")
def code_png() -> Response:
    """Answer with the code as PNG."""
    return respond(qr.png(rendered().config.public_origin), "image/png", cache=REVALIDATED)
