"""Every page of every copy carries its marks (C3), and nothing travels that could act (T11)."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody.marks import Mark, PageCode, page_code, read_page_code
from desktop.paper.errors import CannotMarkError, CannotReadDocumentError, DocumentTooLargeError
from desktop.paper.messages import Limits
from desktop.paper.reading_room import Marked, ReadingRoom
from desktop.paper.sheet import Box, box, place, visible
from tests.paper import compared, pdfs


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as open_room:
        yield open_room


def marked(room: ReadingRoom, document: bytes, words: Mark | None = None) -> tuple[bytes, Marked]:
    target = io.BytesIO()
    found = room.mark(io.BytesIO(document), words or pdfs.mark(), target)
    return target.getvalue(), found


def codes(room: ReadingRoom, copy: bytes, page: int = 1, dpi: float = 150) -> list[PageCode | None]:
    image = room.page_image(io.BytesIO(copy), page, dpi, grey=True)
    pixels = memoryview(image.pixels).cast("B", (image.height, image.width))
    return [read_page_code(code.text) for code in zxingcpp.read_barcodes(pixels)]


def text_of(copy: bytes, page: int = 1) -> str:
    opened = pypdfium2.PdfDocument(copy)
    text = str(opened[page - 1].get_textpage().get_text_range())
    opened.close()
    return text


def check(copy: bytes, folder: Path) -> None:
    file = folder / "copy.pdf"
    file.write_bytes(copy)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


BOXES = {
    "A4": f"/MediaBox [{pdfs.A4}]",
    "A4 on its side": "/MediaBox [0 0 842 595]",
    "A0": "/MediaBox [0 0 2384 3370]",
    "crop box off the origin": "/MediaBox [-100 -100 900 1100] /CropBox [50 60 645 902]",
    "corners reversed": "/MediaBox [595 842 0 0]",
    "all below zero": "/MediaBox [-700 -900 -105 -58]",
    "no box": "",
    "empty box": "/MediaBox [0 0 0 0]",
    "box of names": "/MediaBox [/A /B /C /D]",
    "crop box outside": "/MediaBox [0 0 595 842] /CropBox [5000 5000 6000 6000]",
    "tiny": "/MediaBox [0 0 3 3]",
    "a thread": "/MediaBox [0 0 2 900]",
    "unit of an inch": "/MediaBox [0 0 8.27 11.69] /UserUnit 72",
}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("entries", BOXES.values(), ids=BOXES.keys())
def test_the_code_of_a_page_reads_back_from_150_dpi_grey(
    room: ReadingRoom, entries: str, rotation: int
) -> None:
    copy, _ = marked(room, pdfs.one_page(f"{entries} /Rotate {rotation}"))
    assert codes(room, copy) == [PageCode("7KQ2", "D-0001/3", 1)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "entries", [entries for name, entries in BOXES.items() if name != "unit of an inch"]
)  # PDFium, with which it is compared, knows no units
def test_a_copy_looks_like_its_original_but_for_the_marks(
    room: ReadingRoom, entries: str, rotation: int
) -> None:
    content = pdfs.words("Original words", 60, 90) + b" 0.2 0.4 0.8 rg 300 200 150 90 re f"
    document = pdfs.one_page(f"{entries} /Rotate {rotation}", content)
    copy, _ = marked(room, document)
    assert compared.apart(room, document, copy, 1, pdfs.mark()) < compared.MOST


def test_a_copy_that_lost_something_or_lacks_its_mark_is_told_apart(room: ReadingRoom) -> None:
    whole = pdfs.one_page(content=b"0 g 100 300 200 100 re f")
    without = marked(room, pdfs.one_page(content=b""))[0]
    assert compared.apart(room, whole, without, 1, pdfs.mark()) > compared.MOST
    assert compared.apart(room, whole, whole, 1, pdfs.mark()) > compared.MOST


@pytest.mark.parametrize("side", [14_402, 10**9])
def test_an_enormous_page_is_made_as_large_as_readers_allow(room: ReadingRoom, side: int) -> None:
    copy, _ = marked(room, pdfs.one_page(f"/MediaBox [0 0 {side} {side}]"))
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].mediabox] == [0, 0, 14_400, 14_400]
    assert codes(room, copy, dpi=10) == [PageCode("7KQ2", "D-0001/3", 1)]


def test_every_page_has_a_code_of_its_own(room: ReadingRoom) -> None:
    copy, found = marked(room, pdfs.pages(12))
    assert found.pages == 12
    assert [codes(room, copy, page) for page in range(1, 13)] == [
        [PageCode("7KQ2", "D-0001/3", page)] for page in range(1, 13)
    ]


def test_the_marks_are_words_that_can_be_found(room: ReadingRoom) -> None:
    text = text_of(marked(room, pdfs.pages(2))[0], page=2)
    for line in (
        "RESTRICTED",
        "SCR-2026-01 · Overview report, anonymised edition",
        "Copy 3 of D-0001 · page 2 of 2 · Dr Example Reader · 2 March 2026",
        "return to: Example Safeguarding Board, 1 Example Street, Exampleton",
        "COPY 3",
        "SR1 7KQ2",
        page_code("7KQ2", "D-0001/3", 2)[-6:],
        "Original words",
    ):
        assert line in text
    assert text.count("RESTRICTED") == 2


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_marks_are_upright_whatever_way_the_page_is_turned(room: ReadingRoom, rotation: int) -> None:
    # An empty page of the same upright size must look the same, marks and all.
    side = "0 0 595 842" if rotation % 180 == 0 else "0 0 842 595"
    turned, _ = marked(room, pdfs.one_page(f"/MediaBox [{side}] /Rotate {rotation}", b""))
    plain, _ = marked(room, pdfs.one_page(f"/MediaBox [{pdfs.A4}]", b""))
    seen = [room.page_image(io.BytesIO(copy), 1, 60) for copy in (turned, plain)]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_original_stands_whole_and_the_same_way_round_inside_the_marks(
    room: ReadingRoom, rotation: int
) -> None:
    # A page black to its edges, but for a white quarter at the lower left of its own coordinates.
    content = b"0 g 0 0 595 842 re f 1 g 0 0 297 421 re f"
    document = pdfs.one_page(f"/MediaBox [{pdfs.A4}] /Rotate {rotation}", content)
    before = room.page_image(io.BytesIO(document), 1, 36, grey=True)
    copy, _ = marked(room, document)
    after = room.page_image(io.BytesIO(copy), 1, 36, grey=True)
    placing = place(Box(0, 0, 595, 842), rotation, 1)
    corners = [placing.matrix.at(x, y) for x in (0, 595) for y in (0, 842)]
    left, right = min(x for x, _ in corners) / 2, max(x for x, _ in corners) / 2
    top = (placing.sheet.height - max(y for _, y in corners)) / 2
    bottom = (placing.sheet.height - min(y for _, y in corners)) / 2
    for across in (0.1, 0.9):
        for down in (0.1, 0.9):
            was = before.pixels[int(before.height * down) * before.width + int(before.width * across)]
            row, column = int(top + (bottom - top) * down), int(left + (right - left) * across)
            assert abs(was - after.pixels[row * after.width + column]) < 3
    margin = after.pixels[: int(top - 1) * after.width]
    assert max(margin) == 255
    assert after.pixels[int(after.height / 2) * after.width] == 255


@pytest.mark.parametrize(
    "content",
    [
        b"q q q 0.1 0 0 0.1 0 0 cm 0 1 -1 0 0 0 cm",
        b"Q Q Q Q 5 0 0 5 100 100 cm",
        b"0 0 1 1 re W n",
        b"BT /F1 12 Tf 3 Tr (never ended) Tj",
        b"/Gone gs /Missing Do ] >> (unbalanced",
        b"\xff\x00 not content at all",
    ],
)
def test_what_content_leaves_behind_does_not_move_the_marks(room: ReadingRoom, content: bytes) -> None:
    copy, _ = marked(room, pdfs.one_page(content=content))
    assert codes(room, copy) == [PageCode("7KQ2", "D-0001/3", 1)]
    assert "page 1 of 1" in text_of(copy)


def test_content_in_several_streams_is_joined(room: ReadingRoom) -> None:
    parts = [pdfs.stream(b"BT /F1 24 Tf 72 700 Td (Original"), pdfs.stream(b" words) Tj ET")]
    document = pdfs.one_page(f"/MediaBox [{pdfs.A4}] /Contents [6 0 R 7 0 R]", more=parts).replace(
        b"/Contents 4 0 R ", b""
    )
    assert "Original" in text_of(marked(room, document)[0])


def test_a_damaged_part_of_the_content_is_placed_as_a_picture_and_counted(room: ReadingRoom) -> None:
    parts = [pdfs.stream(b"not deflate", "/Filter /FlateDecode"), pdfs.stream(pdfs.words("Original words"))]
    document = pdfs.one_page(f"/MediaBox [{pdfs.A4}] /Contents [6 0 R 7 0 R]", more=parts).replace(
        b"/Contents 4 0 R ", b""
    )
    copy, found = marked(room, document)
    assert found.placed_as_image == 1
    assert codes(room, copy) == [PageCode("7KQ2", "D-0001/3", 1)]


def test_a_page_without_content_is_marked(room: ReadingRoom) -> None:
    document = pdfs.one_page().replace(b"/Contents 4 0 R ", b"")
    assert codes(room, marked(room, document)[0]) == [PageCode("7KQ2", "D-0001/3", 1)]


FIELD = (
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [100 500 300 540] /F 4 "
    "/V (Filled in) /AP << /N 7 0 R >> /AA << /K << /S /JavaScript /JS (steal\\(\\)) >> >> >>"
)
LOOK = pdfs.stream(
    b"BT /F1 18 Tf 4 10 Td (Filled in) Tj ET",
    "/Type /XObject /Subtype /Form /BBox [0 0 200 40] /Resources << /Font << /F1 5 0 R >> >>",
)


def test_fields_and_comments_stay_where_they_stood_without_their_scripts(room: ReadingRoom) -> None:
    document = pdfs.one_page(
        f"/MediaBox [{pdfs.A4}] /Annots [6 0 R]", root="/AcroForm << /Fields [6 0 R] >>", more=[FIELD, LOOK]
    )
    copy, found = marked(room, document)
    assert found.placed_as_image == 0
    assert "Filled in" in text_of(copy)
    assert b"steal" not in copy
    opened = pypdfium2.PdfDocument(copy)
    page = opened[0].get_textpage()
    places = [page.get_rect(index) for index in range(page.count_rects())]
    opened.close()
    x, y = place(Box(0, 0, 595, 842), 0, 1).matrix.at(104, 510)
    assert any(abs(left - x) < 3 and bottom - 6 < y < top for left, bottom, _, top in places)


def test_a_hidden_comment_does_not_appear(room: ReadingRoom) -> None:
    document = pdfs.one_page(
        f"/MediaBox [{pdfs.A4}] /Annots [6 0 R]", more=[FIELD.replace("/F 4", "/F 2"), LOOK]
    )
    assert "Filled in" not in text_of(marked(room, document)[0])


def test_a_highlight_without_an_appearance_is_kept_by_a_picture(room: ReadingRoom) -> None:
    highlight = (
        "<< /Type /Annot /Subtype /Highlight /Rect [72 690 300 730] /F 4 /C [1 1 0] "
        "/QuadPoints [72 730 300 730 72 690 300 690] >>"
    )
    document = pdfs.one_page(f"/MediaBox [{pdfs.A4}] /Annots [6 0 R]", more=[highlight])
    assert marked(room, document)[1].placed_as_image == 1


def test_nothing_that_acts_and_nothing_about_the_author_travels(room: ReadingRoom, tmp_path: Path) -> None:
    word = "TRAVELLED"
    packet = pdfs.stream(word.encode(), "/Type /Metadata /Subtype /XML")
    file = pdfs.stream(word.encode(), "/Type /EmbeddedFile")
    root = (
        "/OpenAction << /S /JavaScript /JS (TRAVELLED) >> /AA << /WC << /S /Launch /F (TRAVELLED) >> >> "
        "/Names << /JavaScript << /Names [(TRAVELLED) << /S /JavaScript /JS (TRAVELLED) >>] >> "
        "/EmbeddedFiles << /Names [(TRAVELLED) << /F (TRAVELLED) /EF << /F 7 0 R >> >>] >> >> "
        "/AcroForm << /XFA (TRAVELLED) /Fields [] >> /Metadata 6 0 R /Outlines << /Title (TRAVELLED) >> "
        "/PieceInfo << /X (TRAVELLED) >> /AF [<< /F (TRAVELLED) >>]"
    )
    entries = (
        f"/MediaBox [{pdfs.A4}] /AA << /O << /S /URI /URI (TRAVELLED) >> >> /Metadata 6 0 R /PieceInfo "
        "<< /X (TRAVELLED) >> "
        "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /SubmitForm /F (TRAVELLED) >> >>]"
    )
    document = pdfs.one_page(entries, root=root, more=[packet, file, "<< /Author (TRAVELLED) >>"])
    document = document.replace(b"/Root 1 0 R", b"/Info 8 0 R /Root 1 0 R").replace(
        b"/BaseFont /Helvetica", b"/BaseFont /Helvetica /Metadata 6 0 R"
    )
    copy, _ = marked(room, document)
    check(copy, tmp_path)
    assert word.encode() in document
    unpacked = tmp_path / "unpacked.pdf"
    subprocess.run(["qpdf", "--qdf", tmp_path / "copy.pdf", unpacked], check=True)
    assert word.encode() not in unpacked.read_bytes()
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert {name: str(value) for name, value in pdf.docinfo.items()} == {"/Title": "Copy D-0001/3"}


def test_a_copy_of_an_encrypted_document_needs_no_password(room: ReadingRoom, tmp_path: Path) -> None:
    copy, found = marked(room, pdfs.encrypted(owner="o", user=""))
    assert found.placed_as_image == 0
    check(copy, tmp_path)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize("document", [pdfs.one_page(), pdfs.pages(3), pdfs.one_page("/MediaBox [0 0 3 3]")])
def test_an_independent_reader_finds_no_fault_with_a_copy(
    room: ReadingRoom, document: bytes, tmp_path: Path
) -> None:
    check(marked(room, document)[0], tmp_path)


def test_the_same_document_and_mark_give_the_same_bytes(room: ReadingRoom) -> None:
    first, told = marked(room, pdfs.pages(3))
    with ReadingRoom() as another:
        second, told_again = marked(another, pdfs.pages(3))
    assert first == second
    assert told.sha256 == told_again.sha256


def test_a_copy_is_known_by_an_identity_of_its_own_and_not_by_the_originals(room: ReadingRoom) -> None:
    document = pdfs.one_page().replace(b"/Root 1 0 R", b"/ID [<AB12AB12> <AB12AB12>] /Root 1 0 R")
    found = []
    for words in (pdfs.mark(), pdfs.mark(), pdfs.mark(copy="D-0001/4", number=4)):
        with pikepdf.open(io.BytesIO(marked(room, document, words)[0])) as pdf:
            found.append(bytes(pdf.trailer.ID[0]))
    assert found[0] == found[1] != found[2]
    assert bytes.fromhex("AB12AB12") not in found


def test_the_document_itself_does_not_change(room: ReadingRoom) -> None:
    document = io.BytesIO(pdfs.pages(3))
    room.mark(document, pdfs.mark(), io.BytesIO())
    assert document.getvalue() == pdfs.pages(3)


def test_a_page_adds_little(room: ReadingRoom) -> None:
    few, many = (len(marked(room, pdfs.pages(count))[0]) - len(pdfs.pages(count)) for count in (10, 110))
    assert (many - few) / 100 <= 900  # P12: 600 bytes and the code


@pytest.mark.parametrize(
    "holder",
    [
        "Zażółć Gęślą",
        "Ольга Примерова",
        "Παράδειγμα",
        "דוגמה",
        "<b>&amp;</b> (\\)",
        "\u202eevil\n\x00",
        "x" * 10_000,
        "例",
    ],
)
def test_any_holder_can_be_written(room: ReadingRoom, holder: str) -> None:
    copy, _ = marked(room, pdfs.one_page(), pdfs.mark(holder=holder))
    assert codes(room, copy) == [PageCode("7KQ2", "D-0001/3", 1)]
    assert "page 1 of 1" in text_of(copy)


def test_a_name_in_another_script_can_be_found(room: ReadingRoom) -> None:
    copy, _ = marked(room, pdfs.one_page(), pdfs.mark(holder="Ольга Łuczak"))
    assert "Ольга Łuczak" in text_of(copy)


def test_a_long_name_does_not_push_the_day_off_its_line(room: ReadingRoom) -> None:
    text = text_of(marked(room, pdfs.one_page(), pdfs.mark(holder="Example " * 40))[0])
    assert "2 March 2026" in text


def test_long_lines_stay_inside_the_sheet(room: ReadingRoom) -> None:
    long = "W" * 400
    words = pdfs.mark(marking=long, document=long, holder=long, returns=long)
    image = room.page_image(io.BytesIO(marked(room, pdfs.one_page(content=b""), words)[0]), 1, 72, grey=True)
    columns = [image.pixels[x :: image.width] for x in (*range(12), *range(image.width - 12, image.width))]
    assert all(set(column) == {255} for column in columns)


def test_a_page_tree_that_goes_in_a_circle_is_refused_or_counted(room: ReadingRoom) -> None:
    circle = pdfs.raw(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])
    assert room.inspect(io.BytesIO(circle)).format == "pdf"
    with pytest.raises((CannotReadDocumentError, CannotMarkError)):
        marked(room, circle)


def test_a_hundred_thousand_pages_are_refused(room: ReadingRoom) -> None:
    with pytest.raises(DocumentTooLargeError, match="20,000 pages"):
        marked(room, pdfs.pages(100_000))


def test_a_bomb_is_refused_and_the_next_document_is_read() -> None:
    with ReadingRoom(Limits(memory_bytes=512 * 2**20)) as room:
        with pytest.raises(DocumentTooLargeError, match="512 MiB of memory"):
            marked(room, pdfs.bomb())
        assert marked(room, pdfs.one_page())[1].pages == 1


_NUMBERS = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**10), 10**10)


@given(
    st.tuples(_NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS),
    st.sampled_from([0, 90, 180, 270]),
    st.floats(1e-3, 1e6),
)
def test_every_box_finds_its_place_inside_the_margins(
    numbers: tuple[float, float, float, float], rotation: int, unit: float
) -> None:
    placing = place(visible(box(numbers), None), rotation, unit)
    corners = [
        placing.matrix.at(x, y)
        for x in (placing.visible.left, placing.visible.right)
        for y in (placing.visible.bottom, placing.visible.top)
    ]
    slack = 1e-6 * max(map(abs, placing.visible)) * max(map(abs, placing.matrix[:4])) + 1
    for x, y in corners:
        assert -slack <= x - 14 * placing.sheet.scale + slack
        assert x <= placing.sheet.width - 14 * placing.sheet.scale + slack
        assert (
            53 * placing.sheet.scale - slack <= y <= placing.sheet.height - 41 * placing.sheet.scale + slack
        )
    assert 340 <= placing.sheet.width <= 14_400
    assert 340 <= placing.sheet.height <= 14_400
