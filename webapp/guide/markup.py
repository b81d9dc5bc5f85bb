"""The markup of the guide's texts, and the names that they may contain.

It is ``**strong**``, ``[text](place)`` and ``{name}``, the name of a label or of a value below.
How it is shown is decided in ``site.prose`` for pages and in ``posters.wording`` for posters.
"""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"\{(\w*)\}")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")

# Places of the site that a text may link, as `[text](place)`.
PLACES = frozenset(
    {
        "about",
        "app",
        "code",
        "contact",
        "data",
        "earlier",
        "english",
        "feed",
        "keep",
        "more",
        "object",
        "reminder",
        "report-check",
        "report-open",
        "settings",
        "source",
        "transfer",
        "website",
    }
)

# What a text may contain besides labels, as `{name}`.
VALUES = frozenset(
    {
        "address",  # of this copy
        "change",  # what the newest correction says
        "date",  # of the evidence
        "device",  # of a sighting
        "distance",  # from which a poster is read
        "first",  # day of the reminder, such as 3 May
        "host",  # of this copy
        "m",  # how many, in all; a script fills it in
        "month",  # of the evidence, or of the newest change
        "n",  # how many of them; a script fills it in
        "others",  # a label in the other languages
        "setting_name",  # of LinkedIn's, or of a section of them
        "second",  # day of the reminder
        "place",  # where a report comes from: page, step, language, build
    }
)
