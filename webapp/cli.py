"""The console command ``offswitch``: what is done to the site from outside.

Bad input ends with exit status 2 and one line that names the value and what was expected.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import FlaskGroup

from webapp import create_app, guide, qr, serving, site
from webapp.config import Config
from webapp.errors import OffSwitchError


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
    with serving.listen(config) as listening:
        site.build(app, config.site, track=_bar)
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
def build(folder: Path) -> None:
    """Write the whole site below FOLDER, for any file server, and for `serve`.

    FOLDER/current is the new build when all of it is there, and not before.
    """
    app = create_app(Config.from_environ(os.environ))
    folder = folder.absolute()
    before = site.current(folder)
    built = site.build(app, folder, track=_bar)
    again = "was current already" if before == built else "is current"
    click.echo(f"{built} {again}")


def _bar(done: Iterable[site.Index], count: int) -> Iterable[site.Index]:
    """Show on a terminal how far the work is."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        done, length=count, label="Building the site", file=sys.stderr, hidden=hidden
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


@cli.command(with_appcontext=False)
def check() -> None:
    """Check the content files and the settings, and say what is there."""
    Config.from_environ(os.environ)
    folder = Path(__file__).parent / "content"
    found = guide.load(folder, today=datetime.date.today())
    click.echo(
        f"{len(found.steps)} steps, {len(found.labels)} labels, {len(found.regions)} regions, "
        f"{len(found.sources)} sources: no error"
    )


def main() -> None:
    """Run the command."""
    try:
        cli(prog_name="offswitch", standalone_mode=False)
    except OffSwitchError as error:
        said = str(error)
    except click.ClickException as error:
        said = error.format_message()
    except click.Abort:  # Ctrl-C
        sys.exit(130)
    else:
        return
    click.echo(f"offswitch: {said}", err=True)
    sys.exit(2)
