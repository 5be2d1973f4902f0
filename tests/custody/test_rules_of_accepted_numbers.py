"""A number that was accepted as it is waits for nobody: not overdue, not chased, not looked for (F1, C10)."""

from collections.abc import Callable
from datetime import date

import pytest

from desktop.custody import (
    approved_exceptions,
    chasing,
    closed_days,
    copies,
    leaving,
    mishaps,
    numbers,
    pack_overdue,
    remarks,
)
from desktop.custody.pack_scope import Scope
from desktop.custody.today import today
from tests.custody.ending import approval
from tests.factory import DUE, REVIEW, Desk, Facts, a_desk, march

OUT = "D-0001/1"
LATE, MUCH_LATER = date(2026, 4, 10), date(2026, 5, 8)


@pytest.fixture
def desk() -> Desk:
    """Return a desk with one copy out, whose slip is not back."""
    desk = a_desk()
    desk.lent()
    return desk


def lost(desk: Desk) -> None:
    desk.do(mishaps.lose, march(4), copy=OUT, what="Left on a train")


def said_to_be_back(desk: Desk) -> None:
    desk.do(mishaps.claim_returned, march(4), copy=OUT, said_by="The holder", how="By telephone")


def with_its_holder(_desk: Desk) -> None:
    """Leave it out; the holder cannot be found any more."""


def accept(desk: Desk, copy: str = OUT, on: date = LATE) -> None:
    desk.do(approved_exceptions.accept, on, copy=copy, approval=approval())


WHATEVER = pytest.mark.parametrize("becomes", [lost, said_to_be_back, with_its_holder])


def waiting(desk: Desk, on: date) -> list[str]:
    """Return every list of Today, of the chasing and of the closed days in which the copy stands."""
    now = today(desk.register, on)
    lists = {
        "overdue": now.overdue,
        "due soon": now.due_soon,
        "awaiting signature": now.awaiting_signature,
        "to look for": now.to_look_for,
        "to resolve": now.to_resolve,
        "ladder": [step.copy for step in now.ladder],
        "letters": [step.copy for letter in chasing.to_write(desk.register, on) for step in letter],
        "to come back": copies.to_come_back(desk.register),
        "due that day": closed_days.due_on(desk.register, on),
    }
    return [name for name, found in lists.items() if found]


@WHATEVER
def test_what_was_accepted_as_it_is_waits_for_nobody(desk: Desk, becomes: Callable[[Desk], None]) -> None:
    becomes(desk)
    assert {"overdue", "to come back"} <= set(waiting(desk, LATE))
    accept(desk)
    for on in (DUE, LATE, MUCH_LATER):
        assert waiting(desk, on) == []
        assert not closed_days.overdue(desk.register, desk.register.copies[OUT], on)


@WHATEVER
def test_once_the_exception_is_ended_it_waits_as_before(desk: Desk, becomes: Callable[[Desk], None]) -> None:
    becomes(desk)
    before = waiting(desk, MUCH_LATER)
    accept(desk)
    desk.do(approved_exceptions.end, LATE, copy=OUT, authority="The Chair", why="It was seen")
    assert waiting(desk, MUCH_LATER) == before


def test_a_lost_copy_that_was_accepted_and_turns_up_with_its_holder_is_overdue_again(desk: Desk) -> None:
    lost(desk)
    accept(desk)
    desk.do(mishaps.find, LATE, copy=OUT, where="At home", found_by="The holder")
    assert "overdue" in waiting(desk, LATE)


def test_a_number_that_was_accepted_without_its_print_being_accounted_for_is_asked_about_no_more() -> None:
    desk = a_desk()
    desk.do(numbers.allot, document=desk.document(), number_of_copies=1)
    assert waiting(desk, march(4)) == ["to resolve"]
    accept(desk, on=march(4))
    assert waiting(desk, march(4)) == []


def test_the_conclusion_recalls_no_copy_that_was_accepted_as_it_is(desk: Desk) -> None:
    accept(desk)
    desk.conclude(LATE)
    found = desk.register.copies[OUT]
    assert (str(found.state), approved_exceptions.standing(desk.register, OUT) is not None) == (
        "awaiting signature",
        True,
    )


def test_a_person_who_leaves_is_not_asked_for_what_was_accepted(desk: Desk) -> None:
    lost(desk)
    accept(desk)
    assert chasing.held_by(desk.register, "P-0001") == ()
    facts: Facts = {"person": "P-0001", "reason": "Retired"}
    desk.do(leaving.leave, LATE, **facts)
    assert desk.register.copies[OUT].loan is not None


def test_another_copy_goes_out_without_a_word_about_one_that_was_accepted(desk: Desk) -> None:
    copy = desk.copy("D-0001")
    desk.sign_out(copy, "P-0001", "R-0001")

    def told() -> bool:
        every = remarks.of_loan(desk.register, desk.register.copies[copy], LATE)
        return any("which was due back on" in one for one in every)

    assert told()
    accept(desk)
    assert not told()


def test_the_pack_counts_the_days_until_a_copy_was_accepted_and_no_more(desk: Desk) -> None:
    lost(desk)
    accept(desk)
    scope = Scope(desk.register, REVIEW, MUCH_LATER)
    (loan,) = desk.register.copies[OUT].loans
    assert scope.overdue(loan) == (LATE - DUE).days
    said = str(pack_overdue.overdue_chapter(scope).blocks)
    assert "no copies are overdue still" in said.lower()
    assert "Accepted as it is since 10 April 2026" in said
