"""A holder leaves with copies out: access ends, custody does not (C12, D1)."""

from typing import Any

import pytest

from desktop.custody import chases, chasing, leaving, loans, mishaps, people
from desktop.custody.copies import CopyState
from desktop.custody.errors import AccessEndedError, FactMissingError, UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event
from desktop.custody.letters import LetterWritten
from tests.factory import Desk, Facts, a_desk, a_hand, march, wording

FACTS: Facts = {"person": "P-0001", "reason": "A new post elsewhere"}


@pytest.fixture
def desk() -> Desk:
    """Return a desk with D-0001/1 out to P-0001 until Friday 20 March 2026."""
    desk = a_desk()
    desk.lent()
    return desk


def leave(desk: Desk, day: int = 3, **facts: Any) -> list[Event]:
    """Enter a leaving on a day of March; the act's own fact `on` is the person's last day."""
    hand = a_hand(march(day))
    events = leaving.leave(desk.register, hand, **{**FACTS, **facts})
    desk.enter(hand, events)
    return events


def test_a_holder_who_leaves_with_a_copy_out_answers_for_it_still_and_it_is_recalled_at_once(
    desk: Desk,
) -> None:
    leave(desk)
    copy = desk.register.copy("D-0001/1")
    assert (copy.state, copy.due, copy.responsible) == (CopyState.RECALLED, march(3), "P-0001")
    assert not desk.register.person("P-0001").authorised(march(4))
    step = chasing.rung(desk.register, copy, march(4))
    assert step is not None
    assert (step.standing, step.now) == ("recalled, overdue", True)
    desk.do(loans.take_back, march(5), copy="D-0001/1", pages=3, condition="Good")
    assert leaving.left(desk.register, "P-0001").copies == []


def test_every_role_ends_and_one_that_had_not_begun_never_begins(desk: Desk) -> None:
    facts: Facts = {"person": "P-0001", "authority": "The Chair"}
    desk.do(people.give_role, role="panel member", end=march(2), **facts)
    desk.do(people.give_role, role="panel chair", start=march(9), **facts)
    leave(desk, 4)
    person = desk.register.person("P-0001")
    assert [role.end for role in person.roles] == [march(4), march(2), march(4)]
    assert not any(person.authorised(march(day)) for day in range(5, 32))


def test_nothing_goes_out_to_somebody_the_day_after_they_left(desk: Desk) -> None:
    request = desk.agreed("P-0001", "D-0001")
    copy = desk.copy("D-0001")
    leave(desk)
    with pytest.raises(AccessEndedError, match="not an authorised person"):
        desk.sign_out(copy, "P-0001", request, on=march(4))


def test_copies_are_asked_back_by_the_last_day_when_it_is_still_to_come(desk: Desk) -> None:
    leave(desk, 3, on=march(12))
    assert desk.register.copy("D-0001/1").due == march(12)
    assert desk.register.person("P-0001").authorised(march(12))


def test_the_letter_lists_every_copy_and_the_last_day(desk: Desk) -> None:
    document = desk.document("minutes")
    second = desk.copy(document)
    desk.sign_out(second, "P-0001", desk.agreed("P-0001", document))
    desk.do(mishaps.lose, march(3), copy=second, what="Not found at home")
    events = leave(desk, 4, on=march(12), wording=wording("leaving"))
    (letter,) = [event for event in events if isinstance(event, LetterWritten)]
    assert [row[0] for row in letter.rows] == ["D-0001/1", second]
    assert "12 March 2026" in letter.paragraphs[0]
    assert desk.register.copy(second).state == CopyState.LOST
    assert [step.letter for step in chases.history(desk.register, desk.register.copy(second))] == ["LE-0001"]


def test_somebody_without_copies_leaves_without_a_letter(desk: Desk) -> None:
    other = desk.person("Sam Placeholder")
    events = leave(desk, person=other, reason="Retired", wording=wording("leaving"))
    assert [event.said() for event in events] == [
        "P-0002 leaves the post on 3 March 2026: every role ends. Reason: Retired"
    ]


def test_what_was_asked_and_not_decided_is_listed_and_decided_by_nobody(desk: Desk) -> None:
    request = desk.request("P-0001", "D-0001")
    leave(desk)
    found = leaving.left(desk.register, "p-0001")
    assert [asked.request for asked in found.requests] == [request]
    assert [copy.copy for copy in found.copies] == ["D-0001/1"]
    assert desk.register.request(request).decision is None


def test_a_copy_that_was_recalled_for_an_earlier_day_stays_recalled_for_it(desk: Desk) -> None:
    desk.do(chasing.recall, march(3), copies=("D-0001/1",), reason="Wanted", by=march(5))
    leave(desk, 4, on=march(12))
    assert desk.register.copy("D-0001/1").due == march(5)


def test_a_person_leaves_once_copies_or_roles_there_must_be(desk: Desk) -> None:
    other = desk.person("Sam Placeholder")
    leave(desk, person=other, reason="Retired")
    with pytest.raises(WrongStateError, match="without a role after 3 March 2026 and without a copy"):
        leave(desk, person=other, reason="Retired")


def test_somebody_who_left_already_and_still_holds_a_copy_is_not_taken_off_again_but_recalled(
    desk: Desk,
) -> None:
    leave(desk)
    with pytest.raises(WrongStateError, match="without a role after 4 March 2026") as refused:
        leave(desk, 4)
    assert "Recall D-0001/1 instead." in refused.value.hint
    desk.do(chasing.recall, march(4), copies=("D-0001/1",), reason="It did not come")


def test_leaving_needs_a_person_and_a_reason(desk: Desk) -> None:
    with pytest.raises(UnknownReferenceError):
        leave(desk, person="P-0009")
    with pytest.raises(FactMissingError):
        leave(desk, reason="")
    assert desk.register.copy("D-0001/1").state == CopyState.AWAITING_SIGNATURE


def test_a_leaving_that_is_entered_late_ends_access_on_its_day_and_recalls_for_today(desk: Desk) -> None:
    leave(desk, 10, on=march(4))
    assert not desk.register.person("P-0001").authorised(march(5))
    assert desk.register.copy("D-0001/1").due == march(10)
