"""The console command ``offswitch``: what is done to the site from outside.

Bad input ends with exit status 2 and one line that names the value and what was expected.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from babel.dates import format_date
from flask import Flask
from flask.cli import FlaskGroup

from webapp import (
    batch,
    create_app,
    fonts,
    guide,
    links,
    logos,
    posters,
    qr,
    serving,
    sightings,
    site,
    wording,
)
from webapp.config import Config
from webapp.errors import BuildError, OffSwitchError, PosterError
from webapp.models import Format, Grade, Guide, Locale, Sheet, Sighting, Surface, When
from webapp.pages import Pages

CONTENT = Path(__file__).parent / "content"

OLD = 180  # days after which menus may have moved (design.md section 6; pwa/age.js warns then)
SOON = 60  # days in which somebody can look before it is old


@click.group(
    cls=FlaskGroup,
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
)
def cli() -> None:
    """Off Switch: the guide to LinkedIn's AI-training switch."""


@cli.command(with_appcontext=False)
def serve() -> None:
    """Serve the guide; HOST and PORT say where.

    Builds the site first if what is built is not current; SIGHUP changes over to a new
    build without losing a request.
    """
    config = Config.from_environ(os.environ)
    app = create_app(config)  # whatever is wrong is said here, in one line
    _tell_lacking(app)
    with serving.listen(config) as listening:
        # What only this machine and its neighbours can open is not printed: no waiting.
        site.build(app, config.site, drawn=config.secure, track=_bar)
        click.echo(f"\n  Off Switch is at {config.public_origin}\n")
        if sys.stdout.isatty():
            click.echo(qr.terminal(config.public_origin))
        if not config.secure:
            click.echo(
                "  Keeping the page for offline use needs https, or this computer itself.\n"
            )
        serving.server(listening).serve()


@cli.command(with_appcontext=False)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--strict",
    is_flag=True,
    help="Build nothing if a language has no poster for want of letters here.",
)
def build(folder: Path, strict: bool) -> None:
    """Write the whole site below FOLDER, for any file server, and for `serve`.

    FOLDER/current is the new build when all of it is there, and not before.
    """
    app = create_app(Config.from_environ(os.environ))
    if strict:
        _refuse_lacking(app)
    _tell_lacking(app)
    folder = folder.absolute()
    before = site.current(folder)
    built = site.build(app, folder, track=_bar)
    again = "was current already" if before == built else "is current"
    click.echo(f"{built} {again}")


def _lacking(app: Flask) -> dict[str, str]:
    """Return the package with the letters that each language without a poster lacks here."""
    pages: Pages = app.extensions["pages"]
    packages = {_called(locale): fonts.missing(locale) for locale in pages.locales.values()}
    return {language: package for language, package in packages.items() if package}


def _called(locale: Locale) -> str:
    return f"{locale.name} ({locale.tag})"


def _tell_lacking(app: Flask) -> None:
    for language, package in _lacking(app).items():
        click.echo(f"No poster in {language}: install {package}.", err=True)


def _refuse_lacking(app: Flask) -> None:
    if lacking := _lacking(app):
        packages = ", ".join(sorted(set(lacking.values())))
        raise BuildError(
            "a poster in " + ", ".join(lacking),
            "without letters",
            f"{packages} to be installed",
        )


_Item = TypeVar("_Item")


