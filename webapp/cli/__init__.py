"""The console command ``offswitch``: what is done to the site from outside.

Bad input ends with exit status 2 and one line that names the value and what was expected.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from babel.dates import format_date
from flask import Flask
from flask.cli import FlaskGroup

from webapp import build, create_app, serving
from webapp.config import Config
from webapp.errors import BuildError, OffSwitchError, PosterError
from webapp.guide import linkcheck, loading, sightings
from webapp.guide.models import Grade, Guide, Sheet, Sighting, Surface, When
from webapp.posters import drawing, fonts, orders, qr
from webapp.site.pages import Pages

CONTENT = Path(__file__).parents[1] / "guide"

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
        build.write(app, config.site, drawn=config.secure, track=_bar)
        click.echo(f"\n  Off Switch is at {config.public_origin}\n")
        if sys.stdout.isatty():
            click.echo(qr.terminal(config.public_origin))
        if not config.secure:
            click.echo(
                "  Keeping the page for offline use needs https, or this computer itself.\n"
            )
        serving.server(listening, app.extensions["pages"].build).serve()


@cli.command("build", with_appcontext=False)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--strict",
    is_flag=True,
    help="Build nothing if a language has no poster for want of letters here.",
)
def write(folder: Path, strict: bool) -> None:
    """Write the whole site below FOLDER, for any file server, and for `serve`.

    FOLDER/current is the new build when all of it is there, and not before.
    """
    app = create_app(Config.from_environ(os.environ))
    if strict:
        _refuse_lacking(app)
    _tell_lacking(app)
    folder = folder.absolute()
    before = build.current(folder)
    built = build.write(app, folder, track=_bar)
    again = "was current already" if before == built else "is current"
    click.echo(f"{built} {again}")


def _lacking(app: Flask) -> dict[str, str]:
    """Return the package with the letters that each language without a poster lacks here."""
    pages: Pages = app.extensions["pages"]
    packages = {str(locale): fonts.missing(locale) for locale in pages.locales.values()}
    return {language: package for language, package in packages.items() if package}


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
    default=f"{linkcheck.PAUSE:g}",
    show_default=True,
    help="How long to wait between two addresses.",
)
def check(asking: bool, pause: str) -> None:
    """Check the content files and the settings, and say what is there and how old it is."""
    Config.from_environ(os.environ)
    today = datetime.date.today()
    found = loading.load(CONTENT, today=today)
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
    for _, key, evidence, _ in loading.all_evidence(found):
        name = re.sub(r"^.*\.(?=claims)", "", key.removesuffix(".evidence"))
        name = re.sub(r"\.printed\[(.*)\]", r" \1", name)
        yield _Aged(evidence.date, name, evidence.grade, " ".join(evidence.sources))
    for seen in found.sightings.values():
        stands = seen.saw == loading.on_screen(found, seen.surface, seen.language)
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
        when = loading.described(found, surface)
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
    for url, answer in _bar(linkcheck.ask(urls, pause), len(urls), "Asking"):
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
        Answer("two capital letters, as in IE or US", loading.REGION.fullmatch),
    ),
    "language": _Question(
        "In which language is LinkedIn there, for example en?",
        Answer("a language such as en or zh-hans", loading.TAG.fullmatch),
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
    loaded = loading.load(CONTENT, today=today)
    said = {
        name.replace("-", "_"): given[name.replace("-", "_")]
        or click.prompt(question.words, type=question.answer, prompt_suffix=" ")
        for name, question in QUESTIONS.items()
    }
    surface = Surface(said["surface"])
    saw = loading.on_screen(loaded, surface, said["language"])

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
    click.echo(f"  {_vouched(loaded, loading.sighting(loaded, surface) or seen)}\n")
    click.echo("Next: make test, and a commit.")


def _vouched(loaded: Guide, seen: Sighting) -> str:
    """Return in English what a page says of a sighting."""
    text = loaded.section("honest").claim("sure-seen").text
    day = format_date(seen.date, "long", locale="en_GB")
    values = {"date": day, "device": seen.device}
    return loading.PLACEHOLDER.sub(
        lambda match: values[match[1]], loading.LINK.sub("", text)
    ).strip()


POSTER = {name: Answer(*value) for name, value in orders.VALUES.items()}


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
    help="The paper, or several small ones on A4: " + ", ".join(orders.SHEETS) + ".",
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
    default=drawing.ACCENT,
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
    pages = app.extensions["pages"]
    try:
        with app.test_request_context():
            if table is None:
                _tell_one(*orders.make(pages, given, out))
            else:
                track = partial(_bar, label="Making the posters")
                _tell_many(orders.make_many(pages, given, out, Path(table), track=track))
    except PosterError as error:
        option = error.name in {*given, "csv", "out"}
        raise click.UsageError(f"--{error}" if option else str(error)) from None
    except OSError as error:
        raise click.UsageError(
            f"--out is {out!r}, expected a place to write to: {error.strerror}"
        ) from None


def _tell_one(file: Path, made: drawing.Poster) -> None:
    click.echo(file)
    for worded in made.wordings:
        click.echo(f"  {worded.readable}")


def _tell_many(results: Sequence[bool | str]) -> None:
    bad = [said for said in results if isinstance(said, str)]
    click.echo(
        f"Made: {results.count(True)}. There already: {results.count(False)}. "
        f"Bad rows: {len(bad)}."
    )
    for said in bad:
        click.echo(said, err=True)
    if bad:
        raise click.exceptions.Exit(2)


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
