"""What was entered wrongly of a review's course: put right or struck out, never erased (E2)."""

from datetime import date

import msgspec
import pytest

from desktop.custody import conclusion, course_corrections, deadlines, due_dates, timeline, timetable
from desktop.custody.course import Completion, Evaluation
from desktop.custody.deadlines import State
from desktop.custody.entries import from_bytes
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
    WrongStateError,
)
from tests.custody.reviewed import a_review, clock, complete, extend, review_of
from tests.factory import REVIEW, Desk, Facts, before_the_conclusion

SPRING = date(2026, 3, 2)
DUE = date(2026, 6, 30)
"""When the review is to be completed, without more time."""
SEPTEMBER, DECEMBER = date(2026, 9, 1), date(2026, 12, 1)
LETTER = date(2026, 9, 30)
LATER = date(2026, 10, 15)
WHY: Facts = {"why": "A slip of the pen (invented)", "authority": "The Chair (invented)"}


def extended(desk: Desk, **changes: object) -> None:
    """Put the first extension right."""
    before = review_of(desk).extensions[0]
    after = msgspec.structs.replace(before, **changes)
    desk.do(
        course_corrections.correct_extension, LATER, review=REVIEW, until=before.until, after=after, **WHY
    )


def evaluated(desk: Desk, grade: str = "inadequate", letter: date = LETTER) -> None:
    """Enter a letter of evaluation."""
    desk.do(timetable.evaluate, LATER, review=REVIEW, letter=letter, grade=grade, by="Ofsted")


def put_right(desk: Desk, *, of: date | None = None, **changes: object) -> None:
    """Put the first evaluation right, or the one by the letter `of` that day."""
    before = review_of(desk).evaluations[0]
    known = {name: getattr(before, name) for name in Evaluation.__struct_fields__}
    facts: Facts = {"letter": of or before.letter, "after": Evaluation(**(known | changes)), **WHY}
    desk.do(course_corrections.correct_evaluation, LATER, review=REVIEW, **facts)


def completed_on(desk: Desk, day: date, authority: str = "Board, minute 4") -> None:
    """Put the completion right."""
    facts: Facts = {"after": Completion(day, authority), **WHY}
    desk.do(course_corrections.correct_completion, LATER, review=REVIEW, **facts)


def concluded(desk: Desk) -> None:
    """Conclude the review."""
    for act, facts in before_the_conclusion(desk.register):
        desk.do(act, LATER, **facts)
    desk.do(conclusion.conclude, LATER, review=REVIEW, authority="The Board")


def said(desk: Desk) -> str:
    """Return what the last entry says."""
    last = desk.rows[-1]
    return from_bytes(last.body, last.number).event.said()


def happened(desk: Desk) -> list[str]:
    """Return what the timeline says has happened."""
    marks = timeline.of_review(desk.register, review_of(desk), LATER).marks
    return [mark.label for mark in marks if mark.kind == "happened"]


def test_an_extension_that_is_put_right_moves_the_deadline_and_keeps_its_entry_in_the_ledger() -> None:
    desk = a_review()
    extend(desk, DECEMBER, SPRING)
    extended(desk, until=SEPTEMBER, told="Government Office", told_on=SPRING)
    found = clock(desk, SPRING)["completion"]
    assert (found.due, found.state) == (SEPTEMBER, State.EXTENDED)
    assert "More time for the completion, until 1 September 2026" in happened(desk)
    assert timetable.untold(review_of(desk)) is None
    told = said(desk)
    for words in ("to 1 December 2026 was put right", "until 1 September 2026", "told: Government Office"):
        assert words in told
    assert "Authority: The Chair (invented). Reason: A slip of the pen (invented)" in told