def _bar(
    done: Iterable[_Item], count: int, label: str = "Building the site"
) -> Iterable[_Item]:
    """Show on a terminal how far the work is."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        done, length=count, label=label, file=sys.stderr, hidden=hidden
    ) as bar:
        yield from bar


@cli.command("qr", with_appcontext=False)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the code to FILE.svg or FILE.png instead of the terminal.",
)
def code(out: Path | None) -> None:
    """Make the QR code of the door."""
    origin = Config.from_environ(os.environ).public_origin
    if out is None:
        click.echo(qr.terminal(origin))
    elif out.suffix not in (".svg", ".png"):
        raise click.UsageError(f"--out is {str(out)!r}, expected a name ending in .svg or .png")
    else:
        svg = out.suffix == ".svg"
        content = qr.svg(origin, label=origin).encode() if svg else qr.png(origin)
        try:
            out.write_bytes(content)
        except OSError as error:
            raise click.UsageError(
                f"--out is {str(out)!r}, expected a file to write: {error.strerror}"
            ) from None


class Answer(click.ParamType[str]):
    """What a person may answer; anything else is told with what was expected."""

    name = "text"

    def __init__(self, expected: str, accepts: Callable[[str], object]) -> None:
        """Take what is expected in words, and what tells whether a text is it."""
        self.expected = expected
        self.accepts = accepts

    def convert(self, value: Any, param: click.Parameter | None, ctx: Any) -> str:
        """Return an answer without the blanks around it."""
        text = str(value).strip()
        if not self.accepts(text):
            self.fail(f"{text!r}, expected {self.expected}", param, ctx)
        return text


SECONDS = Answer("seconds from 0 to 999", re.compile(r"[0-9]{1,3}(\.[0-9]+)?").fullmatch)


@cli.command(with_appcontext=False)
@click.option(
    "--links",
    "asking",
    is_flag=True,
    help="Then ask every outgoing address once, slowly, whether anybody answers.",
)
@click.option(
    "--pause",
    type=SECONDS,
    metavar="SECONDS",
    default=f"{links.PAUSE:g}",
    show_default=True,
    help="How long to wait between two addresses.",
)
def check(asking: bool, pause: str) -> None:
    """Check the content files and the settings, and say what is there and how old it is."""
    Config.from_environ(os.environ)
    today = datetime.date.today()
    found = guide.load(CONTENT, today=today)
    for line in _ages(found, today):
        click.echo(line)
    click.echo(
        f"{len(found.steps)} steps, {len(found.labels)} labels, {len(found.regions)} regions, "
        f"{len(found.sources)} sources: no error"
    )
    if asking:
        _ask_links(found, float(pause))


class _Aged(NamedTuple):
    """One thing that grows old."""

    when: When
    name: str
    grade: Grade
    origin: str
    counts: bool = True

    def line(self, today: datetime.date, width: int) -> str:
        age = f"{(today - self.when.first).days} d" if self.when.first else "?"
        return f"  {self.when!s:10}  {age:>6}  {self.name:{width}}  {self.origin}".rstrip()


def _aged(found: Guide) -> Iterator[_Aged]:
    """Yield all evidence, then all sightings."""
    for _, key, evidence, _ in guide.all_evidence(found):
        name = re.sub(r"^.*\.(?=claims)", "", key.removesuffix(".evidence"))
        name = re.sub(r"\.printed\[(.*)\]", r" \1", name)
        yield _Aged(evidence.date, name, evidence.grade, " ".join(evidence.sources))
    for seen in found.sightings.values():
        stands = seen.saw == guide.on_screen(found, seen.surface, seen.language)
        origin = ", ".join((seen.device, seen.app_version, seen.region, seen.language))
        if not stands:
            origin += " (not the guide's words any more)"
        when = When(seen.date.isoformat())
        yield _Aged(when, f"sighting[{seen.id}]", Grade.SEEN, origin, stands)


def _ages(found: Guide, today: datetime.date) -> Iterator[str]:
    """Yield all lines on how good the evidence is and how old, the oldest first."""
    things = sorted(_aged(found), key=lambda thing: thing.when.first or datetime.date.min)
    width = max(len(thing.name) for thing in things)

    yield "Menu paths, as old as a page says:"
    for surface in Surface:
        when = guide.described(found, surface)
        yield _Aged(when, surface, Grade.SEEN, "").line(today, 0)

    for grade in Grade:
        graded = [thing for thing in things if thing.grade is grade]
        yield f"\n{grade}: {len(graded)}"
        for thing in graded:
            yield thing.line(today, width)

    limit = datetime.timedelta(days=OLD)
    days = [(t.when.first + limit, t) for t in things if t.when.first and t.counts]
    soon = [(day, t) for day, t in days if today < day <= today + datetime.timedelta(days=SOON)]
    yield f"\n{OLD} days old or older: {sum(day <= today for day, _ in days)}"
    yield f"{OLD} days old within {SOON} days: {len(soon)}"
    for day, thing in soon:
        yield f"  {day}  {thing.name}"
    yield ""


def _ask_links(found: Guide, pause: float) -> None:
    """Ask the outgoing addresses and print what comes back, which is evidence of nothing."""
    ours = {address.url for address in found.addresses.values()}
    urls = sorted(ours | {source.url for source in found.sources.values() if source.url})
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""  # the bar, which is drawn again
    for url, answer in _bar(links.ask(urls, pause), len(urls), "Asking"):
        click.echo(clear, nl=False, err=True)
        click.echo(f"{url}: {answer}")
    click.echo(
        "An answer says that something is there, not that it says what we say: look at it."
    )


class _Question(NamedTuple):
    """What `record-seen` asks."""

    words: str
    answer: Answer


QUESTIONS = {
    "surface": _Question(
        "Where did you see it, app or website?",
        Answer("app or website", frozenset(Surface).__contains__),
    ),
    "device": _Question(
        "On which device, for example Pixel 9, Android 16?",
        Answer(f"one line of up to {sightings.LONGEST} characters", sightings.is_line),
    ),
    "app-version": _Question(
        "Which version of the LinkedIn app; on the website, which browser and version?",
        Answer(f"one line of up to {sightings.LONGEST} characters", sightings.is_line),
    ),
    "region": _Question(
        "Which region has the account, for example IE?",
        Answer("two capital letters, as in IE or US", guide.REGION.fullmatch),
    ),
    "language": _Question(
        "In which language is LinkedIn there, for example en?",
        Answer("a language such as en or zh-hans", guide.TAG.fullmatch),
    ),
}


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each question."""
    for name, question in reversed(QUESTIONS.items()):
        command = click.option(f"--{name}", type=question.answer, help=question.words)(command)
    return command


