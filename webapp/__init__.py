"""Off Switch: the path to LinkedIn's AI-training switch, until it is off.

``create_app`` is the only place where the parts meet. The floors, top to bottom; imports
point down only, and Flask is known from ``urls`` up (import-linter holds both)::

    cli                                drives the app from outside
    serving                            the server in front of it, and the files it serves
    site · studio                      every URL as a file, and posters as somebody orders them
    views                              answer a request in a few lines
    manifest · publication · reminder · wording
                                       what a home screen, a program, a calendar, a poster says
    pages · representations            HTML, and how it travels
    urls · headers                     words of HTTP that every view uses
    posters · precache                 make something out of it
    negotiation · prose · qr · assets · proof · links · sightings · logos · batch
                                       decide, or make one small thing
    guide · locales · devices · fonts
                                       know the content, the languages, the machines
    models · config                    the values everything is said in
    errors                             what can go wrong

A scan: ``views.door`` → ``devices`` → ``negotiation`` → ``pages`` → ``representations``.
A visit: a file that ``site`` wrote, which ``serving`` hands out without asking the app.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import jinja2
from flask import Flask
from flask_babel import Babel

from webapp.build import build_name
from webapp.config import ROOT, Config
from webapp.guide import loading as content
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
    """Return the app for a config and a guide, by default the environment's and the shipped.

    ``build`` is the name of its build where that is known; otherwise everything is rendered to
    learn it, and an OffSwitchError raised if anything that a page needs is missing or wrong.
    """
    config = config or Config.from_environ(os.environ)
    app = Flask(__name__, static_folder=None, template_folder="site/templates")
    app.jinja_options = {
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    Babel(app, default_translation_directories=str(ROOT / "translations"))

    languages = locales.find(ROOT / "translations")
    files = assets.load(ROOT / "pwa")
    urls.register(app, languages, files)
    for view in (door, page_views, poster_views, feeds, offline, wellknown, errors):
        app.register_blueprint(view.bp)

    pages = app.extensions["pages"] = Pages(
        app,
        config=config,
        guide=guide or content.load(Path(app.root_path) / "guide", today=datetime.date.today()),
        locales=languages,
        assets=files,
    )
    pages.name(build or build_name(app))
    app.wsgi_app = Headers(app.wsgi_app, config, files.styles)  # type: ignore[method-assign] # Flask's own way
    return app
