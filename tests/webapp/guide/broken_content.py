"""Ways to break the content files: a kind is a function that breaks one place drawn at random.

Each kind is given what `loading.read` returns for all files, with one sighting, and returns
what the error must begin with: file, key and the value there.
"""

from __future__ import annotations

import copy
import datetime
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from webapp.guide import loading, markup

CONTENT = Path(loading.__file__).parent
TODAY = datetime.date.today()

Raw = dict[str, Any]
Place = tuple[str, str, Raw]  # file, key as errors name it, the table there
Said = tuple[str, str, object]  # file, key, value
Kind = Callable[[Raw, st.DataObject], Said]

_T = TypeVar("_T")

READ = {name: loading.read((CONTENT / name).read_bytes(), name) for name in loading.FILES}
READ["sightings.toml"] = {
    "sighting": [
        {
            "id": "seen-2026-11-20-app",
            "surface": "app",
            "date": datetime.date(2026, 11, 20),
            "device": "Pixel 9, Android 16",
            "app_version": "4.1.1100",
            "region": "IE",
            "language": "en",
            "saw": ["your profile photo", "Settings"],
        }
    ]
}

KINDS: dict[str, Kind] = {}


def content() -> Raw:
    """Return contents that are valid and may be changed."""
    return copy.deepcopy(READ)


def kind(name: str) -> Callable[[Kind], Kind]:
    def add(broken: Kind) -> Kind:
        KINDS[name] = broken
        return broken

    return add


def claims(raw: Raw) -> Iterator[Place]:
    for file, table in (
        ("guide.toml", "section"),
        ("guide.toml", "setting"),
        ("regions.toml", "region"),
    ):
        for group in raw[file][table]:
            for claim in group.get("claims", []):
                yield file, f"{table}[{group['id']}].claims[{claim['id']}]", claim


def facts(raw: Raw) -> list[Place]:
    return [place for place in claims(raw) if "evidence" in place[2]]


def carrying(raw: Raw) -> Iterator[Place]:
    """Evidence on which more than a label rests."""
    for file, key, claim in facts(raw):
        yield file, f"{key}.evidence", claim["evidence"]
    for table in ("path", "address"):
        for one in raw["guide.toml"][table]:
            yield "guide.toml", f"{table}[{one['id']}].evidence", one["evidence"]


def printed(raw: Raw) -> Iterator[Place]:
    for label in raw["labels.toml"]["label"]:
        for one in label["printed"]:
            yield "labels.toml", f"label[{label['id']}].printed[{one['locale']}]", one


def evidence(raw: Raw) -> Iterator[Place]:
    yield from carrying(raw)
    for file, key, one in printed(raw):
        yield file, f"{key}.evidence", one["evidence"]


def tables(raw: Raw, file: str, table: str) -> list[Place]:
    return [(file, f"{table}[{one['id']}]", one) for one in raw[file][table]]


def pick(data: st.DataObject, places: Iterator[_T] | Sequence[_T]) -> _T:
    return data.draw(st.sampled_from(list(places)))


def put(key: str, values: Sequence[object], places: Callable[[Raw], Any]) -> Kind:
    """Return the kind that puts a value where it is not allowed."""

    def broken(raw: Raw, data: st.DataObject) -> Said:
        file, where, table = pick(data, places(raw))
        table[key] = pick(data, values)
        return file, f"{where}.{key}", table[key]

    return broken


def leave_out(key: str, places: Callable[[Raw], Any]) -> Kind:
    def broken(raw: Raw, data: st.DataObject) -> Said:
        file, where, table = pick(data, [p for p in places(raw) if key in p[2]])
        del table[key]
        return file, f"{where}.{key}", None

    return broken


def all_of(file: str, table: str) -> Callable[[Raw], list[Place]]:
    return lambda raw: tables(raw, file, table)