@cli.command("record-seen", with_appcontext=False)
@_asked
def record_seen(**given: str | None) -> None:
    """Write down that you saw the menu path and the switch: what no option says is asked."""
    today = datetime.date.today()
    loaded = guide.load(CONTENT, today=today)
    said = {
        name.replace("-", "_"): given[name.replace("-", "_")]
        or click.prompt(question.words, type=question.answer, prompt_suffix=" ")
        for name, question in QUESTIONS.items()
    }
    surface = Surface(said["surface"])
    saw = guide.on_screen(loaded, surface, said["language"])

    click.echo(f"\nThe guide says, on the {surface}:\n")
    for item in saw:
        click.echo(f"  {item}")
    if not click.confirm("\nIs that what you saw, word for word?", default=None):
        click.echo("Nothing is written. Correct the guide first: docs/content.md", err=True)
        raise click.exceptions.Exit(1)

    seen = Sighting(
        id=sightings.free_id(loaded, surface, today),
        surface=surface,
        date=today,
        device=said["device"],
        app_version=said["app_version"],
        region=said["region"],
        language=said["language"],
        saw=saw,
    )
    try:
        loaded = sightings.add(CONTENT, seen, today=today)
    except OSError as error:
        file = CONTENT / sightings.FILE
        raise click.ClickException(
            f"{file} is as it was, expected a file to write: {error.strerror}"
        ) from None
    click.echo(f"\nWritten as {seen.id}. The page for the {surface} says now:\n")
    click.echo(f"  {_vouched(loaded, guide.sighting(loaded, surface) or seen)}\n")
    click.echo("Next: make test, and a commit.")


def _vouched(loaded: Guide, seen: Sighting) -> str:
    """Return in English what a page says of a sighting."""
    text = loaded.section("honest").claim("sure-seen").text
    day = format_date(seen.date, "long", locale="en_GB")
    values = {"date": day, "device": seen.device}
    return guide.PLACEHOLDER.sub(
        lambda match: values[match[1]], guide.LINK.sub("", text)
    ).strip()


LONGEST = 120  # characters: what a maker says stands on the sheet in a few lines


def _is_line(text: str) -> bool:
    """Return whether a text is one line without control characters, and not too long."""
    hidden = {"Cc", "Zl", "Zp", "Cs"}  # Cs: bytes of a terminal that are no text
    return len(text) <= LONGEST and not hidden & {unicodedata.category(sign) for sign in text}


SHEETS = [str(sheet) for sheet in Sheet if sheet is not Sheet.PREVIEW]
FORMATS = [str(kind) for kind in Format]
POSTER = {
    "sheet": Answer("one of " + ", ".join(SHEETS), frozenset(SHEETS).__contains__),
    "format": Answer("one of " + ", ".join(FORMATS), frozenset(FORMATS).__contains__),
    "bleed": Answer("yes or no", frozenset(("yes", "no")).__contains__),
    "org": Answer(f"one line of up to {LONGEST} characters", _is_line),
    "imprint": Answer(f"one line of up to {LONGEST} characters", _is_line),
    "distance": Answer(
        "metres above 0, such as 0.8 or 1.2",
        lambda text: re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text) and float(text) > 0,
    ),
}


