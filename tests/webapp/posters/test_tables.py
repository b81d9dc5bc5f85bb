"""A table is read as spreadsheets write it, and as people get it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.errors import PosterError
from webapp.posters import tables
from webapp.posters.tables import Row

OPTIONS = ["lang", "org", "logo", "distance"]


def read(folder: Path, content: str | bytes) -> list[Row]:
    table = folder / "places.csv"
    table.write_bytes(content.encode() if isinstance(content, str) else content)
    return tables.read(table, OPTIONS)


def refusal(folder: Path, content: str | bytes) -> str:
    with pytest.raises(PosterError) as refused:
        read(folder, content)
    return str(refused.value).replace(f"{folder}/", "")


def test_a_row_is_what_its_cells_say_by_column(tmp_path: Path) -> None:
    rows = read(tmp_path, "lang,org\nde,Betriebsrat\nen,Works council\n")
    assert rows == [
        Row(2, {"lang": "de", "org": "Betriebsrat"}),
        Row(3, {"lang": "en", "org": "Works council"}),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_each_spreadsheet_writes_csv_in_its_own_way(
    tmp_path: Path, separator: str, end: str, mark: str
) -> None:
    lines = ("lang,org,distance", 'de,"Köln, Süd; West",1.2', "en,Bonn,")
    table = mark + end.join(lines) + end
    if separator != ",":
        table = table.replace(",", separator).replace(f"Köln{separator}", "Köln,")
    assert read(tmp_path, table) == [
        Row(2, {"lang": "de", "org": "Köln, Süd; West", "distance": "1.2"}),
        Row(3, {"lang": "en", "org": "Bonn"}),
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """Empty rows count, and a cell of several lines is in one row."""
    table = 'lang,org\n\n,\nde,"Two\nlines"\n , \nen\n\n'
    assert read(tmp_path, table) == [
        Row(4, {"lang": "de", "org": "Two\nlines"}),
        Row(6, {"lang": "en"}),
    ]


def test_blanks_around_a_cell_and_columns_without_a_name_at_the_end_are_nothing(
    tmp_path: Path,
) -> None:
    assert read(tmp_path, " lang ;org;;\n de ; A ;;\n") == [Row(2, {"lang": "de", "org": "A"})]


def test_a_quote_within_a_cell_is_doubled(tmp_path: Path) -> None:
    assert read(tmp_path, 'org\n"The ""Local"""\n') == [Row(2, {"org": 'The "Local"'})]


def test_a_logo_lies_beside_the_table(tmp_path: Path) -> None:
    rows = read(tmp_path, "logo\nlogos/a.svg\n/somewhere/b.png\n")
    assert [row.cells["logo"] for row in rows] == [
        str(tmp_path / "logos" / "a.svg"),
        "/somewhere/b.png",
    ]


def test_a_row_has_the_first_text_beyond_the_last_column(tmp_path: Path) -> None:
    assert read(tmp_path, "lang,org\nde,A,,B,C\nen,A,,\n") == [
        Row(2, {"lang": "de", "org": "A"}, "B"),
        Row(3, {"lang": "en", "org": "A"}),
    ]


