"""What a document is, before anything is done with it (T11)."""

import io
from collections.abc import Iterator

import pytest

from desktop.paper.errors import CannotReadDocumentError, DocumentTooLargeError
from desktop.paper.messages import Limits
from desktop.paper.reading_room import Inspection, ReadingRoom
from tests.paper import pdfs


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as open_room:
        yield open_room


def inspected(room: ReadingRoom, document: bytes) -> Inspection:
    return room.inspect(io.BytesIO(document))


def test_the_pages_of_a_pdf_are_counted(room: ReadingRoom) -> None:
    assert inspected(room, pdfs.pages(7)) == Inspection("pdf", 7, ("view", "text", "mark"), notes=())


@pytest.mark.parametrize("document", [b"", b"x", b"PK\x03\x04 a Word document", b"\0" * 5000])
def test_what_is_no_pdf_is_named_other_and_refused_for_marking(room: ReadingRoom, document: bytes) -> None:
    found = inspected(room, document)
    assert (found.format, found.pages, found.markable) == ("other", None, False)
    assert found.notes[0].startswith("no PDF")
    with pytest.raises(CannotReadDocumentError, match="not a PDF"):
        room.mark(io.BytesIO(document), pdfs.mark(), io.BytesIO(), name="D-0001")


def test_a_header_after_other_bytes_is_still_a_pdf(room: ReadingRoom) -> None:
    assert inspected(room, b"X" * 900 + pdfs.one_page()).pages == 1


def test_a_lost_header_is_still_a_pdf(room: ReadingRoom) -> None:
    assert inspected(room, pdfs.one_page().removeprefix(b"%PDF-1.7\n")).format == "pdf"


def test_a_password_is_named(room: ReadingRoom) -> None:
    locked = pdfs.encrypted(owner="o", user="u")
    assert inspected(room, locked) == Inspection("pdf", None, works=(), notes=("needs a password",))
    with pytest.raises(
        CannotReadDocumentError, match="D-0001 cannot be opened: it needs a password"
    ) as caught:
        room.mark(io.BytesIO(locked), pdfs.mark(), io.BytesIO(), name="D-0001")
    assert "without its password" in caught.value.hint


def test_encryption_without_a_password_is_no_obstacle(room: ReadingRoom) -> None:
    found = inspected(room, pdfs.encrypted(owner="o", user=""))
    assert found.markable
    assert any("opens without a password" in note for note in found.notes)


