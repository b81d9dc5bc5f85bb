"""The pictures of the project, taken from the real thing: `make screenshots`.

``python -m tests.screenshots [FOLDER]``: the screenshots of the web app manifest, for each
language the steps for the app, on a phone, and those for the website, on a computer; and the
poster that README.md shows. All in few colours. Look at them before you commit them.
"""

from __future__ import annotations

import datetime
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests import browser as browsers
from tests import fontconfig
from tests.server import Server
from tests.tree import ROOT
from webapp.guide import loading
from webapp.posters import drawing, wording
from webapp.posters.sheets import Format, Sheet
from webapp.reader import locales
from webapp.site.webmanifest import SCREENSHOTS

FOLDER = ROOT / "pwa" / "screenshots"
POSTER = ROOT / "docs" / "poster.png"
POSTER_WIDTH = 720  # pixels, as wide as the phone's

# An address that is nobody's (RFC 2606 section 2), since it is in the pictures.
ORIGIN = "https://off.example"

FORMS: dict[str, dict[str, Any]] = {
    "narrow": {
        "viewport": {"width": 360, "height": 640},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "wide": {"viewport": {"width": 1280, "height": 800}},
}

COLOURS = 48


def take(browser: Browser, url: str, form: str) -> Image.Image:
    """Return what a page looks like on a screen of that form, once nothing moves."""
    context = browser.new_context(**FORMS[form], color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.wait_for_selector("[data-print]:not([hidden])", state="attached")  # the script ran
    page.evaluate("document.fonts.ready")
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture


def poster() -> Image.Image:
    """Return an English A4 as it is printed, small."""
    guide = loading.load(loading.CONTENT, today=datetime.date.today())
    supported = locales.find()
    english = wording.poster(
        guide, [supported["en"]], Sheet.A4, origin=ORIGIN, languages=locales.by_name(supported)
    )
    picture = Image.open(io.BytesIO(drawing.draw(english, Format.PNG)))
    height = round(picture.height * POSTER_WIDTH / picture.width)
    return picture.resize((POSTER_WIDTH, height), Image.Resampling.LANCZOS)


def png(picture: Image.Image) -> bytes:
    """Return a picture of few colours as a file."""
    file = io.BytesIO()
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, format="PNG", optimize=True)
    return file.getvalue()


def main() -> None:
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    folder.mkdir(exist_ok=True)
    path = browsers.find()
    if path is None:
        sys.exit("No browser is here: python -m tests.browser")
    with (
        tempfile.TemporaryDirectory() as log,
        # Nothing that depends on the device, as the state of the offline copy does.
        Server(
            Path(log) / "log", OFFSWITCH_PUBLIC_ORIGIN=ORIGIN, OFFSWITCH_WORKER="off"
        ) as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox"],
            env={**os.environ, **fontconfig.write(Path(log))},
        ) as browser,
    ):
        for locale in locales.find():
            for form, (page, _) in SCREENSHOTS.items():
                picture = take(browser, f"{server.origin}/{locale}/{page}/", form)
                file = folder / f"{locale}-{form}.png"
                file.write_bytes(png(picture))
                width, height = picture.size
                print(f"{file}: {width}x{height}, {file.stat().st_size / 1000:.0f} kB")
    if folder == FOLDER:
        POSTER.write_bytes(png(poster()))


if __name__ == "__main__":
    main()
