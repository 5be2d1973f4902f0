"""The papers of recovery shares: the sheet for one holder, and the record of a drill to be signed."""

import io

import msgspec
import pypdfium2
import pytest
import zxingcpp

from desktop.custody import keys, ledger, recovery_sheets
from desktop.custody.blocks import Code, Form, Part, Signatures, Table, Words
from desktop.paper import forms
from tests.factory import BOARD, OPERATOR, TODAY, Desk, a_hand

HOLDERS = ("Robin Invented, Director", "Sam Example, Head of Legal", "Kim Sample, Designated Nurse")
WORDS = (
    "adult industry academic agree airline spark loan genre fatal closet"
    " ladle plan therapy ticket founder lend romp duration center example"
)


@pytest.fixture
def desk() -> Desk:
    """A desk at which the second set of shares was made."""
    desk = Desk()
    for generation in (2, 3):
        desk.do(keys.make_recovery, needed=2, holders=HOLDERS, generation=generation)
    return desk


def sheet(desk: Desk, share: int = 2) -> Form:
    recovery = desk.register.recovery
    assert recovery is not None
    return recovery_sheets.share_sheet(desk.register, a_hand(), recovery, share, WORDS)


def record(desk: Desk, *shares: int) -> Form:
    recovery = desk.register.recovery
    assert recovery is not None
    return recovery_sheets.drill_record(desk.register, a_hand(), recovery, shares)


def said(part: Part) -> str:
    """Return every string of a part, in order."""
    found: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for one in value.values():
                gather(one)
        elif isinstance(value, list | tuple):
            for one in value:
                gather(one)

    gather(msgspec.to_builtins(part))
    return "\n".join(found)


def test_the_holders_part_says_whose_share_it_is_and_what_it_opens(desk: Desk) -> None:
    form = sheet(desk)
    told = said(form.parts[0])
    assert (form.title, form.subject, form.board) == ("Recovery share", "Share 2 of 3", BOARD)
    for fact in (HOLDERS[1], "TEST", "2, made 2 March 2026", "Any 2 of the 3 sheets"):
        assert fact in told
    assert form.checkpoint == ledger.checkpoint(desk.register.head)


def test_the_words_stand_on_the_holders_part_one_by_one_and_in_the_code(desk: Desk) -> None:
    holder, _office = sheet(desk).parts
    (words,) = [block for block in holder.blocks if isinstance(block, Words)]
    assert list(words.items) == WORDS.split()
    (code,) = [block for block in holder.blocks if isinstance(block, Code)]
    assert code.payload == WORDS
    assert not set(WORDS.split()) & set(code.typed.split())


def test_the_offices_part_is_a_receipt_without_a_word_of_the_share(desk: Desk) -> None:
    _holder, office = sheet(desk).parts
    bare = set(said(office).replace("\n", " ").split())
    assert not set(WORDS.split()) & bare
    (signatures,) = [block for block in office.blocks if isinstance(block, Signatures)]
    assert [place.name for place in signatures.places] == [HOLDERS[1], OPERATOR]


def test_the_sheet_says_how_to_keep_it_how_to_use_it_and_what_to_do_when_the_holder_leaves(
    desk: Desk,
) -> None:
    told = said(sheet(desk).parts[0])
    for advice in ("lock it up", "leave your post", "lost", "drill", "Do not copy", "four letters"):
        assert advice in told


def test_nobody_elses_name_stands_on_a_share(desk: Desk) -> None:
    told = "\n".join(map(said, sheet(desk).parts))
    assert HOLDERS[1] in told
    assert not any(name in told for name in (HOLDERS[0], HOLDERS[2]))


def test_the_record_of_a_drill_names_the_shares_and_is_signed_by_their_holders(desk: Desk) -> None:
    form = record(desk, 1, 3)
    (part,) = form.parts
    (table,) = [block for block in part.blocks if isinstance(block, Table)]
    assert [row[2] for row in table.rows] == ["put together", "not used", "put together"]
    (signatures,) = [block for block in part.blocks if isinstance(block, Signatures)]
    assert [place.name for place in signatures.places] == [HOLDERS[0], HOLDERS[2], OPERATOR]
    assert "2 March 2026, 12:00" in said(part)
    assert a_hand().day == TODAY


@pytest.fixture(params=[False, True], ids=["ordinary", "large print"])
def large(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def drawn(form: Form, *, large: bool) -> pypdfium2.PdfDocument:
    target = io.BytesIO()
    forms.draw(form, target, large=large)
    return pypdfium2.PdfDocument(target.getvalue())


def test_a_reader_types_the_words_from_the_code_on_the_printed_sheet(desk: Desk, *, large: bool) -> None:
    document = drawn(sheet(desk), large=large)
    found = [
        code.text
        for page in document
        for code in zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    ]
    assert found == [WORDS]


def test_the_twenty_words_stand_together_on_one_page_in_large_type(desk: Desk, *, large: bool) -> None:
    words = WORDS.split()
    pages = [page.get_textpage() for page in drawn(sheet(desk), large=large)]
    (page,) = [page for page in pages if words[0] in page.get_text_range()]
    found = {}
    for word in words:
        at, count = page.search(word, match_case=True, match_whole_word=True).get_next()
        found[word] = [page.get_charbox(place, loose=True) for place in range(at, at + count)]
    tops = [boxes[0][3] for boxes in found.values()]
    heights = [boxes[0][3] - boxes[0][1] for boxes in found.values()]
    assert min(heights) > (25 if large else 18)
    assert tops[:10] == sorted(tops[:10], reverse=True)
    assert tops[:10] == tops[10:]
    assert {boxes[0][0] for boxes in list(found.values())[:10]} != {
        boxes[0][0] for boxes in list(found.values())[10:]
    }


def test_the_holders_part_is_one_sheet_with_long_names_too(desk: Desk) -> None:
    long = (
        "Alexandra Longname-Invented, Interim Executive Director for Children, Families and Lifelong Learning"
    )
    desk.do(keys.make_recovery, needed=16, holders=[f"{long} {n}" for n in range(16)], generation=4)
    document = drawn(sheet(desk, 16), large=False)
    assert len(document) == 2


def test_the_record_of_an_ordinary_drill_is_one_page(desk: Desk) -> None:
    holders = [f"Holder {n} Invented" for n in range(1, 8)]
    desk.do(keys.make_recovery, needed=5, holders=holders, generation=4)
    assert len(drawn(record(desk, 1, 2, 4, 5, 7), large=False)) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 20, 21])
def test_any_number_of_words_can_be_drawn(desk: Desk, count: int) -> None:
    words = [f"invented{chr(97 + n)}" for n in range(count)]
    form = msgspec.structs.replace(sheet(desk), parts=[Part("Words", [Words(words)])])
    text = "".join(page.get_textpage().get_text_range() for page in drawn(form, large=False))
    assert [word for word in words if word not in text] == []
