"""How large a page is on the wire, and the first flight that guides have to fit into."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.languages import ALL

GUIDES = [f"/{locale}/{page}/" for locale in ALL for page in ("app", "website")]
FLIGHT = 14_000  # bytes: ten TCP segments of 1,460, less the overhead of TLS


def on_the_wire(client: FlaskClient, url: str, headers: dict[str, str]) -> int:
    response = client.get(url, headers={**headers, "Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "br"
    lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in response.headers)]
    return sum(len(line) + 2 for line in lines) + 2 + len(response.data)
