"""A batch is destroyed as it was ticked: what is accepted of a copy meanwhile needs a new sheet (T8)."""

import pytest

from desktop.custody import approved_exceptions, destruction, electronic, incidents, mishaps, muster, numbers
from desktop.custody.batches import How
from desktop.custody.counting import SEEN
from desktop.custody.errors import ImpossibleDateError, WrongStateError
from tests.custody.ending import approval, at, begun, code, complete, concluded, do_at, sheeted, tick
from tests.factory import DUE, TERMS, Facts, a_desk, march

ONE, TWO = "D-0001/1", "D-0001/2"


def test_pages_that_were_accepted_as_lost_since_it_was_ticked_need_another_count_and_sheet() -> None:
    desk = concluded()
    sheeted(desk, ONE, TWO)
    desk.do(muster.begin, march(4), first="Avery Example", second="Sam Counter")
    short = [muster.Counted(ONE, SEEN[0], 2), muster.Counted(TWO, SEEN[0], 3)]
    desk.do(muster.count, march(4), counts=short)
    desk.do(muster.finish, march(4), code=muster.the_open_one(desk.register, "finished").code)
    desk.do(incidents.close, march(4), incident="I-0001", found="It is not to be found")
    lost: Facts = {"copy": ONE, "pages": 2, "approval": approval(written=march(4))}
    desk.do(approved_exceptions.accept_short, march(4), **lost)
    with pytest.raises(WrongStateError, match="D-0001/1 has 2 pages by the register"):
        complete(desk)
    desk.do(destruction.take_out, march(4), batch="DB-0001", copy=ONE, reason="To be counted again")
    tick(desk, ONE, 2)
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    complete(desk)
    assert desk.register.batches["DB-0001"].pages == 5


def test_a_copy_that_was_lost_and_found_since_was_not_destroyed_before_it_was_found() -> None:
    desk = concluded()
    sheeted(desk, ONE)
    desk.do(mishaps.lose, march(4), copy=ONE, what="It is not in its box")
    desk.do(mishaps.find, march(5), copy=ONE, where="On the shelf below", found_by="Bea")
    for known in list(incidents.still_open(desk.register)):
        judged: Facts = {"risk": False, "reason": "Nobody saw it"}
        desk.do(incidents.assess, march(5), incident=known.incident, **judged)
        desk.do(incidents.close, march(5), incident=known.incident, found="It was in the safe all the time")
    late: Facts = {"batch": "DB-0001", "code": code(desk), "why_late": "The power failed"}
    with pytest.raises(ImpossibleDateError, match="D-0001/1 was moved later"):
        do_at(desk, at(6, 12, happened=(4, 13)), destruction.complete, **late)
    do_at(desk, at(6, 12, happened=(5, 13)), destruction.complete, **late)
    assert desk.register.copies[ONE].state == "destroyed here"


def test_a_batch_that_is_amended_needs_a_new_sheet_which_names_the_other_witness() -> None:
    desk = concluded()
    before = sheeted(desk, ONE).sheet
    other = How("Olga Other", "Cross-cut shredder", "P-5", "The Board's office", "Seal 12")
    desk.do(destruction.amend, march(4), batch="DB-0001", how=other)
    assert before is not None
    with pytest.raises(WrongStateError, match="without a sheet"):
        desk.do(destruction.complete, march(4), batch="DB-0001", code=before.code)


def test_the_spoilt_number_of_a_file_has_no_sheets_to_destroy() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document, mode="electronic")
    order: Facts = {"document": document, "person": person, "request": request, "due": DUE, "terms": TERMS}
    desk.do(electronic.begin, march(3), **order)
    desk.do(numbers.spoil, march(3), copy=ONE, reason="The disk was full")
    begun(desk)
    with pytest.raises(WrongStateError, match="electronic"):
        tick(desk, ONE, 1)
