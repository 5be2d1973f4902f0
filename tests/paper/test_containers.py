"""Office documents before anything converts them: what they are, and that they do not burst."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.paper import containers
from desktop.paper.containers import format_of
from desktop.paper.reading import Refusal
from tests.paper.office_files import docx, odt, rtf, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def found_in(data: bytes) -> str | None:
    return format_of(io.BytesIO(data))


def outcome(data: bytes) -> str:
    try:
        return str(found_in(data))
    except Refusal as refused:
        return refused.reason


def refusal_of(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        format_of(io.BytesIO(data))
    return refused.value.reason


def test_a_document_is_known_by_what_is_in_it() -> None:
    word = OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(100)
    assert [found_in(data) for data in (docx(), odt(), rtf(), word)] == ["docx", "odt", "rtf", "doc"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"plain text",
        OLE + bytes(1000),
        zipped({"a.txt": b"only a ZIP file"}),
        zipped({"mimetype": "application/epub+zip"}),
        zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    ],
    ids=["empty", "two bytes", "text", "another OLE file", "a ZIP file", "a book", "a spreadsheet"],
)
def test_anything_else_is_not_converted(data: bytes) -> None:
    assert found_in(data) is None


def test_a_document_behind_a_password_says_so() -> None:
    encrypted = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert [refusal_of(data) for data in (encrypted, odt(encrypted=True))] == ["password", "password"]


def test_a_zip_file_with_locked_parts_says_that_it_needs_a_password() -> None:
    locked = bytearray(docx())
    for magic, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = locked.find(magic)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(magic, at + 1)
    assert refusal_of(bytes(locked)) == "password"


def test_a_document_that_unpacks_to_gigabytes_is_refused_while_it_is_counted() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in ("[Content_Types].xml", "word/document.xml"):
            target.writestr(name, b"<x/>")
        with target.open("word/media/image1.bmp", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1024 * 1024))
    data = made.getvalue()
    assert len(data) < 1024 * 1024
    assert refusal_of(data) == "unpacked"


def test_a_part_that_lies_about_its_size_is_counted_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_UNPACKED", 1024 * 1024)
    data = docx(more={"word/big.xml": bytes(2 * 1024 * 1024)})
    honest = struct.pack("<I", 2 * 1024 * 1024)
    assert data.count(honest) == 2
    assert refusal_of(data.replace(honest, struct.pack("<I", 10))) == "unpacked"


def test_a_document_of_65535_parts_is_refused() -> None:
    many = {f"word/{number}": b"" for number in range(65_533)}
    assert refusal_of(docx(more=many)) == "entries"


def test_a_document_that_is_too_large_to_convert_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "LARGEST", 1000)
    assert refusal_of(docx()) == "size"


def test_a_part_packed_in_another_way_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as target:
        target.writestr("[Content_Types].xml", b"<x/>")
        target.writestr("word/document.xml", b"<x/>" * 1000)
    assert refusal_of(made.getvalue()) == "damaged"


@given(st.data())
def test_no_damage_to_a_document_is_more_than_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([docx(), odt()])))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole)) in {"None", "docx", "odt", "damaged", "password", "unpacked"}
