"""The whole site as files: every URL the app has, in every language.

::

    DIR/<build>/       the files, ``.br`` and ``.gz`` beside what can be compressed; any file
                       server can hand them out at the root of a host
    DIR/<build>.json   the index: how the app answers each of them, for ``serving``; a folder
                       without one is no build, whatever it is called
    DIR/current        a link to the newest build, swapped in last
    DIR/.<build>.part  a build that is being written; ``.old.part`` is one that is being removed

Nothing else in DIR is ours, and nothing else is touched.

The bytes are asked of the app itself, so there is one way to make a page. Doors negotiate
and cannot be files: a file server has the chooser in their place.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, url_for
from werkzeug.test import Client, TestResponse

from webapp.errors import BuildError
from webapp.guide.models import Page, Sheet
from webapp.posters import drawing, fonts, wording
from webapp.site.pages import Pages
from webapp.web.responses import CODINGS

SUFFIXES = {"": "", "br": ".br", "gzip": ".gz"}

DOORS = frozenset({"door.door", "door.localized"})
DRAWN = "posters.sheet"
NOT_FOUND = "/404.html"

NAME = re.compile(r"[0-9a-f]{12}")  # of a build
PART = re.compile(r"\.[0-9a-f]{12}(\.json|\.old)?\.part")

SALTS_KEPT = 2  # beside the build's own: pages opened before a deployment still find theirs
BUILDS_KEPT = 3  # a server that was not told yet still hands out an old one

# By URL, then by content coding: the headers of the app's answer.
Index = dict[str, dict[str, list[tuple[str, str]]]]

Track = Callable[[Iterable[Index], int], Iterable[Index]]


def urls(app: Flask, *, drawn: bool = True) -> list[str]:
    """Return every URL of an app that a file can answer; posters only if ``drawn``.

    Raises BuildError for an endpoint whose arguments are not known here: it would be
    missing from the site.
    """
    pages: Pages = app.extensions["pages"]
    values: dict[str, Sequence[object]] = {
        "locale": list(pages.locales.values()),
        "page": list(Page),
        "path": sorted(pages.assets.files),
        "salt": [pages.assets.salt],
    }
    found: list[str] = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in DOORS:
                continue
            if rule.endpoint == "wellknown.security" and not pages.config.contact:
                continue  # whom to tell is not known
            if rule.endpoint == DRAWN:
                found += _sheets(pages) if drawn else []
                continue
            if unknown := rule.arguments - values.keys():
                raise BuildError(rule.rule, f"for any {min(unknown)}", "a known set of values")
            names = sorted(rule.arguments)
            for combination in product(*(values[name] for name in names)):
                arguments: dict[str, Any] = dict(zip(names, combination, strict=True))
                found.append(url_for(rule.endpoint, **arguments))
    return sorted(found)


def _sheets(pages: Pages) -> Iterator[str]:
    """Yield the URLs of the posters there can be with the letters of this machine."""
    for locale, (sheet, kind) in product(pages.locales.values(), drawing.FILES):
        if not fonts.missing(locale):
            yield url_for(DRAWN, locale=locale, sheet=sheet, kind=kind)


def build_name(app: Flask) -> str:
    """Return the name of an app's build: a hash of all files, their build left empty.

    Drawing the posters takes seconds, so what they are made of stands for them.
    """
    hashed = hashlib.sha256()
    for url in urls(app, drawn=False):
        content = _answer(app, url, "").data
        hashed.update(f"{url}\0{len(content)}\0".encode() + content)
    pages: Pages = app.extensions["pages"]
    with app.test_request_context():
        for locale, sheet in product(pages.locales.values(), Sheet):
            hashed.update(drawing.recipe(wording.poster(pages, [locale], sheet)))
    return hashed.hexdigest()[:12]


def write(
    app: Flask,
    folder: Path,
    *,
    drawn: bool = True,
    track: Track = lambda done, count: done,
) -> Path:
    """Write the site of an app below a folder, make it current, and return its own folder.

    Posters are part of it only if ``drawn``; the app draws them when it is asked for one.
    A build that is there already is not written again. ``track`` is given what gets done
    and how much that will be, to show it. Raises BuildError, and leaves what was current
    in place, if any URL cannot be answered or the folder cannot be written to.
    """
    built: Path = folder / app.extensions["pages"].build
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            before = current(folder)
            every = urls(app, drawn=drawn)
            if not (index(built) or {}).keys() >= set(every) - {NOT_FOUND}:
                _write_all(app, built, every, track)
            if before != built:
                if before:
                    _keep_salts(built, before)
                _make_current(built)
            _forget(built)
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise BuildError(str(error.filename or folder), found, "a folder to write to") from None
    return built


def current(folder: Path) -> Path | None:
    """Return the folder of the current build, resolved; None if there is none."""
    link = folder / "current"
    return folder / link.readlink() if link.is_symlink() and link.exists() else None


def index(built: Path) -> Index | None:
    """Return the index of a build by its folder; None if it is not there or not complete."""
    return _read_index(_index_of(built)) if built.is_dir() else None


def file_of(url: str) -> str:
    """Return the path of a URL's file below its build."""
    return url[1:] + ("index.html" if url.endswith("/") else "")


