"""The URLs that pages of any origin may read and embed: docs/reasons.md (Any origin)."""

from __future__ import annotations

from werkzeug.datastructures import Headers

from tests.languages import ALL

FOR_ANY_ORIGIN = {
    *("/changes.atom", "/guide.json", "/qr.png", "/qr.svg", "/schema/guide.json"),
    *(f"/{tag}/guide.json" for tag in ALL),
}
PICTURES = {
    f"/{tag}/poster/{sheet}.png" for tag in ALL for sheet in ("a4", "square", "preview")
}


def for_any_origin(headers: Headers) -> bool:
    """Return whether both headers say so, once each; otherwise neither may."""
    values = (
        headers.getlist("Access-Control-Allow-Origin"),
        headers.getlist("Cross-Origin-Resource-Policy"),
    )
    assert values in [(["*"], ["cross-origin"]), ([], ["same-origin"])]
    return bool(values[0])