@cli.command(with_appcontext=False)
@click.option(
    "--lang",
    default="en",
    show_default=True,
    metavar="TAGS",
    help="One to three languages for one sheet, for example de,en.",
)
@click.option(
    "--sheet",
    type=POSTER["sheet"],
    default=str(Sheet.A4),
    show_default=True,
    metavar="SHEET",
    help="The paper, or several small ones on A4: " + ", ".join(SHEETS) + ".",
)
@click.option(
    "--format",
    type=POSTER["format"],
    metavar="FORMAT",
    help="pdf, svg or png; else what the name of --out ends in, else pdf.",
)
@click.option("--bleed", is_flag=True, help="Add 3 mm around it and marks to cut at.")
@click.option("--org", type=POSTER["org"], default="", help="Who puts it up.")
@click.option(
    "--imprint",
    type=POSTER["imprint"],
    default="",
    help="Who is responsible, where the law asks for it.",
)
@click.option("--logo", default="", metavar="FILE", help="An SVG or PNG file.")
@click.option(
    "--accent",
    default=posters.ACCENT,
    show_default=True,
    metavar="COLOUR",
    help="A colour that can be read on white.",
)
@click.option(
    "--distance",
    type=POSTER["distance"],
    metavar="METRES",
    help="From how far the code is read; else what suits the sheet.",
)
@click.option(
    "--out",
    default=".",
    metavar="FILE|FOLDER",
    help="A name ending in .pdf, .svg or .png, or a folder; else here.",
)
@click.option(
    "--csv",
    "table",
    metavar="FILE",
    help="Make a poster for each row; columns are named as the options are, and `file`.",
)
def poster(out: str, table: str | None, bleed: bool, **options: str | None) -> None:
    """Make a poster for a wall, or many of them."""
    app = create_app(Config.from_environ(os.environ))
    given = {name: value or "" for name, value in options.items()}
    given["bleed"] = "yes" if bleed else "no"
    try:
        with app.test_request_context():
            if table is None:
                _make_one(app.extensions["pages"], given, out)
            else:
                _make_many(app.extensions["pages"], given, out, Path(table))
    except PosterError as error:
        option = error.name in {*given, "csv", "out"}
        raise click.UsageError(f"--{error}" if option else str(error)) from None
    except OSError as error:
        raise click.UsageError(
            f"--out is {out!r}, expected a place to write to: {error.strerror}"
        ) from None


class _Order(NamedTuple):
    """A poster that can be drawn."""

    poster: posters.Poster
    kind: Format
    name: str  # without the suffix

    def draw(self) -> bytes:
        """Return the file, or raise PosterError in the words of who ordered it."""
        try:
            return posters.draw(self.poster, self.kind)
        except PosterError as error:
            if error.name != "sheet":
                raise
            tags = ",".join(worded.locale.tag for worded in self.poster.wordings)
            raise PosterError(
                "sheet",
                str(self.poster.sheet),
                f"a larger one for {tags} to be read from {self.poster.distance:g} m, "
                "fewer languages and words, or a shorter distance",
            ) from None


def _order(pages: Pages, given: Mapping[str, str]) -> _Order:
    """Return what options ask for, or raise PosterError, which names the wrong one."""
    locales = _locales(pages, given["lang"])
    sheet = Sheet(given["sheet"])
    kind = Format(given["format"] or Format.PDF)
    made = wording.poster(
        pages,
        locales,
        sheet,
        distance=float(given["distance"]) if given["distance"] else None,
        bleed=given["bleed"] == "yes",
        accent=posters.accent(given["accent"]),
        maker=posters.Maker(
            org=given["org"],
            imprint=given["imprint"],
            logo=_logo(Path(given["logo"])) if given["logo"] else b"",
        ),
    )
    return _Order(made, kind, posters.name(sheet, locales, kind).removesuffix(f".{kind}"))


