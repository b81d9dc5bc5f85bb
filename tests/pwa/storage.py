"""Scripts that make a browser store nothing for us."""

from __future__ import annotations

BLOCKED = {
    "reading it throws": (
        "Object.defineProperty(window, 'localStorage', "
        "{ get() { throw new DOMException('no', 'SecurityError') } })"
    ),
    "it is full": "Storage.prototype.setItem = () => { throw new DOMException('', "
    "'QuotaExceededError') }",
    "there is none": "Object.defineProperty(window, 'localStorage', { value: null })",
    "session storage, too": (
        "for (const name of ['localStorage', 'sessionStorage']) "
        "Object.defineProperty(window, name, { get() { throw new DOMException('no') } })"
    ),
}
