"""Orders result in files, or in a reason why they do not."""

from __future__ import annotations

import io
import re
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.command import Result, offswitch, running
from tests.conftest import ORIGIN
from tests.guides import SHIPPED
from tests.languages import LOCALES
from tests.tree import ROOT
from webapp.errors import PosterError
from webapp.posters import drawing, orders
from webapp.posters.orders import Stock
from webapp.reader import locales


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which somebody orders posters."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def stock() -> Stock:
    """Return what posters are made of, as the command has it."""
    return Stock(SHIPPED, LOCALES, ORIGIN)


# What the options say of a small poster without anything more.
A6 = {
    "lang": "en",
    "sheet": "a6",
    "format": "",
    "bleed": "no",
    "org": "",
    "imprint": "",
    "logo": "",
    "accent": drawing.ACCENT,
    "distance": "",
}


def poster(*arguments: str) -> Result:
    """Run `offswitch poster`."""
    return offswitch("poster", *arguments, OFFSWITCH_PUBLIC_ORIGIN=ORIGIN)


def paper(pdf: Path) -> tuple[int, int]:
    """Return the size of a page in millimetres."""
    [page] = pypdfium2.PdfDocument(pdf)
    width, height = page.get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def text_of(pdf: Path) -> str:
    [page] = pypdfium2.PdfDocument(pdf)
    text: str = page.get_textpage().get_text_range()
    return text


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_poster_lies_here_under_its_name(folder: Path) -> None:
    result = poster()
    assert result.returncode == 0
    assert result.stderr == ""
    assert result.stdout == "off-switch-a4-en.pdf\n  Scans from up to 1 m\n"
    assert names(folder) == ["off-switch-a4-en.pdf"]
    assert paper(folder / "off-switch-a4-en.pdf") == (210, 297)


@pytest.mark.starts  # an SVG logo is drawn by a separate process
def test_a_poster_is_as_the_options_say(folder: Path) -> None:
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1">'
        '<rect width="2" height="1" fill="#00a000"/></svg>'
    )
    result = poster(
        *("--lang", "de, EN", "--sheet", "a3", "--bleed", "--org", "Betriebsrat Halle"),
        *("--imprint", "V. i. S. d. P.: Erika Muster", "--logo", "logo.svg"),
        *("--accent", "#005EA8", "--distance", "1.2", "--out", "for/the/wall/"),
    )
    assert result.returncode == 0, result.stderr
    file = folder / "for" / "the" / "wall" / "off-switch-a3-de-en.pdf"
    assert result.stdout == (
        "for/the/wall/off-switch-a3-de-en.pdf\n"
        "  Lesbar aus bis zu 1,2 m\n  Scans from up to 1.2 m\n"
    )
    assert paper(file) == (297 + 6, 420 + 6)
    assert "Betriebsrat Halle" in text_of(file)
    assert "Erika Muster" in text_of(file)
    [page] = pypdfium2.PdfDocument(file)
    drawn = page.render(scale=1).to_pil().convert("RGB")
    colours = {colour for _, colour in drawn.getcolors(1 << 24)}
    assert {(0, 160, 0), (0, 0x5E, 0xA8)} <= colours
    [code] = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == ORIGIN


def test_the_name_of_the_file_says_its_format(folder: Path, stock: Stock) -> None:
    file, _ = orders.make(stock, A6, "wall.svg")
    assert str(file) == "wall.svg"
    assert file.read_text().startswith("<svg ")
    orders.make(stock, {**A6, "format": "png"}, "wall.png")
    png = Image.open(io.BytesIO((folder / "wall.png").read_bytes()))
    assert png.format == "PNG"
    assert names(folder) == ["wall.png", "wall.svg"]


SHEETS = "one of a3, a4, a5, a6, letter, tabloid, flyers, strips, stickers, tent, slide"
LINE = "one line of up to 120 characters"
METRES = "metres above 0, such as 0.8 or 1.2"


