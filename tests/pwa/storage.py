"""Scripts that make a browser store nothing for us."""

from __future__ import annotations

from tests.pwa.scripts import call

BLOCKED = {
    "reading it throws": call("refused-storage", "localStorage"),
    "it is full": call("full-storage"),
    "there is none": "Object.defineProperty(window, 'localStorage', { value: null })",
    "session storage, too": call("refused-storage", "localStorage", "sessionStorage"),
}
