"""The devices that tests use, as Playwright's options, and LinkedIn's address."""

from __future__ import annotations

from typing import Any

from tests.guides import SHIPPED
from tests.webapp.reader.user_agents import IPHONE, MAC, PHONE, WINDOWS

Options = dict[str, Any]

LAYOUTS: dict[str, Options] = {
    "phone": {
        "user_agent": PHONE["User-Agent"],
        "viewport": {"width": 360, "height": 640},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desktop": {
        "user_agent": WINDOWS["User-Agent"],
        "viewport": {"width": 1280, "height": 720},
    },
}
SURFACE = {"phone": "app", "desktop": "website"}

# Playwright has no maximum of touch points; with touch on, Chromium reports one per finger.
IPAD: Options = {
    "user_agent": MAC["User-Agent"],
    "viewport": {"width": 820, "height": 1180},
    "has_touch": True,
}
LINKEDIN_WINDOW: Options = {
    **LAYOUTS["phone"],
    "user_agent": IPHONE["User-Agent"].replace("Safari/604.1", "[LinkedInApp]/9.30.1234"),
}

SETTING = SHIPPED.addresses["setting"].url
