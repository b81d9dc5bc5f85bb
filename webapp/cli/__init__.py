"""The console command ``offswitch``: what is done to the site from outside.

Bad input ends with exit status 2 and one line that names the value and what was expected.
The commands here are about the site as a whole; ``evidence`` and ``posters`` have the others.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from flask.cli import FlaskGroup

from webapp import build, create_app, serving
from webapp.cli.evidence import check, record_seen
from webapp.cli.posters import poster
from webapp.cli.progress import bar
from webapp.config import Config
from webapp.errors import OffSwitchError
from webapp.posters import qr


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
    app = create_app(config)  # whatever is wrong is reported here, in one line
    with serving.listen(config) as listening:
        # Nobody prints a private address, so the posters are left out and the start is quick.
        build.write(app, config.site, posters=config.secure, track=bar)
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
@click.option("--no-posters", is_flag=True, help="Leave out what takes most of the time.")
def write(folder: Path, no_posters: bool) -> None:
    """Write the complete site below FOLDER, for any file server, and for `serve`.

    FOLDER/current is the new build as soon as all of it is there, and not before.
    """
    app = create_app(Config.from_environ(os.environ))
    folder = folder.absolute()
    before = build.current(folder)
    built = build.write(app, folder, posters=not no_posters, track=bar)
    again = "was already current" if before == built else "is current"
    click.echo(f"{built} {again}")


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


for command in (check, poster, record_seen):
    cli.add_command(command)


def main() -> None:
    """Run the command."""
    try:
        status = cli(prog_name="offswitch", standalone_mode=False)
    except OffSwitchError as error:
        message = str(error)
    except click.ClickException as error:
        message = error.format_message()
    except click.Abort:  # Ctrl-C
        sys.exit(130)
    else:
        sys.exit(status)  # a command's own; None is 0
    click.echo(f"offswitch: {message}", err=True)
    sys.exit(2)
