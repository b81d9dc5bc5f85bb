"""The complete site as files: every URL of the app, in every language.

::

    DIR/<build>/       the files, with ``.br`` and ``.gz`` beside compressible ones; any file
                       server can hand them out at the root of a host
    DIR/<build>.json   the index: how the app answers each of them, for ``serving``; a folder
                       without one is not a build, whatever its name
    DIR/current        a link to the newest build, swapped in last
    DIR/.<build>.part  a build that is being written; ``.old.part`` is one that is being removed

Nothing else in DIR is ours, and nothing else is touched.

The bytes come from the app itself, so there is one way to make a page. A poster that the app
calls unchanged is taken from the build before. Doors negotiate and cannot be files: a file
server has the chooser instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import groupby, product
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, url_for
from werkzeug.test import Client, TestResponse

from webapp import files
from webapp.errors import BuildError
from webapp.guide.models import Page
from webapp.posters import drawing, sheets
from webapp.posters.sheets import Sheet
from webapp.site.pages import Pages
from webapp.web.responses import CODINGS

SUFFIXES = {"": "", "br": ".br", "gzip": ".gz"}

DOORS = frozenset({"door.door", "door.localized"})
SHEET, MODULE = "posters.sheet", "posters.module"
NOT_FOUND = "/404.html"

# It says until when it holds, and so changes with the day. It does not count for the name of a
# build and is written again each time; a server asks the app for it.
SECURITY = "/.well-known/security.txt"

UNINDEXED = {NOT_FOUND, SECURITY}

NAME = re.compile(r"[0-9a-f]{12}")  # of a build
PART = re.compile(r"\.[0-9a-f]{12}(\.json|\.old)?\.part")

SALTS_KEPT = 2  # beside the build's own: pages opened before a deployment still find theirs
BUILDS_KEPT = 3  # a server that was not reloaded yet still hands out an old one

# By URL, then by content coding: the headers of the app's answer.
Index = dict[str, dict[str, list[tuple[str, str]]]]

Track = Callable[[Iterable[Index], int], Iterable[Index]]


def urls(app: Flask, *, posters: bool = True) -> list[str]:
    """Return every URL of an app that a file can answer, those of posters only if ``posters``.

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
    all_urls: list[str] = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in DOORS:
                continue
            if rule.endpoint == "wellknown.security" and not pages.config.contact:
                continue  # there is no contact to name
            if rule.endpoint in (SHEET, MODULE):
                all_urls += _sheets(pages, rule.endpoint) if posters else []
                continue
            if unknown := rule.arguments - values.keys():
                raise BuildError(rule.rule, f"for any {min(unknown)}", "a known set of values")
            names = sorted(rule.arguments)
            for combination in product(*(values[name] for name in names)):
                arguments: dict[str, Any] = dict(zip(names, combination, strict=True))
                all_urls.append(url_for(rule.endpoint, **arguments))
    return sorted(all_urls)


def _sheets(pages: Pages, endpoint: str) -> Iterator[str]:
    for locale in pages.locales.values():
        if endpoint == SHEET:
            for sheet, kind in sheets.FILES:
                yield url_for(SHEET, locale=locale, sheet=sheet, kind=kind)
        else:
            for sheet in sheets.FRAMED:
                yield url_for(MODULE, locale=locale, sheet=sheet)


def build_name(app: Flask) -> str:
    """Return the name of an app's build: a hash of all files, with its name left empty.

    Nothing in it depends on the day. Drawing the posters takes seconds, so their recipes are
    hashed instead.
    """
    hashed = hashlib.sha256()
    for url in urls(app, posters=False):
        if url == SECURITY:
            continue
        content = _answer(app, url, "").data
        hashed.update(f"{url}\0{len(content)}\0".encode() + content)
    pages: Pages = app.extensions["pages"]
    for locale, sheet in product(pages.locales.values(), Sheet):
        hashed.update(drawing.recipe(pages.poster(locale, sheet)))
    return hashed.hexdigest()[:12]


def write(
    app: Flask,
    folder: Path,
    *,
    posters: bool = True,
    track: Track = lambda done, count: done,
) -> Path:
    """Write the site of an app below a folder, make it current, and return its own folder.

    Posters are included only if ``posters``; otherwise the app draws each when it is asked for.
    A build that is there already is not written again. ``track`` wraps the finished items
    and gets their number, to show progress. Raises BuildError, and leaves what was current in
    place, if any URL cannot be answered or the folder cannot be written to.
    """
    built: Path = folder / app.extensions["pages"].build
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _build_lock(folder):
            before = current(folder)
            site_urls = urls(app, posters=posters)
            if not (index(built) or {}).keys() >= set(site_urls) - UNINDEXED:
                _write_all(app, built, before, site_urls, track)
            elif SECURITY in site_urls:
                _write_one(app, built, built, {}, SECURITY)
            if before != built:
                if before:
                    _keep_salts(built, before)
                _make_current(built)
            _remove_old_builds(built)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BuildError(
            str(error.filename or folder), reason, "a folder to write to"
        ) from None
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


