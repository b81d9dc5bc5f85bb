"""Machines with some fonts, as values of FONTCONFIG_FILE, which a process reads once."""

from __future__ import annotations

from pathlib import Path

from webapp.posters import fonts


def only(folder: Path, *families: str) -> str:
    """Return a machine, written below a folder, that has only the fonts of some families."""
    there = folder / "fonts"
    there.mkdir()
    for font in fonts.installed().fonts():
        if font.family in families and font.path:
            (there / Path(font.path).name).symlink_to(font.path)
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{there}</dir></fontconfig>")
    return str(config)
