"""What the worker reads of a scanned page: our codes however it lies, blank sides, and the page alone."""

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PIL import Image

from desktop.custody import marks, paper_pages, sheet_codes
from desktop.custody.blocks import Code, Form, Paragraph, Part
from desktop.paper import forms, scan_reading
from desktop.paper.errors import CannotReadDocumentError
from desktop.paper.reading_room import ReadingRoom
from tests.paper import pdfs
from tests.paper.scanned_papers import as_pdf, blank, drawn, scanned

PAYLOAD = "SL1 TEST D-0001/3 K9781H4B"
CODE = Code(PAYLOAD, sheet_codes.printed("K9781H4B"), "Type it.")
FORM = Form(
    "Sign-out slip",
    "Copy D-0001/3",
    "Example Board",
    "OFFICIAL",
    "1: ABCD",
    "2 March 2026",
    [
        Part(
            "Office's part",
            [Paragraph("Invented."), CODE],
        ),
        Part("Holder's part", [Paragraph("Invented.")]),
    ],
)


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    """A reading room whose worker is started once."""
    with ReadingRoom() as room:
        yield room


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    """Both pages of a slip: the one with the code, and the one without."""
    file = tmp_path_factory.mktemp("slip") / "slip.pdf"
    with file.open("wb") as target:
        forms.draw(FORM, target)
    return drawn(file, file.parent)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    """The pages of the same slip, each with its code, and a page more in the office's part."""
    long = [Paragraph(f"Invented {number}.") for number in range(60)]
    office, holder = FORM.parts
    parts = paper_pages.coded([msgspec.structs.replace(office, blocks=[*long, CODE]), holder])
    file = tmp_path_factory.mktemp("coded") / "slip.pdf"
    with file.open("wb") as target:
        forms.draw(msgspec.structs.replace(FORM, parts=parts), target)
    return drawn(file, file.parent)


@pytest.mark.parametrize("degrees", [0, 3, -10, 184])
def test_every_page_of_a_slip_says_which_it_is_from_a_grey_noisy_page_however_it_lies(
    room: ReadingRoom, coded: list[Image.Image], degrees: int
) -> None:
    found = [scan_reading.codes(room, as_pdf(scanned(one, degrees)), 1).texts for one in coded]
    pages = [[page.token for text in texts if (page := paper_pages.read(text))] for texts in found]
    assert pages == [["A1/2"], ["A2/2S"], ["B1/1"]]
    assert [PAYLOAD in texts for texts in found] == [False, True, False]


@pytest.mark.parametrize("degrees", [0, 4, 10, -10, 90, 173, 180, 190])
def test_a_code_is_read_from_a_grey_noisy_page_of_150_dpi_however_it_lies(
    room: ReadingRoom, pages: list[Image.Image], degrees: int
) -> None:
    found = scan_reading.codes(room, as_pdf(scanned(pages[0], degrees)), 1)
    assert found.texts == (PAYLOAD,)
    assert found.turned == round(degrees / 90) % 4 * 90
    assert not found.blank


@pytest.mark.parametrize("degrees", [2, -4, 10, 90])
def test_the_code_of_a_copys_page_is_read_at_150_dpi_however_it_lies_if_its_corner_is_on_the_glass(
    room: ReadingRoom, tmp_path: Path, degrees: int
) -> None:
    copy = tmp_path / "copy.pdf"
    with copy.open("wb") as target:
        room.mark(io.BytesIO(pdfs.one_page(f"/MediaBox [{pdfs.A4}]")), pdfs.mark(), target)
    (page,) = drawn(copy, tmp_path)
    found = scan_reading.codes(room, as_pdf(scanned(page, degrees, whole=True)), 1)
    assert [marks.read_page_code(text) for text in found.texts] == [marks.PageCode("7KQ2", "D-0001/3", 1)]


def test_a_page_without_a_code_is_not_taken_for_a_blank_side(
    room: ReadingRoom, pages: list[Image.Image]
) -> None:
    assert not scan_reading.codes(room, as_pdf(scanned(pages[1], 3)), 1).blank
    assert scan_reading.codes(room, as_pdf(blank()), 1).blank


def test_text_that_is_no_code_of_ours_never_leaves_the_worker(room: ReadingRoom, tmp_path: Path) -> None:
    file = tmp_path / "foreign.pdf"
    foreign = Code("https://example.invalid/?q=1", "X", "A code of somebody else's.")
    with file.open("wb") as target:
        forms.draw(Form("A", "B", "C", "D", "E", "F", [Part("", [foreign])]), target)
    assert scan_reading.codes(room, io.BytesIO(file.read_bytes()), 1).texts == ()


def test_a_page_is_taken_alone_upright_and_with_nothing_else_of_its_file(
    room: ReadingRoom, pages: list[Image.Image]
) -> None:
    whole = io.BytesIO()
    with pikepdf.Pdf.open(as_pdf(scanned(pages[0], 180))) as pdf, pikepdf.Pdf.open(as_pdf(blank())) as other:
        pdf.pages.append(other.pages[0])
        pdf.Root.OpenAction = pdf.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.beep()")
        )
        pdf.save(whole)
    alone = io.BytesIO()
    scan_reading.page_alone(room, whole, 1, 180, alone)
    assert b"beep" not in alone.getvalue()
    with pikepdf.Pdf.open(alone) as one:
        assert len(one.pages) == 1
        assert one.pages[0].Rotate == 180
    assert scan_reading.codes(room, alone, 1).turned == 0


def test_a_page_that_is_not_there_is_refused_in_words(room: ReadingRoom) -> None:
    with pytest.raises(CannotReadDocumentError, match="no such page"):
        scan_reading.codes(room, as_pdf(blank()), 2)