def _write_all(
    app: Flask, built: Path, before: Path | None, site_urls: Sequence[str], track: Track
) -> None:
    staging = files.staging(built)
    before = before or built
    write_one = partial(_write_one, app, staging, before, _posters(before))
    # The formats of a poster one after the other, since Typst remembers what it has set.
    groups = [[*group] for _, group in groupby(site_urls, lambda url: url.partition(".")[0])]

    def write_group(group_urls: Iterable[str]) -> Index:
        return {
            url: answer for each in map(write_one, group_urls) for url, answer in each.items()
        }

    shutil.rmtree(staging, ignore_errors=True)
    entries: Index = {}
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # the work is not Python's
            for answers in track(pool.map(write_group, groups), len(groups)):
                entries.update(answers)
        _remove(built)  # an incomplete one, or one without posters
        _write_index(built, entries)
        staging.rename(built)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _posters(built: Path) -> Index:
    """Return the part of a build's index about posters whose files are there."""
    return {
        url: codings
        for url, codings in (index(built) or {}).items()
        if "/poster/" in url
        and not url.endswith("/")
        and all((built / (file_of(url) + SUFFIXES[coding])).is_file() for coding in codings)
    }


def _write_one(app: Flask, staging: Path, before: Path, posters: Index, url: str) -> Index:
    """Write the file of a URL in each coding and return how it is answered.

    A file that is among the ``posters`` of the build ``before`` is taken from there if the app
    says that it is still the same.
    """
    (staging / file_of(url)).parent.mkdir(parents=True, exist_ok=True)
    earlier = posters.get(url, {})
    codings = {}
    for coding in ("", *CODINGS):
        stored = dict(earlier.get(coding) or earlier.get("") or ())
        answer = _answer(app, url, coding, stored.get("ETag", ""))
        same = answer.status_code == 304
        headers = {**(stored if same else {}), **dict(answer.headers)}
        if headers.get("Content-Encoding", "") == coding:
            name = file_of(url) + SUFFIXES[coding]
            content = (before / name).read_bytes() if same else answer.data
            (staging / name).write_bytes(content)
            codings[coding] = [header for header in headers.items() if header[0] != "Date"]
    return {} if url in UNINDEXED else {url: codings}


def _answer(app: Flask, url: str, coding: str, etag: str = "") -> TestResponse:
    """Return the app's answer, without the headers that every answer gets at the end.

    It may be 304 if there is an ``etag``, which names what was answered before.
    """
    client = Client(partial(Flask.wsgi_app, app))
    asked = {"Accept-Encoding": coding or "identity", "If-None-Match": etag}
    answer = client.get(url, headers=asked)
    expected = 404 if url == NOT_FOUND else 200
    if answer.status_code not in (expected, 304 if etag else expected):
        raise BuildError(url, f"answered with {answer.status}", str(expected))
    return answer


# --- other builds in the folder -----------------------------------------------------


def _keep_salts(built: Path, before: Path) -> None:
    """Keep the assets of earlier builds, for pages that are still open."""
    entries, entries_before = index(built) or {}, index(before) or {}
    own_salt = _salts(entries)[0]
    older_salts = [
        salt
        for salt in _salts(entries_before)
        if salt != own_salt and (before / "assets" / salt).is_dir()
    ][:SALTS_KEPT]
    entries = {url: entry for url, entry in entries.items() if _salt(url) in ("", own_salt)}
    for salt in older_salts:
        entries |= {url: entry for url, entry in entries_before.items() if _salt(url) == salt}
        _copy(before / "assets" / salt, built / "assets" / salt)
    _write_index(built, entries)
    for folder in (built / "assets").iterdir():
        if folder.name not in (own_salt, *older_salts):
            shutil.rmtree(folder)


def _copy(source: Path, target: Path) -> None:
    if not target.exists():
        staging = files.staging(target)
        shutil.rmtree(staging, ignore_errors=True)
        shutil.copytree(source, staging)
        staging.rename(target)


def _salts(entries: Index) -> list[str]:
    """Return the salts of an index, the build's own first, then the newest."""
    return list(dict.fromkeys(filter(None, map(_salt, entries))))


def _salt(url: str) -> str:
    return url.split("/")[2] if url.startswith("/assets/") else ""


def _make_current(built: Path) -> None:
    link = built.with_name("current.part")
    link.unlink(missing_ok=True)
    link.symlink_to(built.name)
    link.replace(built.with_name("current"))


def _remove_old_builds(newest: Path) -> None:
    """Remove what interrupted builds left, and all builds but the last ones.

    A server may still hand out the last ones. A folder whose name is like that of a build, but
    without an index of ours beside it, is somebody else's.
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
    """Remove a build. If that is interrupted, the rest is not a build, and is removed later."""
    old = files.staging(built.with_suffix(".old"))
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        built.rename(old)
    _index_of(built).unlink(missing_ok=True)
    shutil.rmtree(old, ignore_errors=True)


def _index_of(built: Path) -> Path:
    return built.with_name(f"{built.name}.json")


def _read_index(path: Path) -> Index | None:
    """Return an index; None for a file that is not ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Index) or None
    except (OSError, ValueError):
        return None


def _write_index(built: Path, entries: Index) -> None:
    files.replace(_index_of(built), json.dumps(entries, indent=1).encode())


@contextmanager
def _build_lock(folder: Path) -> Iterator[None]:
    """Wait until nobody else builds there, then keep others out."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when it is closed, however that happens
        yield
