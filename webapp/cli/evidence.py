"""`offswitch check` and `record-seen`: how good and how old evidence is, and what was seen."""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click
from babel.dates import format_date

from webapp.cli.answers import Answer
from webapp.cli.progress import bar
from webapp.config import Config
from webapp.guide import linkcheck, loading, markup, rules, sightings
from webapp.guide.models import OLD, Grade, Guide, Sighting, Surface, When
from webapp.posters.orders import Value

SOON = 60  # days left in which somebody can look before it is old

SECONDS = Value("seconds from 0 to 999", re.compile(r"[0-9]{1,3}(\.[0-9]+)?").fullmatch)


@click.command()
@click.option(
    "--links",
    "asking",
    is_flag=True,
    help="Then request every outgoing address once, slowly, to see whether it answers.",
)
@click.option(
    "--pause",
    type=Answer(SECONDS),
    metavar="SECONDS",
    default=f"{linkcheck.PAUSE:g}",
    show_default=True,
    help="How long to wait between two addresses.",
)
def check(asking: bool, pause: str) -> None:
    """Check the content files and the settings, and list what is there and how old it is."""
    Config.from_environ(os.environ)
    today = datetime.date.today()
    guide = loading.load(loading.CONTENT, today=today)
    for line in _report(guide, today):
        click.echo(line)
    click.echo(
        f"{len(guide.steps)} steps, {len(guide.labels)} labels, {len(guide.regions)} regions, "
        f"{len(guide.sources)} sources: no error"
    )
    if asking:
        _ask_links(guide, float(pause))


class _Record(NamedTuple):
    """One thing that grows old."""

    when: When
    name: str
    grade: Grade
    origin: str
    is_current: bool = True

    def line(self, today: datetime.date, width: int) -> str:
        age = f"{(today - self.when.first).days} d" if self.when.first else "?"
        return f"  {self.when!s:10}  {age:>6}  {self.name:{width}}  {self.origin}".rstrip()


def _records(guide: Guide) -> Iterator[_Record]:
    """Yield all evidence, then all sightings."""
    for _, key, evidence, _ in rules.all_evidence(guide):
        name = re.sub(r"^.*\.(?=claims)", "", key.removesuffix(".evidence"))
        name = re.sub(r"\.printed\[(.*)\]", r" \1", name)
        yield _Record(evidence.date, name, evidence.grade, " ".join(evidence.sources))
    for sighting in guide.sightings.values():
        words = sightings.on_screen(guide, sighting.surface, sighting.language)
        is_current = sighting.saw == words
        origin = ", ".join(
            (sighting.device, sighting.app_version, sighting.region, sighting.language)
        )
        if not is_current:
            origin += " (no longer the guide's words)"
        when = When(sighting.date.isoformat())
        yield _Record(when, f"sighting[{sighting.id}]", Grade.SEEN, origin, is_current)


def _report(guide: Guide, today: datetime.date) -> Iterator[str]:
    """Yield all lines on how good and how old the evidence is, the oldest first."""
    records = sorted(_records(guide), key=lambda r: r.when.first or datetime.date.min)
    width = max(len(record.name) for record in records)

    yield "Menu paths, as old as pages say:"
    for surface in Surface:
        when = sightings.description_date(guide, surface)
        yield _Record(when, surface, Grade.SEEN, "").line(today, 0)

    for grade in Grade:
        of_grade = [record for record in records if record.grade is grade]
        yield f"\n{grade}: {len(of_grade)}"
        for record in of_grade:
            yield record.line(today, width)

    limit = datetime.timedelta(days=OLD)
    days = [(r.when.first + limit, r) for r in records if r.when.first and r.is_current]
    soon = [(day, r) for day, r in days if today < day <= today + datetime.timedelta(days=SOON)]
    yield f"\n{OLD} days old or older: {sum(day <= today for day, _ in days)}"
    yield f"{OLD} days old within {SOON} days: {len(soon)}"
    for day, record in soon:
        yield f"  {day}  {record.name}"
    yield ""


