"""A sighting is recorded exactly, after those that are there, or not at all."""

from __future__ import annotations

import dataclasses
import datetime
import re
import resource
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides import SIGHTING
from tests.webapp.guide.small import SMALL, add
from webapp.errors import ContentError
from webapp.guide import loading, sightings
from webapp.guide.models import Sighting, Surface

CONTENT = loading.CONTENT
IGNORED = shutil.ignore_patterns("*.py", "__pycache__")
TODAY = datetime.date.today()
TOMORROW = TODAY + datetime.timedelta(days=1)
NOBODY = b"# Nobody yet.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content", ignore=IGNORED))
    (folder / "sightings.toml").write_bytes(NOBODY)
    return folder


def seen(folder: Path, **changes: object) -> Sighting:
    """Return a sighting of what the guide says, changed."""
    loaded = loading.load(folder, today=TODAY)
    sighting = Sighting(
        id=sightings.free_id(loaded, Surface.APP, TODAY),
        surface=Surface.APP,
        date=TODAY,
        device="Pixel 9, Android 16",
        app_version="4.1.1012",
        region="IE",
        language="en",
        saw=sightings.on_screen(loaded, Surface.APP, "en"),
    )
    return msgspec.structs.replace(sighting, **changes)


@pytest.fixture(scope="module")
def sighting() -> Sighting:
    return seen(CONTENT)


def test_what_is_written_is_found_and_vouches_for_the_path(content: Path) -> None:
    sighting = seen(content)
    for loaded in (
        sightings.add(content, sighting, today=TODAY),
        loading.load(content, today=TODAY),
    ):
        assert loaded.sightings == {f"seen-{TODAY}-app": sighting}
        assert sightings.newest(loaded, Surface.APP) == sighting
        assert sightings.newest(loaded, Surface.WEBSITE) is None
        assert str(sightings.description_date(loaded, Surface.APP)) == str(TODAY)


@pytest.mark.parametrize(
    "before",
    [
        NOBODY,
        b"",
        b"# no end of line",
        b"# lines\r\n# of another system\r\n",
        b'\n[[sighting]] # seen\nlanguage =   "de"\nid="x"\nsurface = "website"\n'
        b"date = 2026-01-01\ndevice = 'a \"b\"'\napp_version = '1'\nregion = 'DE'\n"
        b"saw = [\n  'a', # first\n  'b',\n]\n# the end\n",
    ],
    ids=["a comment", "nothing", "no newline", "CRLF", "a record"],
)
def test_what_stood_there_stays_to_the_byte(content: Path, before: bytes) -> None:
    file = content / "sightings.toml"
    file.write_bytes(before)
    file.chmod(0o640)
    sightings.add(content, seen(content), today=TODAY)
    after = file.read_bytes()
    assert after.startswith(before)
    assert re.match(rb'\n{1,2}\[\[sighting\]\]\nid = "seen-', after[len(before) :])
    assert file.stat().st_mode & 0o777 == 0o640
    assert {path.name for path in content.iterdir()} == {*loading.FILES}


def test_each_gets_an_id_of_its_own(content: Path) -> None:
    for _ in range(3):
        loaded = sightings.add(content, seen(content), today=TODAY)
    day = f"seen-{TODAY}-app"
    assert list(loaded.sightings) == [day, f"{day}-2", f"{day}-3"]
    assert sightings.free_id(loaded, Surface.WEBSITE, TODAY) == f"seen-{TODAY}-website"


def test_no_id_is_a_source_s() -> None:
    loaded = loading.load(CONTENT, today=TODAY)
    source = next(iter(loaded.sources.values()))
    loaded = dataclasses.replace(loaded, sources={f"seen-{TODAY}-app": source}, sightings={})
    assert sightings.free_id(loaded, Surface.APP, TODAY) == f"seen-{TODAY}-app-2"


def test_after_a_rename_it_vouches_for_nothing(content: Path) -> None:
    sightings.add(content, seen(content), today=TODAY)
    labels = content / "labels.toml"
    switch = loading.load(content, today=TODAY).labels["switch"].english.text
    labels.write_text(labels.read_text("utf-8").replace(f'"{switch}"', '"Renamed"'), "utf-8")
    loaded = loading.load(content, today=TODAY)
    assert len(loaded.sightings) == 1
    assert sightings.newest(loaded, Surface.APP) is None


# What people type, and what would do harm in a file, a terminal or a page.
HOSTILE = st.one_of(
    st.text(max_size=90),
    st.text(alphabet="\"'\\[]#= {}😀é", max_size=90),
    st.text(alphabet="a\n\r\t\0\x1b\x7f\x85\u2028\u202e\ufeff\ud800", max_size=5),
    st.sampled_from(["]]", '"' * 3, "'" * 3, "\\", "\\u0000", "{date}", "[x](y)", "# a"]),
    st.just('a"]\n[[sighting]]\nid = "b'),
)


