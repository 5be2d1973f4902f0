"""What a document takes part in is said when it comes; what a copy lacks is said on its papers."""

import msgspec
import pytest

from desktop.custody import numbers, readable, remarks, slips
from desktop.custody.blocks import Facts, Form
from desktop.custody.documents import Master
from desktop.custody.errors import FactMissingError
from desktop.custody.readable import Part
from tests.factory import TERMS, Desk, a_desk, a_hand, march


def master(**changed: object) -> Master:
    return msgspec.structs.replace(Master("0" * 32 + ".age", "0" * 64, 10, "report.pdf", "pdf", 3), **changed)


SAID: dict[tuple[Part, ...], str] = {
    (): "neither viewed nor marked nor searched",
    ("view",): "It can be viewed, but not marked",
    ("view", "text"): "viewed and searched, but not marked",
    ("mark",): "neither viewed here nor searched",
    ("view", "mark"): "viewed and marked as numbered copies. No text was found",
    ("view", "text", "mark"): "viewed, searched, and marked",
}


@pytest.mark.parametrize("works", SAID)
def test_every_set_of_parts_that_is_found_has_its_sentence(works: tuple[Part, ...]) -> None:
    assert SAID[works] in readable.told(master(works=works))


def test_of_what_came_before_anybody_looked_nothing_is_said() -> None:
    assert readable.told(master()) == ""


def changed(desk: Desk, **facts: object) -> None:
    found = desk.register.documents["D-0001"]
    version = msgspec.structs.replace(
        found.current, master=msgspec.structs.replace(found.current.master, **facts)
    )
    desk.register.documents["D-0001"] = msgspec.structs.replace(found, versions=(version,))


def rows(form: Form) -> dict[str, str]:
    return {
        label: value
        for part in form.parts
        for block in part.blocks
        if isinstance(block, Facts)
        for label, value in block.rows
    }


@pytest.mark.parametrize("note", [readable.SIGNED, readable.CERTIFIED])
def test_the_slip_of_a_copy_says_that_the_signature_does_not_cover_it(note: str) -> None:
    desk = a_desk()
    copy = desk.lent()
    changed(desk, notes=(note,))
    slip = slips.sign_out_slip(desk.register, a_hand(march(3)), copy, a_hand(march(3)), TERMS)
    assert "does not cover this copy" in rows(slip)["Signature"]


def test_the_slip_of_an_ordinary_copy_says_nothing_of_a_signature() -> None:
    desk = a_desk()
    copy = desk.lent()
    slip = slips.sign_out_slip(desk.register, a_hand(march(3)), copy, a_hand(march(3)), TERMS)
    assert not {"Signature", "Placed as pictures"} & rows(slip).keys()


def test_pages_that_were_placed_as_pictures_are_named_on_slip_and_ledger() -> None:
    desk = a_desk()
    copy = desk.lent()
    found = desk.register.copies[copy]
    desk.register.copies[copy] = msgspec.structs.replace(found, as_pictures=2)
    slip = slips.sign_out_slip(desk.register, a_hand(march(3)), copy, a_hand(march(3)), TERMS)
    assert rows(slip)["Placed as pictures"].startswith("2 pages")
    assert remarks.not_on_the_copy(desk.register, found) == []
    told = numbers.CopyPrinted(copy=copy, pages=3, as_pictures=2).said()
    assert "2 placed as pictures" in told


def test_the_receipt_says_what_can_be_done_with_the_document() -> None:
    desk = a_desk()
    desk.lent()
    changed(desk, works=("view", "mark"))
    receipt = slips.accession_receipt(desk.register, a_hand(march(3)), "D-0001")
    assert "may be a scan" in rows(receipt)["What can be done with it"]


def test_no_more_pages_are_pictures_than_there_are() -> None:
    desk = a_desk()
    desk.document()
    desk.do(numbers.allot, document="D-0001", number_of_copies=1)
    with pytest.raises(FactMissingError, match="placed as pictures"):
        desk.do(numbers.printed, copy="D-0001/1", pages=3, as_pictures=4)