def _ask_links(guide: Guide, pause: float) -> None:
    """Request the outgoing addresses and print the answers, which are not evidence."""
    ours = {address.url for address in guide.addresses.values()}
    urls = sorted(ours | {source.url for source in guide.sources.values() if source.url})
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""  # removes the bar, which is drawn again
    for url, answer in bar(linkcheck.ask(urls, pause), len(urls), "Asking"):
        click.echo(clear, nl=False, err=True)
        click.echo(f"{url}: {answer}")
    click.echo(
        "An answer says that something is there, not that it says what we say: look at it."
    )


QUESTIONS = {
    "surface": "Where did you see it, app or website?",
    "device": "On which device, for example Pixel 9, Android 16?",
    "app_version": (
        "Which version of the LinkedIn app; on the website, which browser and version?"
    ),
    "region": "Which region is the account in, for example IE?",
    "language": "Which language is LinkedIn in there, for example en?",
}
ANSWERS = {
    "surface": Answer(Value("app or website", frozenset(Surface).__contains__)),
    "device": Answer(
        Value(f"one line of up to {sightings.LONGEST} characters", sightings.is_line)
    ),
    "app_version": Answer(
        Value(f"one line of up to {sightings.LONGEST} characters", sightings.is_line)
    ),
    "region": Answer(Value("two capital letters, as in IE or US", rules.REGION.fullmatch)),
    "language": Answer(Value("a language such as en or zh-hans", rules.TAG.fullmatch)),
}


@click.command()
@click.option("--surface", type=ANSWERS["surface"], help=QUESTIONS["surface"])
@click.option("--device", type=ANSWERS["device"], help=QUESTIONS["device"])
@click.option("--app-version", type=ANSWERS["app_version"], help=QUESTIONS["app_version"])
@click.option("--region", type=ANSWERS["region"], help=QUESTIONS["region"])
@click.option("--language", type=ANSWERS["language"], help=QUESTIONS["language"])
def record_seen(**options: str | None) -> None:
    """Record that you saw the menu path and the switch; it asks for whatever no option says."""
    today = datetime.date.today()
    guide = loading.load(loading.CONTENT, today=today)
    answers = {
        name: options[name] or click.prompt(question, type=ANSWERS[name], prompt_suffix=" ")
        for name, question in QUESTIONS.items()
    }
    surface = Surface(answers["surface"])
    saw = sightings.on_screen(guide, surface, answers["language"])

    click.echo(f"\nThe guide says, on the {surface}:\n")
    for item in saw:
        click.echo(f"  {item}")
    if not click.confirm("\nIs that what you saw, word for word?", default=None):
        click.echo("Nothing was written. Correct the guide first: docs/content.md", err=True)
        raise click.exceptions.Exit(1)

    sighting = Sighting(
        id=sightings.free_id(guide, surface, today),
        surface=surface,
        date=today,
        device=answers["device"],
        app_version=answers["app_version"],
        region=answers["region"],
        language=answers["language"],
        saw=saw,
    )
    try:
        guide = sightings.add(loading.CONTENT, sighting, today=today)
    except OSError as error:
        file = loading.CONTENT / sightings.FILE
        raise click.ClickException(
            f"{file} is unchanged, expected a file to write: {error.strerror}"
        ) from None
    click.echo(f"\nWritten as {sighting.id}. The page for the {surface} now says:\n")
    click.echo(f"  {_vouched(guide, sightings.newest(guide, surface) or sighting)}\n")
    click.echo("Next: make test, and a commit.")


def _vouched(guide: Guide, sighting: Sighting) -> str:
    """Return in English what a page says about a sighting."""
    text = guide.section("honest").claim("sure-seen").text
    day = format_date(sighting.date, "long", locale="en_GB")
    values = {"date": day, "device": sighting.device}
    return markup.PLACEHOLDER.sub(
        lambda match: values[match[1]], markup.LINK.sub("", text)
    ).strip()