@pytest.mark.parametrize(
    ("option", "values", "expected"),
    [
        ("sheet", ["a7", "A4", "preview", "square", ""], SHEETS),
        ("format", ["gif", "PDF", ""], "one of pdf, svg, png"),
        ("org", ["a\nb", "\x1b[31mred", "x" * 121, "a\u2028b", "\udce4"], LINE),
        ("imprint", ["a\tb", "x" * 121], LINE),
        (
            "distance",
            ["1,2", "0", "0.0", "-1", "1e1", "nan", "inf", "1m", "1234", "\u0661", ""],
            METRES,
        ),
    ],
)
def test_a_bad_option_of_a_poster_is_reported_with_what_was_expected(
    option: str, values: list[str], expected: str
) -> None:
    for value in values:
        result = poster(f"--{option}", value)
        assert result.returncode == 2
        said = f"Invalid value for '--{option}': {value!r}, expected {expected}\n"
        assert said in result.stderr


TAGS = ", ".join(sorted(locales.find(ROOT / "translations")))
LANGUAGES = f"one to three different ones of {TAGS}"
COLUMNS = "wrong.csv, row 1 is 'colour', expected columns of these: accent, "


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sheet", "a7"], f"Invalid value for '--sheet': 'a7', expected {SHEETS}"),
        (["--lang", "xx"], f"--lang is 'xx', expected {LANGUAGES}"),
        (
            ["--out", "a.gif"],
            "--out is 'a.gif', expected a folder, or a name ending in .pdf, .svg or .png\n",
        ),
        (
            ["--out", "gone/a.pdf"],
            "--out is 'gone/a.pdf', expected a place to write to: No such file or directory\n",
        ),
        (["--csv", "gone.csv"], "--csv is 'gone.csv', expected a file to read: No such file"),
        (["--csv", "wrong.csv"], COLUMNS),
        (
            ["--csv", "places.csv", "--out", "wrong.csv/all"],
            "--out is 'wrong.csv/all', expected a place to write to: Not a",
        ),
    ],
)
def test_a_poster_that_cannot_be_made_is_one_line_and_status_2(
    folder: Path, arguments: list[str], said: str
) -> None:
    table(folder, "lang", "en")
    (folder / "wrong.csv").write_text("lang,colour\nen,red\n")
    result = poster(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"offswitch: {said}")
    assert result.stderr.count("\n") == 1
    assert names(folder) == ["places.csv", "wrong.csv"]


@pytest.mark.parametrize(
    ("options", "out", "said"),
    [
        (
            {"lang": "de", "distance": "1.5"},
            ".",
            "distance is '1.5', expected up to 0.5 for de on a6; from further away, "
            "a larger sheet, or fewer languages and words",
        ),
        (
            {"lang": "de,en,ar"},
            ".",
            "sheet is 'a6', expected a larger one for de,en,ar, or fewer languages and words",
        ),
        (
            {"format": "svg", "bleed": "yes"},
            ".",
            "format is 'svg', expected pdf, the only one that has a bleed",
        ),
        (
            {"format": "svg"},
            "a.pdf",
            "out is 'a.pdf', expected a folder, or a name ending in .svg",
        ),
    ],
)
def test_an_order_that_cannot_be_made_is_reported_with_what_was_expected(
    folder: Path, stock: Stock, options: dict[str, str], out: str, said: str
) -> None:
    with pytest.raises(PosterError) as refused:
        orders.make(stock, {**A6, **options}, out)
    assert str(refused.value) == said
    assert names(folder) == []


def test_a_file_that_was_there_stays_whole_where_nothing_can_be_written(
    folder: Path, stock: Stock
) -> None:
    (folder / "wall.svg").write_text("as it was")
    (folder / ".wall.svg.part").mkdir()
    with pytest.raises(IsADirectoryError):
        orders.make(stock, A6, "wall.svg")
    assert (folder / "wall.svg").read_text() == "as it was"


