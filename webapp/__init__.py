"""Off Switch: the path to LinkedIn's AI-training switch, until it is off.

``create_app`` is the only place where the parts meet. These are the floors, top to bottom.
Imports point down only, and Flask is used from ``site`` up (import-linter checks both)::

    cli        the console command: drives the rest from outside
    serving    the server in front of the app, and the files it serves
    build      every URL as a file
    web        HTTP: a request in, bytes and headers out
    site       every byte that a device can get, by locale: knows URLs, no request
    posters    from words and an address to a file that proved itself
    reader     the reader: languages, devices, and the variant that suits
    guide      what we say about LinkedIn, and how we know it
    config · palette
               the settings of this copy; the colours
    files · errors
               files that are complete or not there; what can go wrong

A scan: ``web.door`` → ``reader.devices`` → ``reader.negotiation`` → ``site.pages`` →
``web.responses``. A visit: a file that ``build`` wrote, which ``serving`` hands out without
asking the app. The other flows, with a picture, are in docs/architecture.md.
"""

from __future__ import annotations

import datetime
import os

import jinja2
from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, get_locale

from webapp.build import build_name
from webapp.config import ROOT, Config
from webapp.guide import loading
from webapp.guide.models import Guide
from webapp.reader import locales
from webapp.site import assets
from webapp.site.pages import Pages
from webapp.web import door, errors, feeds, offline, urls, wellknown
from webapp.web import pages as page_views
from webapp.web import posters as poster_views
from webapp.web.headers import Headers


def create_app(
    config: Config | None = None, *, guide: Guide | None = None, build: str = ""
) -> Flask:
    """Return the app for a config and a guide; by default, the environment's and our own.

    ``build`` is the name of its build, if that is known; otherwise everything is rendered to
    learn it, and an OffSwitchError is raised if anything that a page needs is missing or wrong.
    """
    config = config or Config.from_environ(os.environ)
    app = Flask(__name__, static_folder=None, template_folder="site/templates")
    app.jinja_options = {
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    languages = locales.find(ROOT / "translations")
    _translate_templates(app)
    files = assets.load(ROOT / "pwa", stripped=not app.debug)
    urls.register(app, languages, files)
    for view in (door, page_views, poster_views, feeds, offline, wellknown, errors):
        app.register_blueprint(view.bp)

    pages = app.extensions["pages"] = Pages(
        app,
        config=config,
        guide=guide or loading.load(loading.CONTENT, today=datetime.date.today()),
        locales=languages,
        assets=files,
    )
    pages.set_build(build or build_name(app))
    app.wsgi_app = Headers(app.wsgi_app, config, files.styles.values())  # type: ignore[method-assign] # Flask's own way
    return app


def _translate_templates(app: Flask) -> None:
    """Let templates take their messages from the catalogs of the guide's own sentences.

    Flask-Babel would load every catalog a second time, and give no sign of what it lacks.
    """
    Babel(app)

    def messages() -> NullTranslations:
        return locales.catalog(str(get_locale()))

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of its extension
        lambda message: messages().gettext(message),
        lambda one, many, number: messages().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, message: messages().pgettext(context, message),
    )