def test_an_extension_that_never_was_given_is_struck_out_and_says_who_had_been_told() -> None:
    desk = a_review()
    extend(desk, DECEMBER, SPRING, told="Government Office", told_on=SPRING)
    key = clock(desk, SPRING)["completion"].key
    facts: Facts = {"review": REVIEW, "until": DECEMBER, **WHY}
    desk.do(course_corrections.strike_out_extension, LATER, **facts)
    found = clock(desk, LATER)["completion"]
    assert (found.due, found.state, found.key) == (DUE, State.OVERDUE, key)
    assert not any("More time" in label for label in happened(desk))
    assert "Told of it had been: Government Office, 2 March 2026." in said(desk)
    with pytest.raises(UnknownReferenceError, match="1 December 2026"):
        desk.do(course_corrections.strike_out_extension, LATER, **facts)


def test_an_extension_of_which_nobody_was_told_waits_no_more_once_it_is_struck_out() -> None:
    desk = a_review()
    extend(desk, DECEMBER, SPRING)
    assert timetable.all_untold(desk.register)
    desk.do(course_corrections.strike_out_extension, SPRING, review=REVIEW, until=DECEMBER, **WHY)
    assert not timetable.all_untold(desk.register)


def test_an_extension_is_not_put_past_a_later_one_nor_before_the_day_without_it() -> None:
    desk = a_review()
    extend(desk, SEPTEMBER, SPRING)
    extend(desk, DECEMBER, SPRING)
    with pytest.raises(
        ImpossibleDateError, match="extended after that to 1 December 2026, which rests on it"
    ):
        extended(desk, until=DECEMBER)
    with pytest.raises(ImpossibleDateError, match="without it the review is due on 30 June 2026"):
        extended(desk, until=DUE)
    with pytest.raises(ImpossibleDateError, match="lies ahead"):
        extended(desk, day=date(2026, 10, 16))
    with pytest.raises(FactMissingError, match="stands there already"):
        extended(desk)
    desk.do(course_corrections.strike_out_extension, LATER, review=REVIEW, until=SEPTEMBER, **WHY)
    assert [one.until for one in review_of(desk).extensions] == [DECEMBER]
    assert clock(desk, LATER)["completion"].due == DECEMBER


@pytest.mark.parametrize("field", ["why", "plan", "authority"])
def test_an_extension_that_is_put_right_still_has_its_reason_its_plan_and_its_authority(field: str) -> None:
    desk = a_review()
    extend(desk, DECEMBER, SPRING)
    with pytest.raises(FactMissingError):
        extended(desk, **{field: " "})
    with pytest.raises(FactMissingError, match="one of the two was given alone"):
        extended(desk, told="Government Office")


@pytest.mark.parametrize("missing", ["why", "authority"])
def test_every_correction_needs_a_reason_and_an_authority(missing: str) -> None:
    desk = a_review()
    complete(desk, SPRING)
    facts = {**WHY, missing: ""}
    with pytest.raises(FactMissingError):
        desk.do(course_corrections.strike_out_completion, SPRING, review=REVIEW, **facts)


def test_a_completion_of_the_wrong_day_is_put_right_and_counts_from_then() -> None:
    desk = a_review()
    complete(desk, date(2026, 7, 2))
    assert clock(desk, LATER)["completion"].state == State.LATE
    completed_on(desk, DUE)
    assert clock(desk, LATER)["completion"].state == State.MET
    assert review_of(desk).completed == Completion(DUE, "Board, minute 4")
    with pytest.raises(FactMissingError, match="stands there already"):
        completed_on(desk, DUE)


def test_a_completion_keeps_the_order_of_decision_evaluation_and_conclusion() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk)
    for day, why in ((date(2025, 12, 30), "decided on later"), (date(2026, 10, 1), "letter of 30 September")):
        with pytest.raises(ImpossibleDateError, match=why):
            completed_on(desk, day)


def test_a_completion_that_was_entered_by_mistake_is_struck_out_and_the_clock_runs_again() -> None:
    desk = a_review()
    facts: Facts = {"review": REVIEW, **WHY}
    with pytest.raises(WrongStateError, match="not completed"):
        desk.do(course_corrections.strike_out_completion, SPRING, **facts)
    complete(desk, SPRING)
    desk.do(course_corrections.strike_out_completion, LATER, **facts)
    assert clock(desk, LATER)["completion"].state == State.OVERDUE
    assert "Completed" not in happened(desk)
    extend(desk, date(2026, 11, 1), LATER)