def test_a_pdf_without_pages_cannot_be_marked(room: ReadingRoom) -> None:
    empty = pdfs.raw(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"])
    assert not inspected(room, empty).markable
    with pytest.raises(CannotReadDocumentError):
        room.mark(io.BytesIO(empty), pdfs.mark(), io.BytesIO())


def test_a_truncated_pdf_is_named_damaged(room: ReadingRoom) -> None:
    cut = pdfs.pages(3)[:-200]
    assert any("damaged" in note for note in inspected(room, cut).notes)


@pytest.mark.parametrize(
    ("root", "entries", "more", "note"),
    [
        ("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "", [], "has scripts"),
        ("/OpenAction << /S /Launch /F (calc.exe) >>", "", [], "has actions"),
        ("/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>", "", [], "has scripts"),
        ("/Names << /EmbeddedFiles << /Names [] >> >>", "", [], "has attachments"),
        ("/AcroForm << /XFA (x) /Fields [] >>", "", [], "form (XFA)"),
        ("/AcroForm << /SigFlags 3 /Fields [] >>", "", [], "signed"),
        ("/Collection << >>", "", [], "portfolio"),
        ("/Perms << /DocMDP << /Type /Sig >> >>", "", [], "certified"),
        ("/Outlines << /First 6 0 R >>", "", ["<< /Title (a) /A << /S /Launch /F (x) >> >>"], "has actions"),
        (
            "/OpenAction << /S /GoTo /Next [<< /S /GoTo /Next << /S /Launch /F (x) >> >>] >>",
            "",
            [],
            "has actions",
        ),
        (
            "/OpenAction 6 0 R",
            "",
            ["<< /S /GoTo /Next [6 0 R << /S /JavaScript /JS (1) >>] >>"],
            "has scripts",
        ),
        ("/Outlines << /First 6 0 R >>", "", ["<< /Next 6 0 R /A << /S /JavaScript >> >>"], "has scripts"),
        ("", "/AA << /O << /S /JavaScript /JS (1) >> >>", [], "has scripts"),
        (
            "",
            "/Annots [6 0 R]",
            ["<< /Subtype /Link /A << /S /URI /URI (http://example.invalid) >> >>"],
            "has actions",
        ),
        ("", "/Annots [6 0 R]", ["<< /Subtype /FileAttachment /Rect [0 0 9 9] >>"], "has attachments"),
    ],
)
def test_what_a_document_could_do_is_named(
    room: ReadingRoom, root: str, entries: str, more: list[str | bytes], note: str
) -> None:
    document = pdfs.one_page(f"/MediaBox [{pdfs.A4}] {entries}", root=root, more=more)
    assert any(found.startswith(note) for found in inspected(room, document).notes)


def test_fields_that_go_in_a_circle_end(room: ReadingRoom) -> None:
    circle = pdfs.one_page(root="/AcroForm << /Fields [6 0 R] >>", more=["<< /T (a) /Kids [6 0 R] >>"])
    assert inspected(room, circle).pages == 1


def test_a_page_is_drawn_as_the_reader_sees_it(room: ReadingRoom) -> None:
    document = pdfs.one_page("/MediaBox [0 0 144 72] /Rotate 90", b"1 0 0 rg 0 0 36 36 re f")
    image = room.page_image(io.BytesIO(document), 1, 72)
    assert (image.width, image.height, image.channels) == (72, 144, 4)
    # the lower left corner of a page turned clockwise is its upper left
    assert image.pixels[:3] == b"\x00\x00\xff"  # blue, green, red
    assert image.pixels[-4:-1] == b"\xff\xff\xff"


def test_a_grey_picture_has_one_byte_a_pixel(room: ReadingRoom) -> None:
    image = room.page_image(io.BytesIO(pdfs.one_page()), 1, 72, grey=True)
    assert len(image.pixels) == image.width * image.height == 595 * 842


def test_a_page_that_is_not_there_is_refused(room: ReadingRoom) -> None:
    with pytest.raises(CannotReadDocumentError, match="no such page"):
        room.page_image(io.BytesIO(pdfs.pages(2)), 3, 72)


def test_a_picture_over_the_limit_of_pixels_is_refused() -> None:
    with ReadingRoom(Limits(pixels=100_000)) as small, pytest.raises(DocumentTooLargeError, match="pixels"):
        small.page_image(io.BytesIO(pdfs.one_page()), 1, 72)


def test_a_large_document_is_read_through_the_pipe_in_pieces(room: ReadingRoom) -> None:
    noise = bytes(range(256)) * 4096 * 6
    document = io.BytesIO(pdfs.one_page(more=[pdfs.stream(noise)]))
    assert room.inspect(document).notes == ()
    assert room.page_image(document, 1, 36).width > 0


def test_a_scan_has_no_text_to_search_and_says_so(room: ReadingRoom) -> None:
    assert inspected(room, pdfs.one_page(content=b"0 0 99 99 re f")).works == ("view", "mark")


def test_text_on_a_late_page_counts_as_text(room: ReadingRoom) -> None:
    late = pdfs.pages(40).replace(b"/Contents 3 0 R", b"/Nothing 3 0 R", 39)
    assert "text" in inspected(room, late).works


def test_what_can_be_neither_viewed_nor_marked_takes_no_part(room: ReadingRoom) -> None:
    assert inspected(room, b"%PDF-1.7 and nothing that follows").works == ()
    assert inspected(room, b"a letter").works == ()
