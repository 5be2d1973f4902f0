"""Copies destroyed here: by two people, one by one, by the code of a sheet both signed (F2 to F4, T8)."""

from collections.abc import Callable

import pytest

from desktop.custody import (
    batches,
    board,
    copies,
    destruction,
    holds,
    incidents,
    loans,
    marks,
    mishaps,
    muster,
    numbers,
    witness,
)
from desktop.custody.batches import How
from desktop.custody.copies import CopyState
from desktop.custody.counting import SEEN
from desktop.custody.ending_errors import DestructionCodeError, HeldError, LateCodeError
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    RuleError,
    UnknownReferenceError,
    WitnessError,
    WrongStateError,
)
from tests.custody.ending import HOW, at, begun, code, complete, concluded, do_at, sheeted, tick
from tests.factory import REVIEW, Desk, Facts, a_desk, march

ONE, TWO = "D-0001/1", "D-0001/2"


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a concluded review and two copies in the safe."""
    return concluded()


def states(desk: Desk) -> list[str]:
    return [str(copy.state) for copy in desk.register.copies.values()]


def test_a_batch_is_destroyed_when_the_code_of_its_sheet_is_typed(desk: Desk) -> None:
    sheeted(desk, TWO, ONE)
    assert states(desk) == ["in safe"] * 2
    complete(desk)
    assert states(desk) == ["destroyed here"] * 2
    found = desk.register.batches["DB-0001"]
    assert (found.state, found.pages, found.late) == ("destroyed", 6, False)
    assert (found.destroyed_by, found.how.witness) == ("Avery Example", "Sam Witness")
    assert {copy.batch for copy in desk.register.copies.values()} == {"DB-0001"}
    assert copies.tally(desk.register, "D-0001")[CopyState.DESTROYED_HERE] == 2
    assert sum(copies.tally(desk.register, "D-0001").values()) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Avery Example",
        "avery EXAMPLE",
        "Example, Avery",
        "O-0001",
        "\u00c1very Ex\u00e0mple",
        "A\u0301very Example",
    ],
)
def test_one_person_is_not_both_however_the_name_is_written(desk: Desk, name: str) -> None:
    with pytest.raises(WitnessError):
        begun(desk, how=How(name, "Shredder", "P-5", "Here"))


def test_one_person_is_not_both_under_a_second_account(desk: Desk) -> None:
    desk.enter(at(4, 9), [board.OperatorAdded(operator="O-0002", name="EXAMPLE avery")])
    with pytest.raises(WitnessError):
        do_at(desk, at(4, 10, by="O-0002"), destruction.begin, how=How("Avery Example", "S", "P-5", "H"))
    with pytest.raises(WitnessError):
        begun(desk, how=How("O-0002", "S", "P-5", "H"))


def test_the_witness_who_is_an_operator_too_neither_makes_the_sheet_nor_types_its_code(desk: Desk) -> None:
    desk.enter(at(4, 9), [board.OperatorAdded(operator="O-0002", name="Sam Witness")])
    begun(desk)
    tick(desk, ONE)
    with pytest.raises(WitnessError):
        do_at(desk, at(4, 13, by="O-0002"), destruction.make_sheet, batch="DB-0001")
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    with pytest.raises(WitnessError):
        do_at(desk, at(4, 13, by="O-0002"), destruction.complete, batch="DB-0001", code=code(desk))
    assert states(desk) == ["in safe"] * 2


def test_names_are_one_persons_whatever_their_accents() -> None:
    assert witness.same_person("José García", "Garcia JOSE")
    assert not witness.same_person("José García", "Josie Garcia")


@pytest.mark.parametrize("level", ["P-1", "p 4", "not-shredded"])
def test_a_coarse_level_needs_a_reason(desk: Desk, level: str) -> None:
    with pytest.raises(FactMissingError, match="P-5 or finer"):
        begun(desk, how=How("Sam Witness", "Shredder", level, "Here"))
    begun(desk, how=How("Sam Witness", "Shredder", level, "Here", level_reason="Burnt afterwards"))


@pytest.mark.parametrize("field", ["witness", "method", "level", "place"])
def test_what_a_certificate_says_is_asked_for(desk: Desk, field: str) -> None:
    facts = {"witness": "Sam Witness", "method": "Shredder", "level": "P-6", "place": "Here"}
    with pytest.raises(FactMissingError):
        begun(desk, how=How(**(facts | {field: " "})))


def test_a_page_that_is_scanned_ticks_its_copy(desk: Desk) -> None:
    begun(desk)
    tick(desk, marks.page_code("TEST", TWO, 2))
    assert list(desk.register.batches["DB-0001"].items) == [TWO]


def test_a_short_count_keeps_a_copy_out_and_opens_an_incident_that_is_closed_first(desk: Desk) -> None:
    begun(desk)
    tick(desk, ONE, 2)
    assert not desk.register.batches["DB-0001"].items
    (incident,) = desk.register.incidents.values()
    assert (incident.matter, incident.about) == ("pages", ONE)
    with pytest.raises(WrongStateError, match="I-0001"):
        tick(desk, ONE)
    desk.do(incidents.close, march(4), incident="I-0001", found="The page lay in the tray")
    tick(desk, ONE)
    assert list(desk.register.batches["DB-0001"].items) == [ONE]


def test_a_copy_of_a_review_that_goes_on_needs_authority_and_reason() -> None:
    desk = a_desk()
    copy = desk.copy(desk.document())
    begun(desk)
    lacking: list[Facts] = [{}, {"authority": "The Chair"}, {"reason": "Superseded"}]
    for facts in lacking:
        with pytest.raises(FactMissingError, match="not concluded"):
            tick(desk, copy, **facts)
    tick(desk, copy, authority="The Chair", reason="Superseded")
    assert desk.register.batches["DB-0001"].items[copy].authority == "The Chair"


def test_spoilt_sheets_are_listed_as_waste_once_and_stay_spoilt() -> None:
    desk = a_desk()
    (copy,) = desk.allot(desk.document())
    desk.do(numbers.spoil, copy=copy, reason="It jammed")
    begun(desk)
    tick(desk, copy, 2)
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    complete(desk)
    found = desk.register.copies[copy]
    assert (found.state, found.batch) == (CopyState.SPOILT, "DB-0001")
    begun(desk)
    with pytest.raises(WrongStateError, match="destroyed in DB-0001"):
        tick(desk, copy, 2, batch="DB-0002")


def lent(desk: Desk) -> str:
    return desk.lent()


@pytest.mark.parametrize("befalls", [None, mishaps.lose])
def test_a_copy_with_a_holder_is_not_destroyed_here(befalls: Callable[..., object] | None) -> None:
    desk = a_desk()
    copy = desk.lent()
    if befalls:
        desk.do(mishaps.lose, march(3), copy=copy, what="Gone")
    begun(desk)
    with pytest.raises(WrongStateError):
        tick(desk, copy, authority="The Chair", reason="Old")


def test_a_damaged_copy_that_is_out_is_not_destroyed_here_but_one_in_the_safe_is() -> None:
    desk = concluded(out=True)
    for copy in (ONE, TWO):
        desk.do(mishaps.damage, march(3), copy=copy, what="Tea")
    begun(desk)
    with pytest.raises(WrongStateError, match="with P-0001"):
        tick(desk, ONE)
    tick(desk, TWO)
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    complete(desk)
    assert desk.register.copies[TWO].state == CopyState.DESTROYED_HERE


def test_a_copy_is_in_one_batch_at_a_time(desk: Desk) -> None:
    begun(desk)
    begun(desk)
    tick(desk, ONE)
    for batch in ("DB-0001", "DB-0002"):
        with pytest.raises(WrongStateError, match="in DB-0001"):
            tick(desk, ONE, batch=batch)
    desk.do(destruction.abandon, march(4), batch="DB-0001", reason="The shredder broke")
    tick(desk, ONE, batch="DB-0002")


def test_a_wrong_code_destroys_nothing_however_often_it_is_typed(desk: Desk) -> None:
    sheeted(desk, ONE)
    before = list(desk.rows)
    for _time in range(2):
        with pytest.raises(DestructionCodeError):
            complete(desk, code="0000-0000")
    assert desk.rows == before
    assert states(desk) == ["in safe"] * 2
    complete(desk)


def test_the_number_that_is_typed_must_be_that_of_the_sheet(desk: Desk) -> None:
    sheeted(desk, ONE)
    sheeted(desk, TWO)
    first = code(desk)
    with pytest.raises(DestructionCodeError):
        complete(desk, batch="DB-0002", code=first)
    with pytest.raises(UnknownReferenceError):
        complete(desk, batch="DB-9", code=first)


def test_a_scanned_code_is_read_and_one_of_another_vault_is_not(desk: Desk) -> None:
    found = sheeted(desk, ONE)
    assert found.sheet is not None
    with pytest.raises(DestructionCodeError):
        complete(desk, code=f"{batches.BATCH_CODE} ABCD DB-0001 {found.sheet.code}")
    complete(desk, code=f"{batches.BATCH_CODE} TEST DB-0001 {found.sheet.code}")


def test_a_code_typed_a_day_later_is_a_late_entry_with_its_reason(desk: Desk) -> None:
    sheeted(desk, ONE)
    with pytest.raises(LateCodeError, match="4 March 2026"):
        complete(desk, 5)
    with pytest.raises(LateCodeError):
        complete(desk, 5, why_late="The power failed")
    late = at(6, 9, happened=(4, 14))
    with pytest.raises(LateCodeError):
        do_at(desk, late, destruction.complete, batch="DB-0001", code=code(desk))
    assert states(desk) == ["in safe"] * 2
    facts = {"batch": "DB-0001", "code": code(desk), "why_late": "The power failed"}
    do_at(desk, late, destruction.complete, **facts)
    found = desk.register.batches["DB-0001"]
    assert (found.late, found.why_late) == (True, "The power failed")
    assert batches.when(found) == "4 March 2026, 14:00; entered on 6 March 2026, 09:00"
    assert desk.register.late[ONE][-1].entered == march(6)


def test_nothing_was_destroyed_before_its_sheet_was_made(desk: Desk) -> None:
    sheeted(desk, ONE)
    facts = {"batch": "DB-0001", "code": code(desk), "why_late": "The power failed"}
    with pytest.raises(ImpossibleDateError, match="its sheet was made"):
        do_at(desk, at(6, 9, happened=(4, 11)), destruction.complete, **facts)


def hold(desk: Desk) -> None:
    desk.do(holds.raise_hold, march(4), about=[REVIEW], authority="The coroner", reason="An inquest")


def test_a_hold_keeps_a_copy_out_of_a_batch(desk: Desk) -> None:
    begun(desk)
    hold(desk)
    with pytest.raises(HeldError, match="H-0001") as refused:
        tick(desk, ONE)
    assert f"The batch may go on without {ONE}. Every hold named must be lifted" in refused.value.hint


def test_a_hold_placed_between_the_two_signatures_stops_the_batch(desk: Desk) -> None:
    sheeted(desk, ONE)
    hold(desk)
    with pytest.raises(HeldError, match="H-0001") as refused:
        complete(desk)
    assert "take its copies of D-0001 out, and make a new sheet" in refused.value.hint
    assert states(desk) == ["in safe"] * 2
    assert desk.register.batches["DB-0001"].open


def test_a_page_found_missing_at_a_muster_stops_the_batch(desk: Desk) -> None:
    sheeted(desk, ONE, TWO)
    desk.do(muster.begin, march(4), first="Avery Example", second="Sam Counter")
    short = [muster.Counted(TWO, SEEN[0], 2), muster.Counted(ONE, SEEN[0], 3)]
    desk.do(muster.count, march(4), counts=short)
    under_way = muster.the_open_one(desk.register, "finished")
    desk.do(muster.finish, march(4), code=under_way.code)
    with pytest.raises(WrongStateError, match="D-0001/2 is the matter of incident I-0001"):
        complete(desk)


@pytest.mark.parametrize(
    ("act", "facts", "why"),
    [
        (mishaps.lose, {"what": "Gone"}, "is lost"),
        (mishaps.damage, {"what": "Tea"}, "is damaged"),
    ],
)
def test_whatever_befalls_a_copy_since_stops_the_batch(
    desk: Desk, act: Callable[..., object], facts: dict[str, str], why: str
) -> None:
    sheeted(desk, ONE, TWO)
    desk.do(act, march(4), copy=ONE, **facts)  # type: ignore[arg-type]
    with pytest.raises(WrongStateError, match=f"D-0001/1 {why}"):
        complete(desk)
    desk.do(destruction.take_out, march(4), batch="DB-0001", copy=ONE, reason="Something befell it")
    with pytest.raises(WrongStateError, match="without a sheet"):
        desk.do(destruction.complete, march(4), batch="DB-0001", code="0000-0000")
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    complete(desk)
    assert [str(copy.state) for copy in desk.register.copies.values()][1] == "destroyed here"


def test_a_copy_that_went_out_and_came_back_since_stops_the_batch() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = desk.agreed(person, document), desk.copy(document)
    begun(desk, 3)
    tick(desk, copy, on=3, authority="The Chair", reason="Superseded")
    desk.do(destruction.make_sheet, march(3), batch="DB-0001")
    desk.sign_out(copy, person, request, on=march(3))
    with pytest.raises(WrongStateError, match="is awaiting signature"):
        complete(desk, 3)
    desk.do(loans.take_back, march(3), copy=copy, pages=3, condition="Good")
    with pytest.raises(WrongStateError, match="was out since"):
        complete(desk, 3)


def test_a_batch_that_is_changed_needs_a_new_sheet(desk: Desk) -> None:
    sheeted(desk, ONE)
    first = code(desk)
    tick(desk, TWO)
    assert desk.register.batches["DB-0001"].sheet is None
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    with pytest.raises(DestructionCodeError):
        complete(desk, code=first)
    second = code(desk)
    desk.do(destruction.amend, march(4), batch="DB-0001", how=How("Lou Witness", "Shredder", "P-6", "Here"))
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    with pytest.raises(DestructionCodeError):
        complete(desk, code=second)


def test_an_empty_batch_has_no_sheet_and_one_that_has_ended_is_left_alone(desk: Desk) -> None:
    begun(desk)
    with pytest.raises(FactMissingError, match="no copy is in it"):
        desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    with pytest.raises(FactMissingError, match="as it stands already"):
        desk.do(destruction.amend, march(4), batch="DB-0001", how=HOW)
    with pytest.raises(WrongStateError, match="not in DB-0001"):
        desk.do(destruction.take_out, march(4), batch="DB-0001", copy=ONE, reason="No")
    desk.do(destruction.abandon, march(4), batch="DB-0001", reason="The shredder broke")
    for act in (destruction.make_sheet, destruction.abandon):
        facts = {"reason": "x"} if act is destruction.abandon else {}
        with pytest.raises(WrongStateError, match="abandoned"):
            desk.do(act, march(4), batch="DB-0001", **facts)  # type: ignore[arg-type]
    assert states(desk) == ["in safe"] * 2


def test_a_destroyed_copy_is_the_end_of_it(desk: Desk) -> None:
    sheeted(desk, ONE)
    complete(desk)
    for act, facts in (
        (mishaps.lose, {"what": "Gone"}),
        (mishaps.damage, {"what": "Tea"}),
        (loans.take_back, {"pages": 3, "condition": "Good"}),
        (mishaps.find, {"where": "Here", "found_by": "Me"}),
    ):
        with pytest.raises(WrongStateError, match="destroyed here"):
            desk.do(act, march(5), copy=ONE, **facts)


def test_three_hundred_copies_are_one_batch() -> None:
    desk = a_desk()
    document = desk.document()
    every = []
    for _time in range(3):
        given = numbers.allot(
            desk.register, at(2, 12), document=document, number_of_copies=100, authority="C", reason="R"
        )
        desk.enter(at(2, 12), given)
    for copy in list(desk.register.copies):
        desk.do(numbers.printed, copy=copy)
        every.append(copy)
    desk.conclude(march(3))
    sheeted(desk, *every)
    events = complete(desk)
    assert len(events) == 301
    assert set(states(desk)) == {"destroyed here"}


def test_refusals_are_rules_and_say_what_to_do(desk: Desk) -> None:
    sheeted(desk, ONE)
    wrongs: list[Facts] = [{"code": "0000-0000"}, {"batch": "DB-0009"}]
    for wrong in wrongs:
        with pytest.raises(RuleError) as refused:
            complete(desk, **wrong)
        assert refused.value.hint
