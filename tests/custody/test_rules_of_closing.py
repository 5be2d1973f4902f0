"""The other ends of a copy, and the closing of a review, which one number can stop (F1, F2)."""

from collections.abc import Sequence

import pytest

from desktop.custody import (
    access_log,
    approved_exceptions,
    chasing,
    closing,
    copies,
    counting,
    destruction,
    electronic,
    holder_certificates,
    holds,
    incidents,
    leaving,
    loans,
    mishaps,
    muster,
    numbers,
    restores,
    sheet_codes,
    today,
)
from desktop.custody.copies import CopyState
from desktop.custody.ending_errors import DestructionCodeError, HeldError, ReviewNotEndedError
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
    WitnessError,
    WrongStateError,
)
from desktop.custody.hand import Event
from tests.custody.ending import approval, begun, complete, concluded, incidents_closed, sheeted, tick
from tests.factory import REVIEW, TERMS, Desk, Facts, a_desk, a_hand, march

OUT, SAFE = "D-0001/1", "D-0001/2"


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a concluded review, a copy that is out, and one in the safe."""
    return concluded(copies=1, out=True)


def state(desk: Desk, copy: str = OUT) -> str:
    return str(desk.register.copies[copy].state)


def close(desk: Desk, on: int = 9) -> Sequence[Event]:
    incidents_closed(desk, on)
    return desk.do(closing.close, march(on), review=REVIEW, authority="The Board")


def keep(desk: Desk, copy: str = OUT, on: int = 4) -> None:
    desk.do(approved_exceptions.keep, march(on), copy=copy, approval=approval(look_again=march(20)))


def accept(desk: Desk, copy: str = OUT, on: int = 5) -> None:
    desk.do(approved_exceptions.accept, march(on), copy=copy, approval=approval())


def destroyed_safe_copy(desk: Desk) -> None:
    sheeted(desk, SAFE)
    complete(desk)


def received(desk: Desk, on: int = 5, **changes: object) -> Sequence[Event]:
    sent = desk.register.holder_certificates[OUT]
    facts: Facts = {
        "copy": OUT,
        "code": sheet_codes.printed(sent.code),
        "destroyed": march(4),
        "method": "Shredded",
        "witness_name": "Lou Witness",
        "pages": 3,
    }
    return desk.do(holder_certificates.receive, march(on), **(facts | changes))


def test_a_holder_destroys_a_copy_by_a_certificate_whose_code_is_typed(desk: Desk) -> None:
    desk.do(holder_certificates.send, march(4), copy=OUT)
    assert (state(desk), len(holder_certificates.waiting(desk.register))) == ("recalled", 1)
    received(desk)
    found = desk.register.copies[OUT]
    assert (found.state, found.out, found.loans[-1].returned) == ("destroyed by holder", False, march(5))
    assert not holder_certificates.waiting(desk.register)
    assert sum(copies.tally(desk.register, "D-0001").values()) == 2
    rows = access_log.access_log(desk.register, a_hand(march(5)), REVIEW).rows
    assert [row[5] for row in rows if row[1] == OUT] == ["destroyed by holder"]


def test_a_wrong_code_or_one_person_as_both_leaves_the_copy_with_its_holder(desk: Desk) -> None:
    desk.do(holder_certificates.send, march(4), copy=OUT)
    for _time in range(2):
        with pytest.raises(DestructionCodeError):
            received(desk, code="0000-0000")
    for name in ("Robin Invented", "INVENTED robin", "Róbin Invented"):
        with pytest.raises(WitnessError, match="P-0001"):
            received(desk, witness_name=name)
    with pytest.raises(ImpossibleDateError):
        received(desk, destroyed=march(6))
    with pytest.raises(ImpossibleDateError):
        received(desk, destroyed=march(1))
    assert state(desk) == "recalled"


def test_a_certificate_that_tells_of_other_pages_opens_an_incident(desk: Desk) -> None:
    desk.do(holder_certificates.send, march(4), copy=OUT)
    received(desk, pages=2)
    assert state(desk) == "recalled"
    assert [one.matter for one in desk.register.incidents.values()] == ["pages"]


def test_a_later_certificate_takes_the_place_of_an_earlier_one(desk: Desk) -> None:
    desk.do(holder_certificates.send, march(4), copy=OUT)
    first = desk.register.holder_certificates[OUT].code
    desk.do(holder_certificates.send, march(4), copy=OUT)
    with pytest.raises(DestructionCodeError):
        received(desk, code=first)
    received(desk)


def test_a_hold_stops_a_holders_certificate_at_both_ends(desk: Desk) -> None:
    desk.do(holder_certificates.send, march(4), copy=OUT)
    desk.do(holds.raise_hold, march(4), about=["D-0001"], authority="The coroner", reason="An inquest")
    with pytest.raises(HeldError):
        received(desk)
    with pytest.raises(HeldError):
        desk.do(holder_certificates.send, march(5), copy=OUT)
    assert state(desk) == "recalled"


def test_a_holder_destroys_only_what_was_recalled_or_is_of_a_concluded_review() -> None:
    desk = a_desk()
    copy = desk.lent()
    with pytest.raises(WrongStateError, match="neither recalled"):
        desk.do(holder_certificates.send, march(3), copy=copy)
    desk.do(chasing.recall, march(3), copies=[copy], reason="It was superseded")
    desk.do(holder_certificates.send, march(3), copy=copy)


def test_nothing_is_received_that_was_not_sent_and_nothing_in_the_safe_is_sent(desk: Desk) -> None:
    with pytest.raises(WrongStateError, match="without a certificate"):
        desk.do(
            holder_certificates.receive,
            march(5),
            copy=OUT,
            code="0000-0000",
            destroyed=march(4),
            method="S",
            witness_name="L",
            pages=3,
        )
    with pytest.raises(WrongStateError, match="in safe"):
        desk.do(holder_certificates.send, march(5), copy=SAFE)


def test_a_certificate_of_an_earlier_loan_counts_for_nothing() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(chasing.recall, march(3), copies=[copy], reason="It was superseded")
    desk.do(holder_certificates.send, march(3), copy=copy)
    desk.do(loans.take_back, march(3), copy=copy, pages=3, condition="Good")
    desk.sign_out(copy, "P-0001", "R-0001", on=march(4))
    desk.do(chasing.recall, march(4), copies=[copy], reason="It was superseded again")
    with pytest.raises(WrongStateError, match="without a certificate that its holder was sent"):
        received(desk)


def test_an_electronic_copy_ends_by_its_own_declaration() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document, mode="electronic")
    facts: Facts = {"document": document, "person": person, "request": request}
    desk.do(electronic.begin, due=march(20), terms=TERMS, **facts)
    desk.do(electronic.sent, copy=OUT, pages=3, sha256="00" * 32, size=1)
    desk.conclude(march(3))
    with pytest.raises(WrongStateError, match="electronic"):
        desk.do(holder_certificates.send, march(4), copy=OUT)
    assert closing.in_the_way(desk.register, REVIEW)[0].remedy.startswith("Have its recipient declare")
    desk.do(electronic.deleted, march(4), copy=OUT, declared_by="Its holder")
    close(desk)


def test_a_file_is_not_sent_nor_a_number_allotted_once_the_review_is_concluded() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document, mode="electronic")
    facts: Facts = {"document": document, "person": person, "request": request}
    desk.do(electronic.begin, due=march(20), terms=TERMS, **facts)
    desk.conclude(march(3))
    with pytest.raises(ReviewConcludedError):
        desk.do(electronic.sent, march(4), copy=OUT, pages=3, sha256="00" * 32, size=1)
    with pytest.raises(ReviewConcludedError):
        desk.do(electronic.begin, march(4), due=march(20), terms=TERMS, **facts)
    with pytest.raises(ReviewConcludedError):
        desk.do(numbers.allot, march(4), document=document, number_of_copies=1)
    assert [one.copy.state for one in closing.in_the_way(desk.register, REVIEW)] == ["allotted"]


def test_an_inspectorate_keeps_its_copy_and_goes_on_answering_for_it(desk: Desk) -> None:
    keep(desk)
    found = desk.register.copies[OUT]
    assert (found.state, found.responsible, found.due) == ("kept by holder", "P-0001", None)
    assert not found.unsigned
    assert not copies.unaccounted(desk.register, REVIEW)
    assert not chasing.ladder(desk.register, march(25))
    assert not today.today(desk.register, march(25)).overdue
    for act, facts in (
        (chasing.recall, {"copies": [OUT], "reason": "Wanted"}),
        (chasing.escalate, {"copy": OUT, "to": "The Chair", "reason": "Silence"}),
        (mishaps.damage, {"copy": OUT, "what": "Tea"}),
        (holder_certificates.send, {"copy": OUT}),
    ):
        with pytest.raises(WrongStateError, match="kept by holder"):
            desk.do(act, march(5), **facts)


def test_a_muster_need_not_look_for_a_copy_that_is_kept_but_says_when_it_was_looked_for_in_vain(
    desk: Desk,
) -> None:
    keep(desk)
    assert counting.judged(desk.register.copies[OUT], "with its holder", 3) == ""
    assert "recorded as kept by holder" in counting.judged(desk.register.copies[OUT], "not seen", None)
    destroyed_safe_copy(desk)
    assert counting.judged(desk.register.copies[SAFE], "not seen", None) == ""
    assert "recorded as destroyed here" in counting.judged(desk.register.copies[SAFE], "in the safe", 3)
    assert counting.unlooked_for(desk.register.copies[SAFE]) == ""
    desk.do(muster.begin, march(5), first="Avery Example", second="Sam Counter")
    standing = muster.standing(desk.register, muster.the_open_one(desk.register, "counted"))
    assert [copy.copy for copy in standing.missing] == []


def test_a_copy_that_is_kept_may_come_back_and_is_then_destroyed(desk: Desk) -> None:
    keep(desk)
    desk.do(loans.take_back, march(5), copy=OUT, pages=3, condition="Good")
    assert (state(desk), approved_exceptions.standing(desk.register, OUT)) == ("in safe", None)
    sheeted(desk, OUT, SAFE, on=5)
    complete(desk, 5)
    close(desk)


def test_an_exception_is_looked_at_and_stands_or_is_ended_and_the_copy_asked_back(desk: Desk) -> None:
    keep(desk)
    assert not approved_exceptions.to_look_at(desk.register, march(19))
    assert [one.copy for one in approved_exceptions.to_look_at(desk.register, march(20))] == [OUT]
    desk.do(approved_exceptions.look_again, march(20), copy=OUT, why="It goes on", again=march(30))
    assert not approved_exceptions.to_look_at(desk.register, march(20))
    desk.do(approved_exceptions.end, march(21), copy=OUT, authority="The Chair", why="It is over")
    found = desk.register.copies[OUT]
    assert (found.state, found.due) == ("recalled", march(21))
    assert approved_exceptions.standing(desk.register, OUT) is None
    with pytest.raises(WrongStateError, match="under no exception"):
        desk.do(approved_exceptions.end, march(22), copy=OUT, authority="C", why="W")


def test_a_copy_that_is_kept_and_then_lost_is_accounted_for_no_more(desk: Desk) -> None:
    keep(desk)
    destroyed_safe_copy(desk)
    desk.do(mishaps.lose, march(5), copy=OUT, what="Gone there too")
    assert [copy.copy for copy in copies.unaccounted(desk.register, REVIEW)] == [OUT]
    with pytest.raises(ReviewNotEndedError, match="lost"):
        close(desk)
    desk.do(mishaps.find, march(6), copy=OUT, where="In its cabinet", found_by="The holder")
    assert state(desk) == "kept by holder"
    close(desk)


def test_a_holder_who_leaves_is_not_asked_for_a_copy_that_is_kept(desk: Desk) -> None:
    keep(desk)
    desk.do(leaving.leave, march(5), person="P-0001", reason="A new post")
    assert state(desk) == "kept by holder"


@pytest.mark.parametrize("field", ["approver", "authority", "reason"])
def test_an_exception_says_who_made_it_by_what_authority_and_why(desk: Desk, field: str) -> None:
    with pytest.raises(FactMissingError):
        desk.do(approved_exceptions.keep, march(4), copy=OUT, approval=approval(**{field: " "}))


@pytest.mark.parametrize(("written", "again"), [(march(5), None), (march(3), march(3))])
def test_the_days_of_an_exception_are_possible(desk: Desk, written: object, again: object) -> None:
    with pytest.raises(ImpossibleDateError):
        desk.do(
            approved_exceptions.keep,
            march(4),
            copy=OUT,
            approval=approval(written=written, look_again=again),
        )


def test_a_review_is_not_closed_before_it_is_concluded() -> None:
    with pytest.raises(ReviewNotEndedError, match="not concluded"):
        close(a_desk())


def test_every_number_that_is_in_the_way_is_named(desk: Desk) -> None:
    with pytest.raises(ReviewNotEndedError) as refused:
        close(desk)
    assert f"{OUT} (recalled, P-0001)" in refused.value.message
    assert f"{SAFE} (in safe)" in refused.value.message
    assert desk.register.reviews[REVIEW].closed is None


def test_a_review_with_one_copy_lost_is_closed_by_an_exception_and_the_copy_stays_lost(desk: Desk) -> None:
    desk.do(mishaps.lose, march(4), copy=OUT, what="Left on a train")
    destroyed_safe_copy(desk)
    with pytest.raises(ReviewNotEndedError, match=f"{OUT} .lost"):
        close(desk)
    accept(desk)
    (closed,) = close(desk)
    assert isinstance(closed, closing.ReviewClosed)
    assert (closed.numbers, closed.excepted) == (2, 1)
    assert (state(desk), desk.register.reviews[REVIEW].closed) == ("lost", march(9))
    assert [copy.copy for copy in copies.unaccounted(desk.register, REVIEW)] == [OUT]
    with pytest.raises(WrongStateError, match="closed since"):
        close(desk, 10)


def test_an_exception_covers_a_number_as_it_stood_and_no_longer(desk: Desk) -> None:
    desk.do(mishaps.lose, march(4), copy=OUT, what="Left on a train")
    accept(desk, on=4)
    desk.do(mishaps.find, march(4), copy=OUT, where="Here", found_by="Me")
    assert approved_exceptions.standing(desk.register, OUT) is None
    desk.do(mishaps.lose, march(4), copy=OUT, what="Again")
    assert approved_exceptions.standing(desk.register, OUT) is None
    accept(desk, on=4)
    with pytest.raises(WrongStateError, match="accepted already"):
        accept(desk, on=4)


def test_a_copy_found_after_closing_is_taken_back_and_destroyed(desk: Desk) -> None:
    desk.do(mishaps.lose, march(4), copy=OUT, what="Left on a train")
    destroyed_safe_copy(desk)
    accept(desk)
    close(desk)
    assert not closing.turned_up(desk.register)
    with pytest.raises(WrongStateError, match="closed on"):
        desk.do(approved_exceptions.end, march(10), copy=OUT, authority="C", why="W")
    desk.do(loans.take_back, march(10), copy=OUT, pages=3, condition="Wet")
    assert [copy.copy for copy in closing.turned_up(desk.register)] == [OUT]
    begun(desk, 10)
    tick(desk, OUT, batch="DB-0002", on=10)
    desk.do(destruction.make_sheet, march(10), batch="DB-0002")
    sheet = desk.register.batches["DB-0002"].sheet
    assert sheet is not None
    desk.do(destruction.complete, march(10), batch="DB-0002", code=sheet.code)
    assert not closing.turned_up(desk.register)


def test_pages_never_found_are_accepted_and_what_is_left_is_destroyed(desk: Desk) -> None:
    with pytest.raises(WrongStateError, match="whole by the register"):
        desk.do(approved_exceptions.accept_short, march(4), copy=OUT, pages=2, approval=approval())
    desk.do(loans.take_back, march(4), copy=OUT, pages=2, condition="Torn")
    with pytest.raises(FactMissingError):
        desk.do(approved_exceptions.accept_short, march(4), copy=OUT, pages=3, approval=approval())
    desk.do(approved_exceptions.accept_short, march(4), copy=OUT, pages=2, approval=approval())
    desk.do(loans.take_back, march(4), copy=OUT, pages=2, condition="Torn")
    desk.do(incidents.close, march(4), incident="I-0001", found="The page was never found")
    begun(desk)
    for copy, pages in ((OUT, 2), (SAFE, 3)):
        tick(desk, copy, pages)
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    complete(desk)
    assert state(desk) == "destroyed here"
    close(desk)


def test_what_may_not_be_destroyed_may_be_excepted_where_it_lies(desk: Desk) -> None:
    desk.do(holds.raise_hold, march(4), about=[REVIEW], authority="The coroner", reason="An inquest")
    keep(desk)
    accept(desk, SAFE)
    close(desk)
    assert state(desk, SAFE) == "in safe"


def test_a_review_with_numbers_in_doubt_after_a_restore_is_not_closed(desk: Desk) -> None:
    desk.do(loans.take_back, march(4), copy=OUT, pages=3, condition="Good")
    sheeted(desk, OUT, SAFE)
    complete(desk)
    assert [review.review for review in closing.ready(desk.register)] == [REVIEW]
    desk.enter(a_hand(march(5)), [restores.VaultRestored(source="M-0001", number=5, lost=2)])
    with pytest.raises(ReviewNotEndedError, match=r"D-0001 \(it is not known which numbers"):
        close(desk)
    assert not closing.ready(desk.register)


def test_every_state_that_is_no_end_has_its_remedy() -> None:
    assert set(closing._REMEDIES) == set(CopyState) - set(copies.ENDS)
