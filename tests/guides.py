"""The guide as it is shipped, for tests that take its words from there."""

from __future__ import annotations

import datetime

from webapp import guide
from webapp.config import ROOT

CONTENT = ROOT / "webapp" / "content"
TODAY = datetime.date.today()

SHIPPED = guide.load(CONTENT, today=TODAY)
