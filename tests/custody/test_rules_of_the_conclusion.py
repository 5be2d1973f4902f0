"""The conclusion of a review: its conditions, and the recall of every copy by the same act (E7, F1)."""

from typing import Any

import pytest

from desktop.custody import (
    conclusion,
    loans,
    mishaps,
    numbers,
    objective_ends,
    objectives,
    plan_decisions,
    settings,
)
from desktop.custody.chases import CopyRecalled
from desktop.custody.conclusion import Telling
from desktop.custody.copies import CopyState
from desktop.custody.ending_errors import NotReadyError
from desktop.custody.errors import (
    AlreadyThereError,
    ImpossibleDateError,
    ReviewConcludedError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.letters import LetterWritten
from desktop.custody.today import today
from desktop.office import wordings
from tests.custody.planned import a_plan, an_objective, approved, met, signed_off
from tests.factory import REVIEW, TODAY, Desk, Facts, a_desk, march

ACT: Facts = {"review": REVIEW, "authority": "The Board, minute 12"}
BOTH = [Telling("ofsted", "The desk", "by letter"), Telling("Government Office", "The adviser", "in person")]


def concluded(desk: Desk, day: int = 10, **facts: Any) -> list[object]:
    return list(desk.do(conclusion.conclude, march(day), **ACT, **facts))


def test_a_refusal_names_every_condition_that_does_not_hold_and_what_to_do() -> None:
    desk = approved(a_plan("Train", "Write a guide"))
    with pytest.raises(NotReadyError) as refusal:
        concluded(desk)
    told = refusal.value.message
    for missing in ("OB-0001, OB-0002", "not signed off", "Ofsted was not told", "Government Office was not"):
        assert missing in told
    for remedy in ("withdraw them", "sign the plan off", "Tell Ofsted", "Tell Government Office"):
        assert remedy in refusal.value.hint
    assert desk.register.reviews[REVIEW].concluded is None


def test_a_review_is_concluded_when_its_plan_is_signed_off_and_the_bodies_are_told() -> None:
    desk = signed_off(met(approved(a_plan())))
    assert not conclusion.ready(desk.register, REVIEW)
    for body in ("Ofsted", "Government Office"):
        desk.do(conclusion.inform, review=REVIEW, body=body, whom="The desk", how="by letter")
    assert [review.review for review in today(desk.register, TODAY).to_conclude] == [REVIEW]
    concluded(desk)
    assert desk.register.reviews[REVIEW].concluded == march(10)
    assert today(desk.register, march(10)).to_conclude == []


def test_bodies_may_be_told_with_the_act() -> None:
    desk = signed_off(met(approved(a_plan())))
    concluded(desk, telling=BOTH)
    told = [(one.body, one.whom, one.how, one.day) for one in desk.register.informed[REVIEW]]
    assert told == [
        ("Ofsted", "The desk", "by letter", march(10)),
        ("Government Office", "The adviser", "in person", march(10)),
    ]


def test_a_body_is_named_once_in_the_act() -> None:
    desk = signed_off(met(approved(a_plan())))
    with pytest.raises(AlreadyThereError, match="Ofsted"):
        concluded(desk, telling=[*BOTH, BOTH[0]])


def test_an_objective_that_was_withdrawn_does_not_stand_in_the_way() -> None:
    desk = approved(a_plan("Train", "Write a guide"))
    desk.do(objective_ends.withdraw, objective="OB-0002", reason="Out of date", authority="The Board")
    signed_off(met(desk, "OB-0001"))
    concluded(desk, telling=BOTH)


def test_which_bodies_must_be_told_is_the_board_s_data() -> None:
    desk = a_desk()
    names: Facts = {"names": "body told of the conclusion", "authority": "The Board"}
    desk.do(settings.add_name, name="Example Inspectorate", **names)
    desk.ready_to_conclude()
    assert "Example Inspectorate" in {one.body for one in desk.register.informed[REVIEW]}
    desk.do(settings.add_name, name="Example Ombudsman", **names)
    with pytest.raises(NotReadyError, match="Example Ombudsman was not told"):
        concluded(desk)
    desk.do(settings.remove_name, name="Example Ombudsman", **names)
    concluded(desk)


def test_a_body_is_told_once_and_only_of_what_is_settled() -> None:
    desk = a_plan()
    facts: Facts = {"review": REVIEW, "body": "Ofsted", "whom": "The desk", "how": "by letter"}
    with pytest.raises(WrongStateError, match="being drawn up"):
        desk.do(conclusion.inform, **facts)
    signed_off(met(approved(desk), on=march(4)), on=march(4))
    with pytest.raises(ImpossibleDateError, match="settled later"):
        desk.do(conclusion.inform, march(5), happened=march(3), **facts)
    desk.do(conclusion.inform, march(5), **facts)
    with pytest.raises(AlreadyThereError):
        desk.do(conclusion.inform, march(5), **facts)
    with pytest.raises(UnknownReferenceError):
        desk.do(conclusion.inform, march(5), **{**facts, "body": "The Gazette"})


def test_what_a_body_was_told_before_an_amendment_does_not_count_after_it() -> None:
    desk = signed_off(met(approved(a_plan())))
    desk.do(conclusion.inform, review=REVIEW, body="Ofsted", whom="The desk", how="by letter")
    desk.do(plan_decisions.amend, review=REVIEW, ground="Inadequate", authority="The Board")
    new = an_objective(desk)
    signed_off(met(approved(desk), new))
    with pytest.raises(NotReadyError, match="Ofsted was not told"):
        concluded(desk)


def test_a_review_is_not_concluded_twice_nor_before_the_last_progress() -> None:
    desk = a_plan()
    desk.do(objectives.progress, march(8), objective="OB-0001", evidence="Half")
    desk.do(objective_ends.withdraw, march(8), objective="OB-0001", reason="Out of date", authority="Board")
    desk.ready_to_conclude(on=march(8))
    with pytest.raises(ImpossibleDateError, match="8 March 2026"):
        desk.do(conclusion.conclude, march(9), happened=march(7), **ACT)
    concluded(desk)
    with pytest.raises(ReviewConcludedError):
        concluded(desk, 11)


def test_every_copy_that_is_out_is_recalled_by_the_same_act_for_an_open_day() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.ready_to_conclude()
    events = concluded(desk, by=march(14), wording=wordings.letter(desk.register, "recall"))  # a Saturday
    (recall,) = (event for event in events if isinstance(event, CopyRecalled))
    (letter,) = (event for event in events if isinstance(event, LetterWritten))
    assert (recall.copy, recall.by, recall.letter) == (copy, march(16), letter.letter)
    found = desk.register.copies[copy]
    assert (found.state, found.unsigned) == (CopyState.RECALLED, True)
    assert [step.copy.copy for step in today(desk.register, march(17)).ladder if step.now] == [copy]


def test_a_lost_copy_does_not_stand_in_the_way_gets_no_letter_and_is_asked_for_when_it_is_found() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(mishaps.lose, copy=copy, what="Left on a train")
    desk.ready_to_conclude()
    events = concluded(desk, wording=wordings.letter(desk.register, "recall"))
    assert not [event for event in events if isinstance(event, LetterWritten)]
    assert desk.register.copies[copy].state == CopyState.LOST
    desk.do(mishaps.find, march(11), copy=copy, where="In a bag", found_by="The holder")
    assert desk.register.copies[copy].state == CopyState.RECALLED


def test_nothing_is_printed_or_signed_out_after_the_conclusion_and_a_print_can_still_be_accounted_for() -> (
    None
):
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document)
    copy = desk.copy(document)
    (unresolved,) = desk.allot(document)
    desk.conclude(march(10))
    with pytest.raises(ReviewConcludedError):
        desk.allot(document, on=march(11))
    with pytest.raises(ReviewConcludedError):
        desk.sign_out(copy, person, request, on=march(11))
    desk.do(numbers.spoil, march(11), copy=unresolved, reason="It was never printed")


def test_a_copy_recalled_by_the_conclusion_is_taken_back_as_before() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.conclude(march(10))
    desk.do(loans.take_back, march(12), copy=copy, pages=3, condition="Good")
    assert desk.register.copies[copy].state == CopyState.IN_SAFE


def test_requests_that_nobody_decided_are_listed_and_stay() -> None:
    desk = a_desk()
    asked = desk.request(desk.person(), desk.document())
    desk.conclude(march(10))
    assert conclusion.undecided(desk.register, REVIEW) == [asked]
    assert desk.register.requests[asked].decision is None


def test_the_copies_of_another_review_are_not_recalled() -> None:
    desk = a_desk().with_review("SCR-2026-02")
    person, document = desk.person(), desk.document(review="SCR-2026-02")
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document))
    desk.conclude(march(10))
    assert desk.register.copies[copy].state == CopyState.AWAITING_SIGNATURE
