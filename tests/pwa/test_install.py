"""Ways to keep the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.pwa.conftest import Reader


def test_the_address_is_copied(reader: Reader) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/")
    page.get_by_text("No time now?").click()
    expect(page.get_by_text("Copied.")).to_be_hidden()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == reader.origin


def test_a_refused_copy_leaves_the_address_selected(reader: Reader) -> None:
    reader.context.add_init_script(
        "if (window.Clipboard) Clipboard.prototype.writeText = () => "
        "Promise.reject(new DOMException('no'))"
    )
    page = reader.open("/")
    page.get_by_text("No time now?").click()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("Copied.")).to_be_hidden()
    assert page.evaluate("getSelection().toString()") == reader.origin


def test_without_a_clipboard_there_is_no_button(reader: Reader) -> None:
    reader.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })"
    )
    page = reader.open("/")
    page.get_by_text("No time now?").click()
    expect(page.locator("[data-copy]")).to_be_hidden()
    expect(page.locator("#keep .address")).to_have_text(reader.origin)


def test_the_page_is_printed(reader: Reader) -> None:
    reader.context.add_init_script("window.print = () => { window.printed = true }")
    page = reader.open("/")
    page.get_by_text("No time now?").click()
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed")
