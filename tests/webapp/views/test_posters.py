"""The code of the door, as files."""

from __future__ import annotations

import io

import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from tests.conftest import ORIGIN
from webapp import qr


def test_the_png_leads_to_the_public_origin(client: FlaskClient) -> None:
    response = client.get("/qr.png", headers={"Host": "evil.test"})
    assert response.content_type == "image/png"
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(response.data)))
    assert code.text == ORIGIN


def test_the_svg_is_that_of_the_public_origin(client: FlaskClient) -> None:
    response = client.get("/qr.svg?data=https://evil.test", headers={"Host": "evil.test"})
    assert response.content_type == "image/svg+xml"
    assert response.text == qr.svg(ORIGIN, label=ORIGIN)


def test_the_desktops_page_carries_the_same_code(client: FlaskClient) -> None:
    page = client.get("/de/website/").text
    assert qr.svg(ORIGIN, label=f"QR-Code von {ORIGIN}") in page
    assert "<aside>" not in client.get("/ar/app/").text
