"""The errors that can occur before a page is served.

Each error names the place, the value and what was expected there. Requests that go wrong
are HTTP errors and live in ``web.errors``.
"""


class OffSwitchError(Exception):
    """Stops the start, with one line that a person can act on."""


class ConfigError(OffSwitchError):
    """A setting in the environment cannot be used."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        """Say which setting, the value it had and what it should be."""
        super().__init__(f"{name} is {value!r}, expected {expected}")


class ContentError(OffSwitchError):
    """A content file says something that no page may show."""

    def __init__(self, file: str, key: str, value: object, expected: str) -> None:
        """Say which file and key, the value found and what it should be."""
        super().__init__(f"{file}: {key} is {value!r}, expected {expected}")


class CatalogError(OffSwitchError):
    """A message catalog is missing or was not compiled."""

    def __init__(self, locale: str, expected: str) -> None:
        """Say which locale and what its catalog should be."""
        super().__init__(f"translations/{locale}: expected {expected}")


class BuildError(OffSwitchError):
    """The site cannot be written completely."""

    def __init__(self, what: str, state: str, expected: str) -> None:
        """Say which URL or folder, its state and what it should be."""
        super().__init__(f"build: {what} is {state}, expected {expected}")


class PosterError(OffSwitchError):
    """A poster cannot be made, or would not do what it says."""

    def __init__(self, name: str, value: object, expected: str) -> None:
        """Say which part of it, the value found and what it should be."""
        super().__init__(f"{name} is {value!r}, expected {expected}")
        self.name = name


class RoomError(PosterError):
    """A sheet has no room for what should be on it."""