def table(folder: Path, *lines: str) -> None:
    (folder / "places.csv").write_text("\n".join(lines) + "\n", "utf-8")


def told(made: int, there: int, bad: int) -> str:
    return f"Made: {made}. There already: {there}. Bad rows: {bad}.\n"


MANY = ("--csv", "places.csv", "--sheet", "a6", "--out", "all")


def make_many(stock: Stock, *, out: str = "all", **options: str) -> Sequence[bool | str]:
    """Make what the table asks for, as the command does with the same options."""
    table = Path("places.csv")
    return orders.make_many(
        stock, {**A6, **options}, out, table, track=lambda results, count: results
    )


def test_a_row_takes_from_the_options_what_it_does_not_say(folder: Path, stock: Stock) -> None:
    table(
        folder,
        "lang;sheet;format;bleed;org;file",
        "de;;;;Halle;",
        ";a5;svg;no;;Bonn-2",
        ";;;;;",
        "de,en;a4;png;no;;",
    )
    assert make_many(stock, bleed="yes", org="Verein") == [True, True, True]
    made = folder / "all"
    assert names(made) == [
        ".offswitch-made",
        "002-off-switch-a6-de.pdf",
        "005-off-switch-a4-de-en.png",
        "Bonn-2.svg",
    ]
    assert paper(made / "002-off-switch-a6-de.pdf") == (105 + 6, 148 + 6)
    assert "Halle" in text_of(made / "002-off-switch-a6-de.pdf")
    width = float((made / "Bonn-2.svg").read_text().split('viewBox="0 0 ')[1].split()[0])
    assert round(width / 72 * 25.4) == 148
    size = Image.open(io.BytesIO((made / "005-off-switch-a4-de-en.png").read_bytes())).size
    assert [round(side / 150 * 25.4) for side in size] == [210, 297]


def test_good_rows_are_made_and_bad_ones_are_reported(folder: Path) -> None:
    (folder / "logo.png").write_bytes(b"not a picture")
    table(
        folder,
        "lang,sheet,format,bleed,org,imprint,logo,accent,distance,file",
        "en,,,,Good",
        "xx",
        '"de,en,ar,de"',
        '"de,DE"',
        "en,a7",
        "en,,gif",
        "en,,,maybe",
        'en,,,,"Two\nlines"',
        f"en,,,,,{'x' * 121}",
        "en,,,,,,logo.png",
        "en,,,,,,,#ff0",
        'en,,,,,,,,"1,2"',
        "en,,,,,,,,1.5",
        "en,,,,,,,,,a.pdf",
        "en,,,,ᏣᎳᎩ",
        "en,,svg,,,,,,,Same",
        "de,,svg,,,,,,,SAME",
        "en,,,,,,,,,,too much",
        "de",
    )
    result = poster(*MANY)
    assert result.returncode == 2
    assert result.stdout == told(3, 0, 16)
    assert result.stderr.splitlines() == [
        f"row 3, lang is 'xx', expected {LANGUAGES}",
        f"row 4, lang is 'de,en,ar,de', expected {LANGUAGES}",
        f"row 5, lang is 'de,DE', expected {LANGUAGES}",
        f"row 6, sheet is 'a7', expected {SHEETS}",
        "row 7, format is 'gif', expected one of pdf, svg, png",
        "row 8, bleed is 'maybe', expected yes or no",
        f"row 9, org is 'Two\\nlines', expected {LINE}",
        f"row 10, imprint is '{'x' * 121}', expected {LINE}",
        "row 11, logo is 'logo.png', expected an SVG or PNG file",
        f"row 12, accent is '#ff0', expected a colour such as {drawing.ACCENT}",
        f"row 13, distance is '1,2', expected {METRES}",
        "row 14, distance is '1.5', expected up to 0.6 for en on a6; from further away, "
        "a larger sheet, or fewer languages and words",
        "row 15, file is 'a.pdf', expected up to 100 letters from A to Z, digits and hyphens",
        "row 16, org is 'Ꮳ', expected characters that the fonts of posters have",
        "row 18, file is 'SAME.svg', expected a name that no row above has",
        "row 19, a cell beyond the last column is 'too much', expected no such cell: "
        "a text with a separator in it is put in quotes",
    ]
    assert names(folder / "all") == [
        ".offswitch-made",
        "002-off-switch-a6-en.pdf",
        "020-off-switch-a6-de.pdf",
        "Same.svg",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"accent": "red"}, f"accent is 'red', expected a colour such as {drawing.ACCENT}"),
        ({"out": "file"}, "out is 'file', expected a folder, as --csv makes several files"),
        (
            {"out": "all.pdf"},
            "out is 'all.pdf', expected a folder, as --csv makes several files",
        ),
    ],
)
def test_a_batch_that_cannot_begin_is_an_error(
    folder: Path, stock: Stock, options: dict[str, str], said: str
) -> None:
    table(folder, "lang", "en")
    (folder / "file").touch()
    with pytest.raises(PosterError) as refused:
        make_many(stock, **options)
    assert str(refused.value) == said
    assert names(folder) == ["file", "places.csv"]