# --- one build -----------------------------------------------------------------------


def _write_all(app: Flask, built: Path, every: Sequence[str], track: Track) -> None:
    part = _part(built)
    shutil.rmtree(part, ignore_errors=True)
    whole: Index = {}
    try:
        with ThreadPoolExecutor() as pool:  # compression, most of the work, lets others run
            for done in track(pool.map(partial(_write_one, app, part), every), len(every)):
                whole.update(done)
        _remove(built)  # an incomplete one, or one without posters
        _write_index(built, whole)
        part.rename(built)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_one(app: Flask, part: Path, url: str) -> Index:
    """Write the file of a URL in each coding and return how it is answered."""
    file = part / file_of(url)
    file.parent.mkdir(parents=True, exist_ok=True)
    codings = {}
    for coding in ("", *CODINGS):
        answer = _answer(app, url, coding)
        if answer.headers.get("Content-Encoding", "") == coding:
            file.with_name(file.name + SUFFIXES[coding]).write_bytes(answer.data)
            codings[coding] = [header for header in answer.headers if header[0] != "Date"]
    return {} if url == NOT_FOUND else {url: codings}


def _answer(app: Flask, url: str, coding: str) -> TestResponse:
    """Return the app's answer, without the headers that every answer gets at the end."""
    client = Client(partial(Flask.wsgi_app, app))
    answer = client.get(url, headers={"Accept-Encoding": coding or "identity"})
    expected = 404 if url == NOT_FOUND else 200
    if answer.status_code != expected:
        raise BuildError(url, f"answered with {answer.status}", str(expected))
    return answer


# --- among others --------------------------------------------------------------------


def _keep_salts(built: Path, before: Path) -> None:
    """Bring along the assets of the builds before, for pages that are still open."""
    earlier, whole = index(before) or {}, index(built) or {}
    own, *_ = _salts(whole)
    others = [
        salt for salt in _salts(earlier) if salt != own and (before / "assets" / salt).is_dir()
    ][:SALTS_KEPT]
    kept = {url: whole[url] for url in whole if _salt(url) in ("", own)}
    for salt in others:
        kept.update({url: earlier[url] for url in earlier if _salt(url) == salt})
        _copy(before / "assets" / salt, built / "assets" / salt)
    _write_index(built, kept)
    for assets in (built / "assets").iterdir():
        if assets.name not in (own, *others):
            shutil.rmtree(assets)


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        part = _part(target)
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source, part)
        part.rename(target)


def _salts(whole: Mapping[str, object]) -> list[str]:
    """Return the salts of an index, the build's own first, then the newest."""
    return list(dict.fromkeys(filter(None, map(_salt, whole))))


def _salt(url: str) -> str:
    return url.split("/")[2] if url.startswith("/assets/") else ""


def _make_current(built: Path) -> None:
    link = built.with_name("current.part")
    link.unlink(missing_ok=True)
    link.symlink_to(built.name)
    link.replace(built.with_name("current"))


def _forget(newest: Path) -> None:
    """Remove what interrupted builds left, and all builds but the last ones.

    A server may still hand those out. A folder that is called like a build and has no index of
    ours beside it is somebody else's.
    """
    folder = newest.parent
    indexes = [
        path
        for path in folder.glob("*.json")
        if NAME.fullmatch(path.stem) and _read_index(path) is not None
    ]
    indexes.sort(key=lambda path: (path.stem == newest.name, path.stat().st_mtime_ns))
    complete = [path for path in indexes if path.with_suffix("").is_dir()]
    for path in indexes:
        if path not in complete[-BUILDS_KEPT:]:
            _remove(path.with_suffix(""))
    for path in folder.iterdir():
        if PART.fullmatch(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _remove(built: Path) -> None:
    """Remove a build; killed at any time, what remains is no build and is removed later."""
    old = _part(built.with_suffix(".old"))
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        built.rename(old)
    _index_of(built).unlink(missing_ok=True)
    shutil.rmtree(old, ignore_errors=True)


def _part(path: Path) -> Path:
    """Return the name under which something is written, or removed."""
    return path.with_name(f".{path.name}.part")


def _index_of(built: Path) -> Path:
    return built.with_name(f"{built.name}.json")


def _read_index(path: Path) -> Index | None:
    """Return an index; None for a file that is none of ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Index) or None
    except (OSError, ValueError):
        return None


def _write_index(built: Path, whole: Index) -> None:
    part = _part(_index_of(built))
    part.write_text(json.dumps(whole, indent=1), "utf-8")
    part.replace(_index_of(built))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else builds there."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when it is closed, however that happens
        yield