ADDRESSES = all_of("guide.toml", "address")
SOURCES = all_of("sources.toml", "source")
SECTIONS = all_of("guide.toml", "section")
SIGHTINGS = all_of("sightings.toml", "sighting")
STEPS = all_of("guide.toml", "step")
SETTINGS = all_of("guide.toml", "setting")
REGIONS = all_of("regions.toml", "region")
CHANGES = all_of("changes.toml", "change")

FUTURE = [TODAY + datetime.timedelta(days=1), datetime.date(2099, 1, 1)]
NO_DATE = [
    *("last summer", "2025-13", "2025-1", "20251", "unknown ", "", 2025, True, 1.5),
    *(datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC), ["2025"]),
]
NO_TEXT: list[object] = [1, True, ["text"], {}, datetime.date(2025, 1, 1)]
NO_ID = ["", "two words", "ä", "-x", "a/b", "<b>", "a.b"]

KINDS |= {
    "a grade there is none of": put("grade", ["sure", "MT", "", "Press"], evidence),
    "a reading there is none of": put("read", ["seen", "", "Live"], evidence),
    "no date": leave_out("date", evidence),
    "no grade": leave_out("grade", evidence),
    "no sources": leave_out("sources", evidence),
    "a date that is none": put("date", NO_DATE, evidence),
    "a source's date that is none": put("date", NO_DATE, SOURCES),
    "sources that are no list": put("sources", ["S1", 1], evidence),
    "an empty text": put("text", [""], lambda raw: [*claims(raw), *printed(raw)]),
    "a text that is none": put("text", NO_TEXT, lambda raw: [*claims(raw), *printed(raw)]),
    "a kind there is none of": put("kind", ["opinion", "", "Fact"], claims),
    "a surface there is none of": put("surface", ["web", "", "phone"], claims),
    "a publisher there is none of": put("publisher", ["blog", "", "LinkedIn"], SOURCES),
    "a source without a name": put("name", [""], SOURCES),
    "a lead there is none of": put("lead", ["app", ""], all_of("guide.toml", "path")),
    "a class there is none of": put("class", ["fix", "", "Correction"], CHANGES),
    "a change without a text": put("text", [""], CHANGES),
    "a change that has no day": put("date", ["unknown", "2025-10", 2025], CHANGES),
    "a sighting by nothing": put("device", ["", 1], SIGHTINGS),
    "a sighting of no version": put("app_version", ["", 4.1], SIGHTINGS),
    "a sighting on no day": put("date", ["unknown", "2026-11"], SIGHTINGS),
    "a sighting nowhere": put("region", ["", "ie", "Ireland", "IRL"], SIGHTINGS),
    "a sighting in no language": put("language", ["", "EN", "english text", "e"], SIGHTINGS),
    "a sighting of nothing": put("saw", [[], ["Settings"]], SIGHTINGS),
    "an address that is not encrypted": put(
        "url", ["http://www.linkedin.com/", "ftp://www.linkedin.com/", "www.linkedin.com"],
        lambda raw: [*ADDRESSES(raw), *(p for p in SOURCES(raw) if "url" in p[2])],
    ),
    "an address elsewhere": put(
        "url",
        [
            "https://www.linkedin.com.evil.test/",
            "https://evil.test/www.linkedin",
            "https://linkedin.com/",
            "https://www.linkedin.com@evil.test/",
            "https://www.linkedin.com:8443/",
        ],
        ADDRESSES,
    ),
    "the address of a copy": put(
        "url",
        [
            "https://proxy.example.org/?q=https://www.linkedin.com/help",
            "https://proxy.example.org/?q=https%3A%2F%2Fwww.example.com",
            "https://proxy.example.org/index.php?q=aHR0cHM6Ly93d3cubGlua2VkaW4uY29t",
            "https://example.org/www.linkedin.com/help",
        ],
        SOURCES,
    ),
    "a setting without an address": put("address", ["gone", ""], SETTINGS),
    "a path to no address": put("address", ["gone", ""], all_of("guide.toml", "path")),
    "a step at no address": put("address", ["gone"], STEPS),
    "a setting at an authority": put("address", ["ico"], SETTINGS),
    "a path to an authority": put("address", ["ico"], all_of("guide.toml", "path")),
    "a path in no step": put("step", ["gone", "object", ""], all_of("guide.toml", "path")),
    "a region of no country": put("countries", [[]], REGIONS),
}  # fmt: skip


