"""Machines by their fonts, as the value of FONTCONFIG_FILE: what a process asks once."""

from __future__ import annotations

from pathlib import Path

from webapp.posters import fonts


def only(folder: Path, *families: str) -> str:
    """Return, written below a folder, a machine that has no fonts but those of families."""
    there = folder / "fonts"
    there.mkdir()
    for font in fonts.here().fonts():
        if font.family in families and font.path:
            (there / Path(font.path).name).symlink_to(font.path)
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{there}</dir></fontconfig>")
    return str(config)
