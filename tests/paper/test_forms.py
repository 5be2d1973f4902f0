import io
import re
import unicodedata
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.custody.blocks import (
    Block,
    Code,
    Column,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.paper.fonts import literal
from desktop.paper.forms import draw
from desktop.resources import resource

CHECKPOINT = "Entry 1,284 · 9f3a 71c0 55de 8b42 0c6e a1d7 3f90 b28c"
MARKING = "OFFICIAL-SENSITIVE"


def form(*blocks: Block, **facts: object) -> Form:
    given = {
        "title": "Sign-out slip",
        "subject": "Copy D-0001/3",
        "board": "Fernbrook Safeguarding Children Board",
        "marking": MARKING,
        "checkpoint": CHECKPOINT,
        "made": "2 March 2026",
        "parts": [Part("Holder's part", blocks)],
    }
    return Form(**(given | facts))  # type: ignore[arg-type] # the defaults above are of the right types


def pdf(given: Form, *, large: bool = False) -> bytes:
    target = io.BytesIO()
    pages = draw(given, target, large=large)
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        assert len(document) == pages
    return target.getvalue()


def texts(given: Form, *, large: bool = False) -> list[str]:
    """Return the text of each page, read by a program that is not ours."""
    with pypdfium2.PdfDocument(pdf(given, large=large)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def bare(text: str) -> str:
    """Leave out what a line break may add or take; PDFium marks a hyphen at a line's end."""
    return re.sub(r"\s", "", text.replace("\ufffe", "-").replace("\x02", "-"))


def every_string(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Paragraph(text):
            yield text
        case Numbered(items):
            yield from items
        case Facts(rows):
            yield from (text for row in rows for text in row)
        case Table(columns, rows, empty):
            yield from (column.title for column in columns)
            yield from (text for row in rows for text in row)
            yield from [] if rows else [empty]
        case Signatures(places):
            yield from (text for place in places for text in (place.capacity, place.name))
        case Code(_, typed, caption):
            yield from (typed, caption)


BLOCKS: list[Block] = [
    Heading("What is lent <b>"),
    Paragraph("One copy & its terms [[[", "strong"),
    Facts([("Holder", "<img src='file:///etc/hostname'>"), ("Telephone", "")], columns=2),
    Facts([("Address", "12 Lark Rise\nFernbrook"), ("Out of hours", "")]),
    Numbered(["Keep it locked.", "Do not copy it.", "Bring it back.", "Tell us of a loss.", "</para>"]),
    Table([Column("Copy"), Column("Pages", 0.5, "right")], [["D-0001/3", "64"], ["D-0001/4", "1,064"]]),
    Table([Column("Request"), Column("Decision")], [], "Nobody asked."),
    Signatures([Signature("Holder", "Philippa Anwen Osgood"), Signature("For the Board")]),
    Code("SR1 SLIP 7QXM D-0001/3", "7QXM 4K2P", "Scan this code or type it in."),
]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_every_string_of_a_form_is_printed_literally(*, wide: bool, large: bool) -> None:
    given = form(*BLOCKS, wide=wide)
    printed = bare("".join(texts(given, large=large)))
    wanted = [given.title, given.subject, given.board, given.made, given.parts[0].label]
    for text in [*wanted, *(text for block in BLOCKS for text in every_string(block))]:
        assert bare(text) in printed


@pytest.mark.parametrize(
    "name",
    [
        "Ngũgĩ",
        "Ελένη Παππά",
        "Юлия",
        "O'Brien & Sons",
        "a\x00b",
        "a\u202eb",
        "שלום",
        "😀",
        "\u4e2d",
        "%&$#\\",
    ],
)
def test_a_name_of_any_script_is_printed(name: str) -> None:
    (page,) = texts(form(Facts([("Holder", name)])))
    shown = {"a\x00b": "a\\u0000b", "a\u202eb": "a\\u202eb", "\u4e2d": "\\u4e2d", "😀": "\\u1f600"}.get(
        name, name
    )
    assert bare(shown) in bare(page)


odd = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["<b>", "<img src='x'>", "&", "[[[", "", " ", "W" * 3000, "word " * 1500, "\n" * 30, "</para>", "&#0;"]
)
odd_blocks = st.one_of(
    st.builds(Heading, odd),
    st.builds(Paragraph, odd, st.sampled_from(["plain", "strong", "small"])),
    st.builds(Numbered, st.lists(odd, max_size=12)),
    st.builds(Facts, st.lists(st.tuples(odd, odd), max_size=6), st.sampled_from([1, 2])),
    st.builds(
        Table, st.just([Column("A"), Column("B", 2, "right")]), st.lists(st.tuples(odd, odd), max_size=6), odd
    ),
    st.builds(Signatures, st.lists(st.builds(Signature, odd, odd), max_size=5)),
    st.builds(Code, st.text("0123456789ABCDEF", min_size=1, max_size=40), odd, odd),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_text_keeps_a_form_from_being_printed(data: st.DataObject) -> None:
    parts = st.lists(st.builds(Part, odd, st.lists(odd_blocks, max_size=5)), max_size=3)
    names = ("title", "subject", "board", "marking", "checkpoint", "made")
    facts = {name: data.draw(odd, name) for name in names}
    given = form(**facts, parts=data.draw(parts), wide=data.draw(st.booleans()))
    assert draw(given, io.BytesIO(), large=data.draw(st.booleans())) >= 1


def test_each_page_has_the_marking_twice_and_the_checkpoint_once() -> None:
    pages = texts(form(Paragraph("word " * 3000)))
    assert len(pages) > 2
    for page in pages:
        assert page.count(MARKING) == 2
        assert bare(page).count(bare(CHECKPOINT)) == 1


def test_pages_are_counted_within_their_part_and_each_part_begins_on_a_page_of_its_own() -> None:
    long = Paragraph("word " * 1200)
    pages = texts(
        form(parts=[Part("Office's part: keep", [long]), Part("Holder's part", [Paragraph("short")])])
    )
    counted = [re.findall(r"Page \d+ of \d+", page) for page in pages]
    assert counted == [["Page 1 of 2"], ["Page 2 of 2"], ["Page 1 of 1"]]
    assert ["Office's part: keep" in page for page in pages] == [True, True, False]
    assert ["Holder's part" in page for page in pages] == [False, False, True]


def test_a_tables_headings_come_again_on_every_page_and_no_row_is_lost() -> None:
    rows = [[f"R-{number:04d}", "Agreed for the reason given " * (number % 7)] for number in range(300)]
    pages = texts(form(Table([Column("Request"), Column("Reason why", 3)], rows)))
    assert len(pages) > 5
    assert all("Reason why" in page for page in pages)
    assert re.findall(r"R-\d{4}", "".join(pages)) == [row[0] for row in rows]


def test_a_cell_of_ten_thousand_characters_goes_on_over_the_page() -> None:
    reason = " ".join(f"w{number}" for number in range(2000))
    pages = texts(
        form(Table([Column("No.", 0.2, "right"), Column("Reason")], [["1", reason], ["2", "short"]]))
    )
    printed = " ".join(pages)
    assert re.findall(r"\bw\d+\b", printed) == reason.split()
    assert all("Reason" in page for page in pages)


def test_an_empty_table_says_so_under_its_headings() -> None:
    (page,) = texts(form(Table([Column("Request"), Column("Decision")], [], "Nobody asked for access.")))
    assert page.index("Request") < page.index("Nobody asked for access.")


def test_a_heading_is_never_alone_at_the_foot_of_a_page() -> None:
    rows = [["D-0001", "Overview report"]]
    for lines in range(30, 60):
        filler = Paragraph("\n".join("line" for _ in range(lines)))
        pages = texts(
            form(filler, Heading("Copies and fates"), Table([Column("Copy"), Column("Kind")], rows))
        )
        assert ["Copies and fates" in page for page in pages] == ["Overview report" in page for page in pages]


def test_signatures_are_never_on_a_page_without_the_words_they_are_under() -> None:
    for lines in range(20, 60):
        blocks = [Paragraph("\n".join("line" for _ in range(lines))), Paragraph("I accept these terms.")]
        pages = texts(form(*blocks, Signatures([Signature("Holder")])))
        assert ["I accept" in page for page in pages] == ["Signature" in page for page in pages]


def test_a_form_that_just_fills_its_page_has_no_empty_page_after_it() -> None:
    for lines in range(30, 60):
        pages = texts(form(Paragraph("\n".join("filled" for _ in range(lines)))))
        assert all("filled" in page for page in pages)


@pytest.mark.parametrize("large", [False, True])
def test_the_code_reads_back_from_a_grey_rendering_at_150_dpi(*, large: bool) -> None:
    payload = "SR1 SLIP 7QXM D-0001/3 4K2P"
    with pypdfium2.PdfDocument(
        pdf(form(*BLOCKS[:-1], Code(payload, "7QXM 4K2P", "Scan.")), large=large)
    ) as document:
        found = [
            code.text
            for page in document
            for code in zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_pil())
        ]
    assert found == [payload]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert pdf(form(*BLOCKS)) == pdf(form(*BLOCKS))


def test_a_form_about_nothing_in_particular_is_called_by_its_title_alone() -> None:
    with pikepdf.open(io.BytesIO(pdf(form(title="Register of holds", subject="")))) as document:
        assert str(document.docinfo["/Title"]) == "Register of holds"


def test_the_metadata_name_the_form_its_language_and_nobody() -> None:
    with pikepdf.open(io.BytesIO(pdf(form(title="Slip <b>\x00", subject="D-0001/3 & [[[")))) as document:
        assert str(document.docinfo["/Title"]) == "Slip <b>\\u0000 — D-0001/3 & [[["
        assert str(document.Root.Lang) == "en-GB"
        assert not str(document.docinfo.get("/Author", ""))


def test_the_page_is_a4_and_a_wide_form_lies_on_its_side() -> None:
    for wide, size in ((False, (595, 842)), (True, (842, 595))):
        with pypdfium2.PdfDocument(pdf(form(wide=wide))) as document:
            assert tuple(round(side) for side in document[0].get_size()) == size


def test_every_font_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(pdf(form(*BLOCKS)))) as document:
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_only_black_and_white_are_used() -> None:
    with pypdfium2.PdfDocument(pdf(form(*BLOCKS))) as document:
        for page in document:
            red, green, blue = page.render().to_pil().convert("RGB").split()
            assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_terms_of_loan_carry_their_version_and_fit_on_a_slip_of_one_page() -> None:
    version, *terms = resource("wording/terms-of-loan.txt").read_text("utf-8").splitlines()
    assert re.fullmatch(r"version: \d+", version)
    assert all(terms)
    facts = Facts([(f"Fact {number}", "" if number > 7 else "Known") for number in range(11)], columns=2)
    places = Signatures([Signature("Holder: I accept these terms"), Signature("For the Board")])
    slip = form(facts, Heading("Terms of this loan"), Numbered(terms), places, BLOCKS[-1])
    assert len(texts(slip)) == 1


def test_the_large_print_is_set_in_16_points_and_nothing_in_less_than_12() -> None:
    with pikepdf.open(io.BytesIO(pdf(form(*BLOCKS), large=True))) as document:
        sizes = {
            float(operation.operands[1])
            for page in document.pages
            for operation in pikepdf.parse_content_stream(page, "Tf")
        }
    assert 16 in sizes
    assert min(sizes) >= 12


def test_what_is_shown_is_what_was_given_composed() -> None:
    name = "Zoe\u0308 Ame\u0301lie"
    (page,) = texts(form(Paragraph(name)))
    assert unicodedata.normalize("NFC", name) == literal(name)
    assert literal(name) in page