def mentions(table: str, *keys: str) -> Callable[[Raw], list[tuple[str, str, Raw, str]]]:
    """Return the places of texts: file, key, table, and the key in that table."""

    def places(raw: Raw) -> list[tuple[str, str, Raw, str]]:
        return [
            (file, f"{where}.{key}", one, key)
            for file, where, one in tables(raw, "guide.toml", table)
            for key in keys
        ]

    return places


def texts(raw: Raw) -> list[tuple[str, str, Raw, str]]:
    return [
        *((file, f"{where}.text", one, "text") for file, where, one in claims(raw)),
        *mentions("step", "app", "website")(raw),
        *mentions("setting", "name")(raw),
        *(
            ("regions.toml", f"{where}.name", one, "name")
            for _, where, one in tables(raw, "regions.toml", "region")
        ),
    ]


def add(words: Sequence[str], *, found: Callable[[str], object]) -> Kind:
    """Return the kind that adds words to any text, of which the error shows a part."""

    def broken(raw: Raw, data: st.DataObject) -> Said:
        file, where, table, key = pick(data, texts(raw))
        word = pick(data, words)
        table[key] = f"{table[key]} {word}"
        return file, where, found(word)

    return broken


KINDS |= {
    "a label there is none of": add(["{gone}", "{Settings}", "{}"], found=str),
    "a link to nowhere": add(
        ["[x](gone)", "[x](https://evil.test)", "[x](javascript)", "[x]()"],
        found=lambda word: word[len("[x](") : -1],
    ),
    "a sign that is not closed": add(
        ["**", "<", ">", "{", "}", "[", "]"], found=lambda w: w[0]
    ),
    "a sign that cannot be seen": add(["\n", "\x01", "\u202e", "\u200b", "\x7f"], found=str),
    "a side or a colour": add(["left", "RIGHT", "green", "grey", "top"], found=str),
}


@kind("an unknown key")
def _(raw: Raw, data: st.DataObject) -> Said:
    places = [*evidence(raw), *claims(raw), *printed(raw), *SOURCES(raw), *SIGHTINGS(raw)]
    file, where, table = pick(data, [*places, *SECTIONS(raw), *CHANGES(raw), *STEPS(raw)])
    table["headline"] = "x"
    return file, f"{where}.headline", "x"


@kind("a source there is none of")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, evidence(raw))
    table["sources"] = [*table["sources"], "S999"]
    return file, f"{where}.sources", "S999"


@kind("a date in the future")
def _(raw: Raw, data: st.DataObject) -> Said:
    newest = CHANGES(raw)[:1]  # the others are in order behind it
    places = [*evidence(raw), *SOURCES(raw), *SIGHTINGS(raw), *newest]
    file, where, table = pick(data, places)
    table["date"] = pick(data, FUTURE)
    return file, f"{where}.date", str(table["date"])


def graded(grade: str, sources: Sequence[str], places: Callable[[Raw], Any]) -> Kind:
    def broken(raw: Raw, data: st.DataObject) -> Said:
        file, where, table = pick(data, places(raw))
        table |= {"grade": grade, "sources": list(sources), "read": "copy"}
        return file, f"{where}.grade", grade

    return broken


