"""The finder of plaintext finds a word in every form in which it could lie on a disk."""

import base64
import io
import zlib
from pathlib import Path

import pikepdf
import pytest

from tests.crash import plaintext, scenario

_WORD = scenario.HIDDEN


@pytest.mark.parametrize(
    "data",
    [
        _WORD.encode(),
        _WORD.encode("utf-16"),
        _WORD.encode("utf-16-be"),
        zlib.compress(f"{_WORD} lived here".encode()),
        zlib.compress(f"{_WORD} lived here".encode(), level=9) + b"what follows is no part of it",
        base64.b64encode(f"{_WORD} lived here".encode()),
        base64.b64encode(f"a {_WORD} lived here".encode()),
        base64.b64encode(f"as {_WORD} lived here".encode()),
    ],
)
def test_a_word_is_found_in_every_form(data: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "down"
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(bytes(range(256)) + data + bytes(100))
    assert plaintext.files_with(_WORD, [tmp_path]) == [str(folder / "file")]
    assert plaintext.files_with(_WORD, [tmp_path], apart=[folder]) == []


def test_a_word_that_is_not_there_is_not_found() -> None:
    assert not plaintext.holds(zlib.compress(b"nothing of the kind") + b"x\x9c", _WORD)


def test_the_page_alone_gives_a_document_away() -> None:
    with pikepdf.open(io.BytesIO(scenario.a_document())) as pdf:
        page = pdf.pages[0].Contents.read_raw_bytes()
    assert _WORD.encode() not in page
    assert plaintext.holds(page, _WORD)