KNOWN = "expected columns of these: distance, file, lang, logo, org"
EMPTY = "csv is 'places.csv', expected a table with a row for each poster below the header"
QUOTES = "expected cells whose quotes are closed, and doubled within"
UNQUOTED = "',' expected after '\"'"
UTF_8 = "expected UTF-8: in Excel, CSV UTF-8"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", f"places.csv, row 1 is '', {KNOWN}"),
        ("\n\n", f"places.csv, row 1 is '', {KNOWN}"),
        ("lang,,org\nde,,A\n", f"places.csv, row 1 is '', {KNOWN}"),
        ("lang,Org\nde,A\n", f"places.csv, row 1 is 'Org', {KNOWN}"),
        ("lang,table,out\nde,A,B\n", f"places.csv, row 1 is 'table', {KNOWN}"),
        ("lang|org\nde|A\n", f"places.csv, row 1 is 'lang|org', {KNOWN}"),
        ("lang,org,lang\nde,A,en\n", "places.csv, row 1 is 'lang', expected each column once"),
        ("lang,org\n", EMPTY),
        ("lang,org\n,\n\n", EMPTY),
        ('lang\nde\n"en\n', f"places.csv, row 3 is 'unexpected end of data', {QUOTES}"),
        ('lang\n"de"x\n', f"places.csv, row 2 is {UNQUOTED!r}, {QUOTES}"),
        (
            "org\n" + "x" * 200_000,
            f"places.csv, row 2 is 'field larger than field limit (131072)', {QUOTES}",
        ),
        ("org\nA\nKöln\n".encode("cp1252"), f"places.csv, row 3 is b'\\xf6', {UTF_8}"),
        ("org\nA\n".encode("utf-16"), f"places.csv, row 1 is b'\\xff', {UTF_8}"),
        (b"\x89PNG\r\n", f"places.csv, row 1 is b'\\x89', {UTF_8}"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, table: str | bytes, said: str) -> None:
    assert refusal(tmp_path, table) == said


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for table, why in {
        tmp_path: "Is a directory",
        tmp_path / "gone.csv": "No such file or directory",
    }.items():
        with pytest.raises(PosterError) as refused:
            tables.read(table, OPTIONS)
        assert str(refused.value) == f"csv is {str(table)!r}, expected a file to read: {why}"


def test_a_file_is_named_by_its_row_or_as_its_row_says() -> None:
    assert Row(2, {}).file("off-switch-a4-de") == "002-off-switch-a4-de"
    assert Row(12345, {}).file("off-switch-a4-de") == "12345-off-switch-a4-de"
    for name in ("Halle-3", "3", "x" * 100):
        assert Row(2, {"file": name}).file("off-switch-a4-de") == name


@pytest.mark.parametrize(
    "name", ["-rf", ".hidden", "a.pdf", "a b", "../a", "a/b", "Köln", "a\n", "x" * 101]
)
def test_a_name_that_is_none_everywhere_is_refused(name: str) -> None:
    with pytest.raises(PosterError) as refused:
        Row(2, {"file": name}).file("off-switch-a4-de")
    assert str(refused.value) == (
        f"file is {name!r}, expected up to 100 letters from A to Z, digits and hyphens"
    )


HASH = "0123456789abcdef" * 4


def test_the_list_keeps_what_was_made_and_the_last_word_counts(tmp_path: Path) -> None:
    assert tables.recipes(tmp_path) == {}
    tables.note(tmp_path, "a.pdf", "1 pdf")
    tables.note(tmp_path, "b.svg", f"{HASH} svg")
    tables.note(tmp_path, "a.pdf", f"{HASH} pdf")
    assert tables.recipes(tmp_path) == {"a.pdf": f"{HASH} pdf", "b.svg": f"{HASH} svg"}
    lines = (tmp_path / ".offswitch-made").read_text().splitlines()
    assert lines[1:] == [f"{HASH} svg b.svg", f"{HASH} pdf a.pdf"]


def test_a_damaged_list_loses_what_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / ".offswitch-made"
    file.write_bytes(f"{HASH} pdf a.pdf\n\xff\x00\n\n{HASH} pdf b".encode("latin-1"))
    tables.note(tmp_path, "c.pdf", f"{HASH} pdf")
    tables.note(tmp_path, "d.pdf", f"{HASH} pdf")
    found = tables.recipes(tmp_path)
    assert found["a.pdf"] == found["d.pdf"] == f"{HASH} pdf"
    assert found.get("b.pdf") != f"{HASH} pdf"
    assert found.get("c.pdf") != f"{HASH} pdf"


def test_a_list_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".offswitch-made").mkdir()
    with pytest.raises(IsADirectoryError):
        tables.recipes(tmp_path)
    with pytest.raises(IsADirectoryError):
        tables.note(tmp_path, "a.pdf", f"{HASH} pdf")