def test_a_completion_that_an_evaluation_or_the_conclusion_rests_on_is_not_struck_out() -> None:
    desk, facts = a_review(), {"review": REVIEW, **WHY}
    complete(desk, SPRING)
    evaluated(desk, "good")
    with pytest.raises(WrongStateError, match="what the letter of evaluation of 30 September 2026 rests on"):
        desk.do(course_corrections.strike_out_completion, LATER, **facts)
    desk.do(course_corrections.strike_out_evaluation, LATER, review=REVIEW, letter=LETTER, **WHY)
    concluded(desk)
    with pytest.raises(WrongStateError, match="what the conclusion of 15 October 2026 rests on"):
        desk.do(course_corrections.strike_out_completion, LATER, **facts)
    completed_on(desk, date(2026, 3, 1))
    assert clock(desk, LATER)["completion"].done == date(2026, 3, 1)


def test_an_evaluation_that_is_put_right_keeps_what_a_calendar_knows_its_deadline_by() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk)
    evaluated(desk, letter=date(2026, 10, 1))
    known = {one.key for one in due_dates.of(desk.register, REVIEW, LATER)}
    put_right(desk, letter=date(2026, 9, 1), by="CQC")
    due = due_dates.of(desk.register, REVIEW, LATER)
    assert ({one.key for one in due}, due[0].day) == (known, date(2026, 12, 1))
    desk.do(course_corrections.strike_out_evaluation, LATER, review=REVIEW, letter=date(2026, 9, 1), **WHY)
    (left,) = due_dates.of(desk.register, REVIEW, LATER)
    assert left.key in known
    assert left.key != due[0].key


def test_an_evaluation_that_was_no_inadequate_one_asks_for_no_answer_any_more() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk)
    assert [one.what for one in deadlines.open_in(desk.register, LATER)] == ["evaluation"]
    put_right(desk, grade="Adequate")
    assert deadlines.open_in(desk.register, LATER) == []
    put_right(desk, grade="inadequate")
    assert [one.what for one in deadlines.open_in(desk.register, LATER)] == ["evaluation"]


def test_an_answer_that_was_entered_wrongly_is_put_right_or_taken_away() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk)
    desk.do(timetable.answer, LATER, review=REVIEW, how="A plan")
    with pytest.raises(WrongStateError, match="answered on 15 October 2026"):
        put_right(desk, grade="good")
    with pytest.raises(ImpossibleDateError, match="the letter is of a later day"):
        put_right(desk, answered=date(2026, 9, 29))
    with pytest.raises(FactMissingError, match="one of the two was given alone"):
        put_right(desk, how="")
    put_right(desk, answered=date(2026, 10, 1))
    assert clock(desk, LATER)["evaluation"].done == date(2026, 10, 1)
    put_right(desk, answered=None, how="")
    assert [one.letter for one in timetable.to_answer(review_of(desk))] == [LETTER]


def test_the_letter_of_an_evaluation_stays_the_only_one_of_its_day_and_after_the_completion() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk)
    evaluated(desk, letter=date(2026, 10, 1))
    with pytest.raises(AlreadyThereError, match="1 October 2026"):
        put_right(desk, letter=date(2026, 10, 1))
    with pytest.raises(ImpossibleDateError, match="not completed by then"):
        put_right(desk, letter=date(2026, 3, 1))
    with pytest.raises(UnknownReferenceError, match="1 March 2026"):
        put_right(desk, of=date(2026, 3, 1), by="CQC")


def test_an_evaluation_of_another_review_is_struck_out_with_its_answer() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk)
    desk.do(timetable.answer, LATER, review=REVIEW, how="A plan")
    desk.do(course_corrections.strike_out_evaluation, LATER, review=REVIEW, letter=LETTER, **WHY)
    assert review_of(desk).evaluations == ()
    assert "was struck out, with the answer of 15 October 2026." in said(desk)
    assert happened(desk)[-1] == "Completed"
