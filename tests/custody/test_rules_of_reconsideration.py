"""A concluded review that is evaluated as inadequate: its plan is amended, nothing is undone (E2, E7)."""

from datetime import date

import pytest

from desktop.custody import (
    action_plans,
    agencies,
    appointments,
    closing,
    conclusion,
    course_corrections,
    deadlines,
    numbers,
    objective_ends,
    objectives,
    plan_decisions,
    plan_progress,
    reconsideration,
    timeline,
    timetable,
)
from desktop.custody.ending_errors import ReviewNotEndedError
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
    WrongStateError,
)
from desktop.custody.today import today
from tests.custody.planned import WORDING, a_plan, an_objective, approved, met, signed_off
from tests.factory import REVIEW, Desk, Facts, march

BOARD: Facts = {"review": REVIEW, "authority": "The Board, minute 3"}
ENDED, LETTER, CAME, LATER = march(5), march(6), march(9), march(12)
GROUND: Facts = {"ground": "The letter of Ofsted", **BOARD}


def concluded(*, on: date = ENDED) -> Desk:
    """Return a desk with a review whose plan was implemented, and that was concluded."""
    desk = signed_off(met(approved(a_plan())))
    for body in desk.register.founded.settings.told_of_conclusion:
        desk.do(conclusion.inform, on, review=REVIEW, body=body, whom="The duty desk", how="by letter")
    desk.do(conclusion.conclude, on, **BOARD)
    return desk


def evaluated(desk: Desk, grade: str = "inadequate", *, on: date = CAME) -> Desk:
    desk.do(timetable.evaluate, on, review=REVIEW, letter=LETTER, grade=grade, by="Ofsted")
    return desk


def opened_again(desk: Desk) -> Desk:
    desk.do(plan_decisions.amend, CAME, **GROUND)
    return desk


def answered(desk: Desk) -> None:
    desk.do(timetable.answer, LATER, review=REVIEW, how="The amended plan")


def going_on(desk: Desk) -> bool:
    return reconsideration.going_on(desk.register, desk.register.reviews[REVIEW])


def test_a_plan_is_amended_after_the_conclusion_approved_reported_on_and_signed_off_anew() -> None:
    desk = opened_again(evaluated(concluded()))
    known = an_objective(desk, on=CAME, reason="The letter", target=march(31))
    approved(desk, on=CAME)
    assert [one.what for one in deadlines.open_in(desk.register, CAME)] == ["evaluation", "progress"]
    desk.do(objectives.progress, CAME, objective=known, evidence="Half")
    desk.do(plan_progress.make_report, CAME, review=REVIEW)
    desk.do(plan_progress.present, CAME, review=REVIEW)
    assert [one.objective for one in today(desk.register, date(2026, 4, 1)).objectives_overdue] == [known]
    answered(desk)
    met(desk, known, on=LATER)
    assert [plan.review for plan in today(desk.register, LATER).to_sign_off] == [REVIEW]
    signed_off(desk, on=LATER)
    assert desk.register.reviews[REVIEW].concluded == ENDED
    assert deadlines.open_in(desk.register, LATER) == []
    with pytest.raises(ReviewConcludedError):
        an_objective(desk, on=LATER, reason="More")
    with pytest.raises(ReviewConcludedError):
        desk.do(plan_decisions.amend, LATER, **GROUND)


@pytest.mark.parametrize("grade", ["good", None])
def test_without_an_evaluation_as_inadequate_nothing_opens_a_concluded_review(grade: str | None) -> None:
    desk = concluded()
    if grade:
        evaluated(desk, grade)
    with pytest.raises(ReviewConcludedError) as refused:
        desk.do(plan_decisions.amend, CAME, **GROUND)
    assert "evaluation as inadequate" in refused.value.hint
    with pytest.raises(ReviewConcludedError):
        desk.document("minutes", on=CAME)
    assert not going_on(desk)


def test_the_letter_alone_changes_no_plan_before_it_is_opened_again() -> None:
    desk = evaluated(concluded())
    with pytest.raises(ReviewConcludedError):
        desk.do(objectives.add, CAME, review=REVIEW, wording=WORDING, reason="The letter")
    with pytest.raises(ImpossibleDateError, match="the letter is of a later day"):
        desk.do(plan_decisions.amend, CAME, happened=ENDED, **GROUND)


def test_the_letter_and_the_rectified_papers_are_taken_in_and_a_new_chair_is_appointed() -> None:
    desk = evaluated(concluded())
    desk.document("minutes", on=CAME)
    person = desk.person()
    facts: Facts = {"office": "chair of the panel", "person": person, "independence": "Never worked here"}
    desk.do(appointments.appoint, CAME, **facts, **BOARD)
    assert desk.register.reviews[REVIEW].appointments[0].person == person


