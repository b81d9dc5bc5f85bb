"""One salt for all files of pwa/, and a style sheet for the pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.tree import ROOT
from webapp.site import assets

PWA = ROOT / "pwa"


def test_every_script_and_icon_is_there() -> None:
    loaded = assets.load(PWA)
    icon = (PWA / "icons" / "icon.svg").read_bytes()
    assert loaded.files["icons/icon.svg"].content == icon
    assert loaded.files["app.js"].mimetype == "text/javascript"
    assert loaded.files["icons/icon.svg"].mimetype == "image/svg+xml"
    assert loaded.url("app.js") == f"/assets/{loaded.salt}/app.js"
    workers = {assets.WORKER, assets.FAREWELL}
    assert {path.name for path in PWA.glob("*.js")} - workers <= loaded.files.keys()


@pytest.mark.parametrize("path", sorted(PWA.glob("*.js")), ids=lambda path: path.name)
def test_a_script_travels_without_comments_and_indentation(path: Path) -> None:
    """Each line is the same, less its type casts; only a comment spans lines, no string."""
    loaded = assets.load(PWA)
    apart = {assets.WORKER: loaded.worker, assets.FAREWELL: loaded.farewell}
    sent = apart[path.name] if path.name in apart else loaded.files[path.name].content
    code, comment = [], False
    for line in map(str.strip, path.read_text("utf-8").splitlines()):
        assert line.count("`") % 2 == 0, line
        comment = comment or line.startswith("/**")
        if line and not comment and not line.startswith("//"):
            code.append(re.sub(r"/\*\* @type [^*]*\*/ ?", "", line))
        comment = comment and not line.endswith("*/")
    assert sent.decode() == "".join(f"{line}\n" for line in code)
    assert len(sent) < path.stat().st_size


def test_what_is_not_for_pages_is_not_there() -> None:
    loaded = assets.load(PWA)
    for name in ("sw.js", "sw-off.js", "jsconfig.json"):
        assert name not in loaded.files
        with pytest.raises(KeyError):
            loaded.url(name)


def test_one_changed_byte_changes_the_salt(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PWA, tmp_path / "pwa"))
    before = assets.load(folder).salt
    assert assets.load(PWA).salt == before
    script = (folder / "progress.js").read_bytes()
    (folder / "progress.js").write_bytes(script.replace(b"VERSION = 1", b"VERSION = 2"))
    assert assets.load(folder).salt != before


def test_the_styles_are_all_sheets_without_comments() -> None:
    sheets = {sheet for sheets in assets.STYLES.values() for sheet in sheets}
    assert sheets == {path.name for path in (PWA / "styles").iterdir()}
    styles = "".join(assets.load(PWA).styles.values())
    assert "--accent" in styles
    assert "@media print" in styles
    assert "/*" not in styles
    assert "\n" not in styles
    assert "url(" not in styles


def test_while_developing_scripts_are_sent_as_they_are() -> None:
    live = assets.load(PWA, stripped=False)
    assert live.files["app.js"].content == (PWA / "app.js").read_bytes()
    assert live.worker == (PWA / "sw.js").read_bytes() != assets.load(PWA).worker
