"""`offswitch poster`: one poster, or one for each row of a table."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from webapp.cli.answers import Answer
from webapp.cli.progress import bar
from webapp.config import Config
from webapp.errors import PosterError
from webapp.guide import loading
from webapp.posters import drawing, orders
from webapp.posters.drawing import Poster
from webapp.posters.sheets import Sheet
from webapp.reader import locales

ANSWERS = {name: Answer(value) for name, value in orders.VALUES.items()}


@click.command()
@click.option(
    "--lang",
    default="en",
    show_default=True,
    metavar="TAGS",
    help="One to three languages for one sheet, for example de,en.",
)
@click.option(
    "--sheet",
    type=ANSWERS["sheet"],
    default=str(Sheet.A4),
    show_default=True,
    metavar="SHEET",
    help="The paper, or several small ones on A4: " + ", ".join(orders.SHEETS) + ".",
)
@click.option(
    "--format",
    type=ANSWERS["format"],
    metavar="FORMAT",
    help="pdf, svg or png; otherwise the suffix of --out, or pdf.",
)
@click.option("--bleed", is_flag=True, help="Add 3 mm for a print shop to cut off.")
@click.option("--org", type=ANSWERS["org"], default="", help="Who puts it up.")
@click.option(
    "--imprint",
    type=ANSWERS["imprint"],
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
    type=ANSWERS["distance"],
    metavar="METRES",
    help="From how far away the code is read; otherwise what suits the sheet.",
)
@click.option(
    "--out",
    default=".",
    metavar="FILE|FOLDER",
    help="A name ending in .pdf, .svg or .png, or a folder; by default this one.",
)
@click.option(
    "--csv",
    "table",
    metavar="FILE",
    help="Make a poster for each row; columns are named as the options are, and `file`.",
)
def poster(out: str, table: str | None, bleed: bool, **options: str | None) -> None:
    """Make a poster for a wall, or many of them."""
    config = Config.from_environ(os.environ)
    guide = loading.load(loading.CONTENT, today=datetime.date.today())
    stock = orders.Stock(guide, locales.find(), config.public_origin)
    order = {name: value or "" for name, value in options.items()}
    order["bleed"] = "yes" if bleed else "no"
    try:
        if table is None:
            _tell_one(*orders.make(stock, order, out))
        else:
            track = partial(bar, label="Making the posters")
            _tell_many(orders.make_many(stock, order, out, Path(table), track=track))
    except PosterError as error:
        option = error.name in {*order, "csv", "out"}
        raise click.UsageError(f"--{error}" if option else str(error)) from None
    except OSError as error:
        raise click.UsageError(
            f"--out is {out!r}, expected a place to write to: {error.strerror}"
        ) from None


def _tell_one(file: Path, poster: Poster) -> None:
    click.echo(file)
    for wording in poster.wordings:
        click.echo(f"  {wording.readable}")


def _tell_many(results: Sequence[bool | str]) -> None:
    errors = [result for result in results if isinstance(result, str)]
    click.echo(
        f"Made: {results.count(True)}. There already: {results.count(False)}. "
        f"Bad rows: {len(errors)}."
    )
    for error in errors:
        click.echo(error, err=True)
    if errors:
        raise click.exceptions.Exit(2)