KINDS |= {
    "a claim on a single report": graded("single", ["S27"], carrying),
    "press that is one report": graded("press", ["S27", "S27"], evidence),
    "press that is none": graded("press", [], evidence),
    "LinkedIn's word from the press": graded("linkedin", ["S27", "S20"], evidence),
    "LinkedIn's word from nobody": graded("linkedin", [], evidence),
    "an authority known from the press": graded("regulator", ["S23", "S1"], evidence),
    "seen by nobody": graded("seen", ["S1", "S20"], evidence),
    "a label from nobody": graded("single", [], lambda raw: list(evidence(raw))[-9:]),
}  # fmt: skip


@kind("seen on another day")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, evidence(raw))
    table |= {"grade": "seen", "sources": ["seen-2026-11-20-app"], "read": "live"}
    table["date"] = pick(data, [datetime.date(2026, 11, 19), "2026-11", "2026"])
    return file, f"{where}.grade", "seen"


@kind("seen in a copy")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, evidence(raw))
    table |= {"grade": "seen", "sources": ["seen-2026-11-20-app"], "read": "copy"}
    table["date"] = datetime.date(2026, 11, 20)
    return file, f"{where}.grade", "seen"


@kind("a fact without evidence")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, facts(raw))
    del table["evidence"]
    return file, f"{where}.kind", "fact"


@kind("evidence for what is no fact")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, facts(raw))
    table["kind"] = pick(data, ["advice", "ours"])
    return file, f"{where}.kind", table["kind"]


@kind("advice that states something about LinkedIn")
def _(raw: Raw, data: st.DataObject) -> Said:
    advice = [place for place in claims(raw) if place[2].get("kind") == "advice"]
    file, where, table = pick(data, advice)
    said = pick(data, ["LinkedIn uses", "LinkedIn also shares", "LinkedIn’s app is"])
    table["text"] = f"{said} it."
    return file, f"{where}.text", said


@kind("a step that states something about LinkedIn")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, STEPS(raw))
    key = pick(data, ["app", "website"])
    table[key] += " LinkedIn trains on it."
    return file, f"{where}.{key}", "LinkedIn trains"


@kind("a promise that no test holds")
def _(raw: Raw, data: st.DataObject) -> Said:
    places = [place for place in claims(raw) if "test" in place[2]]
    file, where, table = pick(data, places)
    table["test"] = pick(data, ["test_x", "tests/x.py", "x.py::test_x", "tests/x.py::x"])
    return file, f"{where}.test", table["test"]


@kind("a fact that is a promise")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, table = pick(data, facts(raw))
    table["test"] = "tests/x.py::test_x"
    return file, f"{where}.test", table["test"]


@kind("a sighting that is a source")
def _(raw: Raw, data: st.DataObject) -> Said:
    seen = raw["sightings.toml"]["sighting"][0]
    seen["id"] = pick(data, ["S1", "S20"])
    return "sightings.toml", f"sighting[{seen['id']}].id", seen["id"]


@kind("an id twice")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, table = pick(
        data,
        [
            *(("guide.toml", table) for table in ("address", "step", "section", "setting")),
            ("sources.toml", "source"),
            ("labels.toml", "label"),
            ("regions.toml", "region"),
        ],
    )
    first, second = raw[file][table][:2]
    second["id"] = first["id"]
    return file, f"{table}.id", first["id"]


@kind("a claim twice")
def _(raw: Raw, data: st.DataObject) -> Said:
    places = list(claims(raw))
    first, second = pick(data, list(itertools.pairwise(places)))
    second[2]["id"] = first[2]["id"]
    return "guide.toml", "claims.id", first[2]["id"]


@kind("an id that no anchor can carry")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, table = pick(
        data, [("guide.toml", "section"), ("sources.toml", "source"), ("labels.toml", "label")]
    )
    one = pick(data, raw[file][table])
    one["id"] = pick(data, NO_ID)
    return file, f"{table}.id", one["id"]