def test_no_copy_is_made_and_no_agency_added_while_a_concluded_review_is_reconsidered() -> None:
    desk = opened_again(evaluated(concluded()))
    document = desk.document("minutes", on=CAME)
    with pytest.raises(ReviewConcludedError):
        desk.do(numbers.allot, CAME, document=document, number_of_copies=1)
    with pytest.raises(ReviewConcludedError):
        desk.do(agencies.add, CAME, review=REVIEW, agency="Example School")
    with pytest.raises(ReviewConcludedError):
        desk.do(conclusion.conclude, CAME, **BOARD)


def test_an_answer_that_is_recorded_first_does_not_shut_the_plan() -> None:
    desk = evaluated(concluded())
    answered(desk)
    assert going_on(desk)
    desk.do(plan_decisions.amend, LATER, **GROUND)
    signed_off(approved(desk, on=LATER), on=LATER)
    assert not going_on(desk)


def test_until_the_letter_is_answered_a_plan_that_was_settled_anew_may_be_amended_again() -> None:
    desk = opened_again(evaluated(concluded()))
    with pytest.raises(WrongStateError, match="being amended"):
        desk.do(plan_decisions.amend, CAME, **GROUND)
    approved(desk, on=CAME)
    desk.do(plan_decisions.amend, CAME, **GROUND)
    signed_off(approved(desk, on=CAME), on=CAME)
    desk.do(plan_decisions.amend, LATER, **GROUND)
    assert action_plans.of(desk.register, REVIEW).round == 3


def test_a_letter_of_before_the_conclusion_that_was_not_answered_still_opens_the_plan() -> None:
    desk = signed_off(met(approved(a_plan())))
    desk.do(timetable.evaluate, march(4), review=REVIEW, letter=march(3), grade="inadequate", by="Ofsted")
    for body in desk.register.founded.settings.told_of_conclusion:
        desk.do(conclusion.inform, ENDED, review=REVIEW, body=body, whom="The duty desk", how="by letter")
    desk.do(conclusion.conclude, ENDED, **BOARD)
    opened_again(desk)
    assert action_plans.of(desk.register, REVIEW).state == "being amended"


def test_a_review_whose_plan_is_open_again_is_not_closed() -> None:
    desk = opened_again(evaluated(concluded()))
    assert closing.ready(desk.register) == []
    with pytest.raises(ReviewNotEndedError, match=r"Action plan \(open again"):
        desk.do(closing.close, CAME, **BOARD)
    signed_off(approved(desk, on=CAME), on=CAME)
    assert [review.review for review in closing.ready(desk.register)] == [REVIEW]


def test_the_evaluation_that_opened_a_plan_is_not_struck_out_before_the_plan_is_settled() -> None:
    desk = opened_again(evaluated(concluded()))
    facts: Facts = {"review": REVIEW, "letter": LETTER, "why": "Another review's", "authority": "The Chair"}
    with pytest.raises(WrongStateError, match="what opened the action plan again"):
        desk.do(course_corrections.strike_out_evaluation, CAME, **facts)
    found = desk.register.reviews[REVIEW].evaluations[0]
    known = course_corrections.as_given(found)
    adequate = type(known)(known.letter, "adequate", known.by)
    with pytest.raises(WrongStateError, match="given the grade adequate"):
        desk.do(course_corrections.correct_evaluation, CAME, after=adequate, **facts)
    signed_off(approved(desk, on=CAME), on=CAME)
    desk.do(course_corrections.strike_out_evaluation, CAME, **facts)
    assert not going_on(desk)


def test_the_timeline_says_when_a_plan_was_opened_again() -> None:
    desk = opened_again(evaluated(concluded()))
    marks = timeline.of_review(desk.register, desk.register.reviews[REVIEW], LATER).marks
    assert (CAME, "Action plan opened again") in [(mark.day, mark.label) for mark in marks]


def test_a_plan_of_no_recommendations_gets_its_first_objective_after_the_letter() -> None:
    desk = a_plan()
    desk.do(objective_ends.withdraw, objective="OB-0001", reason="Fell away", authority="The Board")
    desk.conclude(on=ENDED)
    opened_again(evaluated(desk))
    with pytest.raises(FactMissingError, match="no objective"):
        desk.do(plan_decisions.approve, CAME, **BOARD)
    an_objective(desk, on=CAME)
    approved(desk, on=CAME)