@settings(deadline=None, max_examples=200)
@given(device=HOSTILE, app_version=HOSTILE)
def test_any_text_comes_back_exactly_or_is_refused(
    sighting: Sighting, device: str, app_version: str
) -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(CONTENT, temporary, ignore=IGNORED, dirs_exist_ok=True))
        file = folder / "sightings.toml"
        file.write_bytes(NOBODY)
        named = msgspec.structs.replace(sighting, device=device, app_version=app_version)
        if sightings.is_line(device) and sightings.is_line(app_version):
            sightings.add(folder, named, today=TODAY)
            [record] = tomllib.loads(file.read_text("utf-8"))["sighting"]
            assert (record["device"], record["app_version"]) == (device, app_version)
        else:
            with pytest.raises(ContentError, match="one line of up to 80 characters"):
                sightings.add(folder, named, today=TODAY)
            assert file.read_bytes() == NOBODY


def test_a_line_is_short_and_hides_nothing() -> None:
    for line in ("x", "Pixel 9, Android 16", 'a "b" \\ ]] 😀', "é", "手机", "a" * 80):
        assert sightings.is_line(line), line
    for other in ("", " ", " x", "x\u2003", "a\nb", "a\tb", "\x1b[31m", "\u202ex", "a" * 81):
        assert not sightings.is_line(other), other


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"region": "ie"}, ("region", "'ie'", "two capital letters")),
        ({"language": "English"}, ("language", "'English'", "zh-hans")),
        ({"id": "S1"}, ("id", "'S1'", "no source")),
        ({"date": TOMORROW}, ("date", str(TOMORROW), "today")),
        ({"saw": ("Settings", "AI")}, ("saw", "['Settings', 'AI']", "guide's words")),
    ],
)
def test_what_the_guide_would_refuse_is_not_written(
    content: Path, changes: dict[str, object], named: tuple[str, ...]
) -> None:
    with pytest.raises(ContentError) as error:
        sightings.add(content, seen(content, **changes), today=TODAY)
    for part in ("sightings.toml", *named):
        assert part in str(error.value)
    assert (content / "sightings.toml").read_bytes() == NOBODY


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Keep all files of this process below a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_write_that_breaks_off_leaves_the_old_file(content: Path) -> None:
    sighting = seen(content)
    with full_disk(100), pytest.raises(OSError, match="File too large"):
        sightings.add(content, sighting, today=TODAY)
    assert (content / "sightings.toml").read_bytes() == NOBODY
    assert {path.name for path in content.iterdir()} == {*loading.FILES}


def test_a_link_to_the_file_stays_a_link(content: Path, tmp_path: Path) -> None:
    file = content / "sightings.toml"
    real = file.rename(tmp_path / "elsewhere.toml")
    file.symlink_to(real)
    sightings.add(content, seen(content), today=TODAY)
    assert file.is_symlink()
    assert b"[[sighting]]" in real.read_bytes()


def test_a_sighting_vouches_for_the_words_it_saw_and_for_no_others(small: Path) -> None:
    before = loading.load(small, today=TODAY)
    assert sightings.newest(before, Surface.APP) is None
    assert str(sightings.description_date(before, Surface.APP)) == "2025-10-24"

    add(small, "sightings.toml", SIGHTING + SIGHTING.replace("11-20", "11-19"))
    seen = loading.load(small, today=TODAY)
    found = sightings.newest(seen, Surface.APP)
    assert found is not None
    assert found.id == "seen-2026-11-20-app"
    assert str(sightings.description_date(seen, Surface.APP)) == "2026-11-20"
    assert sightings.newest(seen, Surface.WEBSITE) is None

    again = SIGHTING.replace('-app"', '-app-2"')
    elsewhere = SIGHTING.replace('"app"', '"website"').replace('-app"', '-website"')
    add(small, "sightings.toml", again + elsewhere)
    seen = loading.load(small, today=TODAY)
    found = sightings.newest(seen, Surface.APP)
    assert found is not None
    assert found.id == "seen-2026-11-20-app-2"  # of two on one day, the one recorded last
    assert sightings.newest(seen, Surface.WEBSITE) is None  # the app's words

    labels = small / "labels.toml"
    renamed = labels.read_text("utf-8").replace('"Data privacy"', '"Your data"')
    labels.write_text(renamed, "utf-8")
    assert sightings.newest(loading.load(small, today=TODAY), Surface.APP) is None


def test_a_path_described_after_it_was_seen_counts_from_the_description(small: Path) -> None:
    add(small, "sightings.toml", SIGHTING.replace("11-20", "10-20"))
    path = small / "guide.toml"
    newer = path.read_text("utf-8").replace(
        "date = 2025-10-24 }\nnote", "date = 2026-11-01 }\nnote"
    )
    path.write_text(newer, "utf-8")
    loaded = loading.load(small, today=TODAY)
    assert sightings.newest(loaded, Surface.APP) is not None
    assert str(sightings.description_date(loaded, Surface.APP)) == "2026-11-01"


def test_the_screen_has_linkedins_words_or_the_english_ones() -> None:
    loaded = loading.load(SMALL, today=TODAY)
    german = sightings.on_screen(loaded, Surface.WEBSITE, "de")
    assert german == ("Me", "Settings & Privacy", "Datenschutz", "Use my data")
    assert sightings.on_screen(loaded, Surface.WEBSITE, "ar") == sightings.on_screen(
        loaded, Surface.WEBSITE, "en"
    )