def _locales(pages: Pages, tags: str) -> list[Locale]:
    named = [tag.strip().lower() for tag in tags.split(",")]
    known = pages.locales.keys()
    if len(named) > 3 or len(set(named)) < len(named) or not known >= set(named):
        expected = "one to three different ones of " + ", ".join(sorted(known))
        raise PosterError("lang", tags, expected)
    found = [pages.locales[tag] for tag in named]
    for locale in found:
        if package := fonts.missing(locale):
            expected = f"letters of {_called(locale)} here: install {package}"
            raise PosterError("lang", tags, expected)
    return found


_logo = lru_cache(maxsize=16)(logos.load)  # all rows of a batch may have the same


def _make_one(pages: Pages, given: Mapping[str, str], out: str) -> None:
    place = Path(out)
    to_folder = out.endswith("/") or place.is_dir()
    if not to_folder:
        given = {**given, "format": _format(out, given["format"])}
    order = _order(pages, given)
    content = order.draw()
    if to_folder:
        place.mkdir(parents=True, exist_ok=True)
        place /= f"{order.name}.{order.kind}"
    _write(place, content)
    click.echo(place)
    for worded in order.poster.wordings:
        click.echo(f"  {worded.readable}")


def _format(out: str, wanted: str) -> str:
    """Return the format of a file by its name, if it is the one wanted."""
    suffix = Path(out).suffix
    if suffix[1:] not in ([wanted] if wanted else FORMATS):
        suffixes = f".{wanted}" if wanted else ".pdf, .svg or .png"
        raise PosterError("out", out, f"a folder, or a name ending in {suffixes}")
    return suffix[1:]


def _make_many(pages: Pages, given: Mapping[str, str], out: str, table: Path) -> None:
    if Path(out).is_file() or Path(out).suffix[1:] in FORMATS:
        raise PosterError("out", out, "a folder, as --csv makes several files")
    rows = batch.read(table)
    _order(pages, given)  # what is wrong with an option is not wrong with every row
    many = _Many(pages, given, Path(out))
    results = list(_bar(map(many.make, rows), len(rows), "Making the posters"))
    bad = [said for said in results if isinstance(said, str)]
    click.echo(
        f"Made: {results.count(True)}. There already: {results.count(False)}. "
        f"Bad rows: {len(bad)}."
    )
    for said in bad:
        click.echo(said, err=True)
    if bad:
        raise click.exceptions.Exit(2)


class _Many:
    """The files of a table, in a folder with a list of what earlier runs made."""

    def __init__(self, pages: Pages, given: Mapping[str, str], folder: Path) -> None:
        self.pages = pages
        self.given = given
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.there = batch.made(folder)
        self.taken: set[str] = set()

    def make(self, row: batch.Row) -> bool | str:
        """Return whether a row's file had to be drawn, or what is wrong with the row."""
        try:
            return self._make(row)
        except PosterError as error:
            return f"row {row.number}, {error}"

    def _make(self, row: batch.Row) -> bool:
        if row.beyond:
            expected = "nothing there: a text with a separator in it stands in quotes"
            raise PosterError("a cell beyond the last column", row.beyond, expected)
        for column in POSTER.keys() & row.given.keys():
            if not POSTER[column].accepts(row.given[column]):
                raise PosterError(column, row.given[column], POSTER[column].expected)
        order = _order(self.pages, {**self.given, **row.given})
        file = self.folder / f"{row.file(order.name)}.{order.kind}"
        if file.name.lower() in self.taken:  # many a disk does not tell A from a
            raise PosterError("file", file.name, "a name that no row above has")
        self.taken.add(file.name.lower())
        recipe = f"{posters.recipe(order.poster).hex()} {order.kind}"
        if self.there.get(file.name) == recipe and file.is_file():
            return False
        _write(file, order.draw())
        batch.note(self.folder, file.name, recipe)
        return True


def _write(file: Path, content: bytes) -> None:
    """Write a file that is whole or not there."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def main() -> None:
    """Run the command."""
    try:
        status = cli(prog_name="offswitch", standalone_mode=False)
    except OffSwitchError as error:
        said = str(error)
    except click.ClickException as error:
        said = error.format_message()
    except click.Abort:  # Ctrl-C
        sys.exit(130)
    else:
        sys.exit(status)  # a command's own; None is 0
    click.echo(f"offswitch: {said}", err=True)
    sys.exit(2)