def test_what_is_made_already_is_not_drawn_again(folder: Path, stock: Stock) -> None:
    (folder / "more").mkdir()
    Image.new("RGB", (20, 10), "green").save(folder / "more" / "logo.png")
    table(folder, "org,logo", "A,more/logo.png", "B,", "C,", "D,")
    assert make_many(stock) == [True, True, True, True]
    made = folder / "all"

    def stamps() -> list[int]:
        return [
            (made / f"{number:03}-off-switch-a6-en.pdf").stat().st_mtime_ns
            for number in (2, 3, 4, 5)
        ]

    before = stamps()
    (made / "003-off-switch-a6-en.pdf").unlink()
    table(folder, "org,logo", "A,more/logo.png", "B,", "Other,", "D,")
    assert make_many(stock) == [False, True, True, False]
    after = stamps()
    assert [new == old for new, old in zip(after, before, strict=True)] == [
        *(True, False, False, True)
    ]
    assert "Other" in text_of(made / "004-off-switch-a6-en.pdf")

    (made / ".offswitch-made").write_bytes(b"\x00\xff nothing\n")
    assert make_many(stock) == [True, True, True, True]


@pytest.mark.starts
def test_ctrl_c_leaves_whole_files_and_the_next_run_goes_on(folder: Path) -> None:
    lines = [f"Place {number}" for number in range(200)]
    table(folder, "org", *lines)
    made = folder / "all"
    listed = made / ".offswitch-made"
    with running("poster", *MANY, OFFSWITCH_PUBLIC_ORIGIN=ORIGIN) as making:
        while making.poll() is None:
            if listed.exists() and listed.read_bytes().count(b"\n") > 1:
                making.send_signal(signal.SIGINT)
                break
            time.sleep(0.01)
    assert making.returncode == 130
    there = [name for name in names(made) if name != listed.name]
    assert 2 <= len(there) < 200
    assert not [name for name in there if name.startswith(".")]
    for name in there:
        assert "Place" in text_of(made / name)

    done = listed.read_text().count("\n")
    table(folder, "org", *lines[: done + 2])
    result = poster(*MANY)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == told(2, done, 0)


def test_on_a_terminal_a_batch_shows_how_far_it_is(folder: Path) -> None:
    table(folder, "org,format", "A,svg", "B,svg", "C,svg")
    result = offswitch("poster", *MANY, terminal=True, OFFSWITCH_PUBLIC_ORIGIN=ORIGIN)
    assert result.returncode == 0
    assert "Making the posters" in result.stderr
    assert re.findall(r"(\d+)%", result.stderr)[-1] == "100"