@kind("a label in no language or twice in one")
def _(raw: Raw, data: st.DataObject) -> Said:
    label = pick(data, raw["labels.toml"]["label"])
    english = copy.deepcopy(label["printed"][0])
    english["locale"] = pick(data, ["en", "EN", "de_DE", "", "english"])
    label["printed"].append(english)
    tags = [one["locale"] for one in label["printed"]]
    return "labels.toml", f"label[{label['id']}].printed", tags


@kind("a label that is not printed in English")
def _(raw: Raw, data: st.DataObject) -> Said:
    label = pick(data, raw["labels.toml"]["label"])
    del label["printed"][0]
    tags = [one["locale"] for one in label["printed"]]
    return "labels.toml", f"label[{label['id']}].printed", tags


@kind("a label called like a value")
def _(raw: Raw, data: st.DataObject) -> Said:
    label = pick(data, raw["labels.toml"]["label"])
    label["id"] = pick(data, sorted(markup.VALUES))
    # It is missing elsewhere, too, but this is the reason.
    return "labels.toml", f"label[{label['id']}].id", label["id"]


@kind("a path of unknown age")
def _(raw: Raw, data: st.DataObject) -> Said:
    path = pick(data, raw["guide.toml"]["path"])
    path["evidence"]["date"] = "unknown"
    return "guide.toml", f"path[{path['id']}].evidence.date", "unknown"


@kind("a surface without a path")
def _(raw: Raw, data: st.DataObject) -> Said:
    raw["guide.toml"]["path"].remove(pick(data, raw["guide.toml"]["path"]))
    return "guide.toml", "path", [path["id"] for path in raw["guide.toml"]["path"]]


@kind("no switch")
def _(raw: Raw, data: st.DataObject) -> Said:
    labels = raw["labels.toml"]["label"]
    raw["labels.toml"]["label"] = [label for label in labels if label["id"] != "switch"]
    return (
        "labels.toml",
        "label",
        sorted(label["id"] for label in labels if label["id"] != "switch"),
    )


@kind("other counted steps")
def _(raw: Raw, data: st.DataObject) -> Said:
    raw["guide.toml"]["step"] = data.draw(
        st.permutations(raw["guide.toml"]["step"]).filter(
            lambda steps: (
                [s["id"] for s in steps if not s.get("optional")] != ["open", "off", "check"]
            )
        )
    )
    counted = [s["id"] for s in raw["guide.toml"]["step"] if not s.get("optional")]
    return "guide.toml", "step", tuple(counted)


@kind("a setting that is a step")
def _(raw: Raw, data: st.DataObject) -> Said:
    setting = pick(data, raw["guide.toml"]["setting"])
    setting["id"] = pick(data, ["open", "off", "check", "object"])
    return "guide.toml", f"setting[{setting['id']}].id", setting["id"]


@kind("changes that are not the newest first")
def _(raw: Raw, data: st.DataObject) -> Said:
    changes = raw["changes.toml"]["change"]
    changes.insert(0, changes[0] | {"id": "older", "date": datetime.date(2026, 1, 1)})
    return "changes.toml", "change", [str(change["date"]) for change in changes]


@kind("a country that is none, or is named twice")
def _(raw: Raw, data: st.DataObject) -> Said:
    file, where, region = pick(data, REGIONS(raw))
    country = pick(data, ["", "ie", "Ireland", "IRL", "QQ"])
    region["countries"] = ["QQ", country]
    return file, f"{where}.countries", country


@kind("no change at all")
def _(raw: Raw, data: st.DataObject) -> Said:
    raw["changes.toml"]["change"] = []
    return "changes.toml", "change", []


@kind("a table that is not there")
def _(raw: Raw, data: st.DataObject) -> Said:
    file = pick(data, [file for file in loading.FILES if file != "sightings.toml"])
    table = pick(data, sorted(raw[file]))
    del raw[file][table]
    return file, table, None


@kind("a table there is none of")
def _(raw: Raw, data: st.DataObject) -> Said:
    file = pick(data, list(loading.FILES))
    raw[file]["extra"] = []
    return file, "extra", []
