"""docs/device-check.md quotes what pages say today."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from tests.tree import ROOT

CHECK = (ROOT / "docs" / "device-check.md").read_text("utf-8")

# “…” inside a quotation stands for what varies, or for what is left out.
QUOTATIONS = sorted(set(re.findall(r"“([^”]+)”", CHECK)))


@pytest.fixture(scope="module")
def sentences() -> str:
    """Everything that pages say, as it is read: without marks."""
    with (ROOT / "translations" / "messages.pot").open("rb") as file:
        ids = [message.id for message in read_po(file)]
    texts = [text for each in ids for text in ([each] if isinstance(each, str) else each)]
    return re.sub(r"\*\*|\[([^]]*)\]\(\w+\)", r"\1", "\n".join(texts))


@pytest.mark.parametrize("quotation", QUOTATIONS)
def test_a_page_says_what_it_quotes(quotation: str, sentences: str) -> None:
    parts = re.split(r"…|\d+", quotation)
    assert [part for part in parts if part.strip() not in sentences] == []


def test_it_quotes_many_sentences() -> None:
    assert len(QUOTATIONS) > 30
