"""Any WSGI server can run the application."""

from __future__ import annotations

from wsgiref.validate import validator

import pytest
from werkzeug.test import Client

import wsgi


@pytest.mark.parametrize("path", ["/", "/en/app/", "/gone", "/de", "/qr.png"])
def test_it_keeps_to_pep_3333(path: str) -> None:
    response = Client(validator(wsgi.app)).get(path, headers={"Accept-Encoding": "br"})
    assert response.data
    response.close()
