"""The fonts of posters for browsers, so that pages look the same on every machine."""

from __future__ import annotations

from pathlib import Path

from webapp.posters import fonts


def write(folder: Path) -> dict[str, str]:
    """Write a file below a folder; return the environment in which no other fonts are found."""
    folders = "".join(f"<dir>{path}</dir>" for path in fonts.folders())
    file = folder / "fonts.conf"
    file.write_text(
        f"<fontconfig>{folders}<cachedir>{folder / 'cache'}</cachedir>"
        f"<alias><family>sans-serif</family><prefer><family>{fonts.LATIN}</family></prefer>"
        "</alias></fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(file)}
