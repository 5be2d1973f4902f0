"""The papers of destruction say every name whole, and the certificate says both days of a late entry (F3)."""

import pytest

from desktop.custody import destruction, holder_certificates
from desktop.custody.batches import How
from desktop.custody.blocks import Code, Facts, Form, Paragraph, Signatures, Table
from desktop.custody.destruction_papers import destruction_certificate, destruction_sheet
from desktop.custody.errors import WrongStateError
from desktop.custody.holder_certificate_form import holder_certificate
from tests.custody.ending import at, begun, code, concluded, do_at, tick
from tests.factory import Desk, march

LONG = "Sir Bartholomew Featherstonehaugh-Cholmondeley of the Exampleshire District Inspectorate (invented)"
LONG_HOW = How(LONG, "Cross-cut shredder", "P-5", "Room 2", "Seal 12")


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a batch of one copy before a witness of a long name, and its sheet."""
    made = concluded()
    begun(made, how=LONG_HOW)
    tick(made, "D-0001/1")
    made.do(destruction.make_sheet, march(4), batch="DB-0001")
    return made


def facts(form: Form) -> dict[str, str]:
    return {
        name: value
        for part in form.parts
        for block in part.blocks
        if isinstance(block, Facts)
        for name, value in block.rows
    }


def of_kind(form: Form, kind: type) -> list[object]:
    return [block for part in form.parts for block in part.blocks if isinstance(block, kind)]


def test_a_sheet_has_nothing_ticked_and_its_code_and_the_names_of_both_whole(desk: Desk) -> None:
    sheet = destruction_sheet(desk.register, at(4, 12), "DB-0001")
    told = facts(sheet)
    assert (told["Witness"], told["Destroyed by"], told["Destroyed on, at"]) == (LONG, "Avery Example", "")
    (table,) = of_kind(sheet, Table)
    assert isinstance(table, Table)
    assert [row[-2:] for row in table.rows] == [["", ""]]
    (found,) = of_kind(sheet, Code)
    assert isinstance(found, Code)
    assert found.typed == code(desk)


def test_a_certificate_names_both_says_both_days_and_has_no_code(desk: Desk) -> None:
    with pytest.raises(WrongStateError, match="given a certificate"):
        destruction_certificate(desk.register, at(4, 13), "DB-0001")
    late = {"batch": "DB-0001", "code": code(desk), "why_late": "The power failed"}
    do_at(desk, at(5, 12, happened=(4, 13)), destruction.complete, **late)
    form = destruction_certificate(desk.register, at(5, 12), "DB-0001")
    told = facts(form)
    assert (told["Witness"], told["Destroyed by"]) == (LONG, "Avery Example")
    assert told["Destroyed on, at"] == "4 March 2026, 13:00"
    assert told["Entered late, on"] == "5 March 2026, 12:00"
    assert told["Why late"] == "The power failed"
    assert of_kind(form, Code) == []
    (signed,) = of_kind(form, Signatures)
    assert isinstance(signed, Signatures)
    with pytest.raises(WrongStateError, match="destroyed"):
        destruction_sheet(desk.register, at(5, 12), "DB-0001")


def test_a_holders_certificate_has_its_code_on_the_part_that_comes_back_alone() -> None:
    desk = concluded(copies=0, out=True)
    desk.do(holder_certificates.send, march(4), copy="D-0001/1")
    form = holder_certificate(desk.register, at(4, 12), "D-0001/1")
    assert [len([b for b in part.blocks if isinstance(b, Code)]) for part in form.parts] == [1, 0]
    assert all(any(isinstance(block, Paragraph) for block in part.blocks) for part in form.parts)
