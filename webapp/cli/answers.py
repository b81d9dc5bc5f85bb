"""What a person may answer, in an option or to a question."""

from __future__ import annotations

from typing import Any

import click

from webapp.posters.orders import Value


class Answer(click.ParamType[str]):
    """A text that a value accepts; any other gets an error with what was expected."""

    name = "text"

    def __init__(self, value: Value) -> None:
        """Take what is accepted."""
        self.value = value

    def convert(self, value: Any, param: click.Parameter | None, ctx: Any) -> str:
        """Return an answer without the spaces around it."""
        text = str(value).strip()
        if not self.value.accepts(text):
            self.fail(f"{text!r}, expected {self.value.expected}", param, ctx)
        return text
