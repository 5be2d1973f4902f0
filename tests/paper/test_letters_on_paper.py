"""Letters on paper: only the addressee shows through the window of the envelope."""

import io
import re

import pypdfium2
import pytest

from desktop.custody.blocks import Address, Block, Column, Facts, Form, Heading, Paragraph, Part, Table
from desktop.paper.forms import draw

MM = 72 / 25.4
ADDRESS = ("Philippa Anwen Osgood", "Designated Nurse", "Invented Health Trust", "12 Lark Rise\nFernbrook")
BESIDE = [("Date", "2 March 2026"), ("Our reference", "LE-0001"), ("About", "D-0001/3")]


def letter(*blocks: Block, lines: tuple[str, ...] = ADDRESS, board: str = "Fernbrook Board") -> Form:
    head = Address(lines, "The Administrator\n1 Example Street", BESIDE)
    body = [head, Heading("Please bring back 1 numbered copy"), Paragraph("Dear reader"), *blocks]
    return Form("Letter", "LE-0001", board, "OFFICIAL-SENSITIVE", "7: ABCD", "2 March 2026", [Part("", body)])


def drawn(given: Form, *, large: bool = False) -> pypdfium2.PdfDocument:
    target = io.BytesIO()
    pages = draw(given, target, large=large)
    document = pypdfium2.PdfDocument(target.getvalue())
    assert len(document) == pages
    return document


def between(page: pypdfium2.PdfPage, top: float, foot: float, *, left: float = 0, right: float = 210) -> str:
    """Return the text between two heights of a page, in millimetres from its head."""
    height = page.get_height()
    text: str = page.get_textpage().get_text_bounded(
        left * MM, height - foot * MM, right * MM, height - top * MM
    )
    return text.strip()


@pytest.mark.parametrize("large", [False, True])
def test_only_the_addressee_shows_in_the_window_of_the_envelope(*, large: bool) -> None:
    with drawn(letter(), large=large) as document:
        window = between(document[0], 44, 90, left=10, right=110)
        assert window.splitlines() == ["Philippa Anwen Osgood", *ADDRESS[1:3], *ADDRESS[3].splitlines()]


def test_the_addressee_stays_in_the_window_when_the_sheet_slips() -> None:
    with drawn(letter()) as document:
        assert len(between(document[0], 55, 80, left=20, right=100).splitlines()) == 5


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "name", ["W" * 10_000, "word " * 2000, "<b>Bold</b>", "שלום כהן", "a\u202eb", "\n" * 40 + "x"]
)
def test_a_name_of_any_length_and_script_keeps_the_letter_whole(name: str, *, large: bool) -> None:
    given = letter(Paragraph("Dear reader"), Paragraph("The end"), lines=(name, *ADDRESS), board=name)
    with drawn(given, large=large) as document:
        assert "The end" in document[len(document) - 1].get_textpage().get_text_bounded()


def test_a_name_from_right_to_left_stands_in_the_window() -> None:
    with drawn(letter(lines=("שלום כהן",))) as document:
        assert re.sub(r"\W", "", between(document[0], 44, 90, left=10, right=110)) == "שלוםכהן"


def test_the_line_to_sign_is_never_on_a_page_without_the_closing_words() -> None:
    for lines in range(20, 45):
        body = Paragraph("\n".join("line" for _ in range(lines)))
        with drawn(letter(body, Paragraph("Yours sincerely"), Facts([("Signed", "")]))) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        assert ["Yours" in page for page in pages] == ["Signed" in page for page in pages]


def test_a_long_table_goes_on_over_the_page_and_each_page_names_the_letter() -> None:
    rows = [[f"D-{number:04d}/1", "Overview report"] for number in range(90)]
    with drawn(letter(Table([Column("Copy"), Column("Document", 3)], rows))) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 1
    assert all("LE-0001" in page for page in pages)
    assert re.findall(r"D-\d{4}/1", "".join(pages))[:90] == [row[0] for row in rows]


def test_a_letter_is_black_on_white() -> None:
    with drawn(letter()) as document:
        red, green, blue = document[0].render().to_pil().convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
