"""What the server says to its worker: hashes, and a line that names them."""

from __future__ import annotations

import base64
import hashlib
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from webapp.site import precache

FILES = {"/en/app/": b"<p>", "/assets/0123/app.js": b"", "/de/ä": b"\xff"}


def released(worker: bytes) -> dict[str, object]:
    """What a script would find in self.RELEASE."""
    found = re.fullmatch(rb"self\.RELEASE = (\{.*\})\n\{\n\}\n", worker)
    assert found
    value: dict[str, object] = json.loads(found[1])
    return value


def test_a_digest_is_what_a_browser_computes() -> None:
    assert precache.digest(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert base64.b64decode(precache.digest(b"x")) == hashlib.sha256(b"x").digest()


def test_a_manifest_has_the_hash_of_each_file_by_path() -> None:
    value = json.loads(precache.manifest(FILES))
    assert value == {path: precache.digest(content) for path, content in FILES.items()}


def test_a_manifest_is_the_same_bytes_in_whatever_order_files_come() -> None:
    assert precache.manifest(FILES) == precache.manifest(dict(reversed(FILES.items())))


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=3))
def test_one_changed_byte_changes_manifest_and_release(path: str, content: bytes) -> None:
    same = FILES[path] == content
    before, after = (precache.manifest(files) for files in (FILES, {**FILES, path: content}))
    assert (before == after) is same
    workers = [
        precache.worker(b"", "b", "s", {"en": each}, missing="") for each in (before, after)
    ]
    assert (workers[0] == workers[1]) is same


def test_a_release_names_build_salt_and_the_manifest_of_each_locale() -> None:
    value = released(
        precache.worker(b"", "b1", "5a17", {"xx": b"1", "yy": b"2"}, missing="Gone.")
    )
    assert value == {
        "build": "b1",
        "salt": "5a17",
        "precache": {"xx": precache.digest(b"1"), "yy": precache.digest(b"2")},
        "missing": "Gone.",
    }


@given(st.text())
def test_a_release_is_one_line_of_ascii_whatever_it_says(missing: str) -> None:
    """A line separator would end a string in an old browser, and the worker with it."""
    worker = precache.worker(b"", "b", "s", {}, missing=missing)
    assert worker.isascii()
    assert worker.splitlines()[1:] == [b"{", b"}"]
    assert released(worker)["missing"] == missing


def test_a_script_is_in_braces_so_that_no_part_of_it_is_a_script() -> None:
    worker = precache.worker(b"act()\n", "b", "s", {}, missing="")
    assert worker.split(b"\n", 1)[1] == b"{\nact()\n}\n"
