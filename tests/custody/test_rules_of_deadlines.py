"""The clock of a review: counted by calendar months from the day a thing happened, and never stored (E2)."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import agencies, conclusion, deadlines, regimes, reviews, timeline, timetable
from desktop.custody.deadlines import State
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    WrongStateError,
)
from desktop.custody.regimes import Regime, Term
from tests.custody.reviewed import BY, DECIDED, NOTIFIED, OPENED, a_review, clock, complete, extend, review_of
from tests.factory import REVIEW, Desk, Facts, before_the_conclusion

SPRING = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("decided", "due", "which"),
    [
        (date(2025, 12, 31), date(2026, 6, 30), "the month's last day"),
        (date(2025, 8, 31), date(2026, 2, 28), "the month's last day (a Saturday)"),
        (date(2023, 8, 31), date(2024, 2, 29), "the month's last day"),
        (date(2024, 2, 29), date(2024, 8, 29), "the corresponding date"),
        (date(2025, 9, 1), date(2026, 3, 1), "the corresponding date (a Sunday)"),
    ],
)
def test_six_months_end_on_the_corresponding_date_or_the_months_last_day(
    decided: date, due: date, which: str
) -> None:
    desk = a_review(notified=None, decided=decided)
    found = clock(desk, decided)["completion"]
    assert found.due == due
    assert [(step.day, step.said) for step in found.steps] == [
        (decided, "The review was decided on: counted from here"),
        (due, f"6 months later: {which}"),
    ]


@given(st.dates(date(2011, 1, 1), date(2025, 12, 31)))
def test_every_completion_is_due_in_the_sixth_month_after_and_never_later_in_it(decided: date) -> None:
    due = clock(a_review(notified=None, decided=decided), decided)["completion"].due
    assert due is not None
    assert (due.year * 12 + due.month) - (decided.year * 12 + decided.month) == 6
    assert due.day == min(decided.day, calendar.monthrange(due.year, due.month)[1])


def test_a_deadline_runs_through_its_last_day_and_is_overdue_on_the_next() -> None:
    desk = a_review()
    due = date(2026, 6, 30)
    assert clock(desk, due)["completion"].standing(due) == "running, due today"
    assert clock(desk, SPRING)["completion"].standing(SPRING) == "running, 120 days left"
    after = due + timedelta(days=1)
    assert clock(desk, after)["completion"].standing(after) == "overdue by 1 day"


def test_what_was_done_on_the_last_day_is_met_and_a_day_after_it_is_late() -> None:
    for day, state in ((date(2026, 6, 30), "met"), (date(2026, 7, 1), "met 1 day late")):
        desk = a_review()
        complete(desk, day)
        assert clock(desk, date(2027, 1, 1))["completion"].standing(date(2027, 1, 1)) == state


def test_the_decision_is_due_a_month_after_the_notification() -> None:
    desk = a_review(decided=None)
    found = clock(desk, date(2026, 1, 6))["decision"]
    assert (found.due, found.state) == (date(2026, 1, 1), State.OVERDUE)
    assert clock(desk, SPRING)["completion"].why == "The decision is not recorded."


def test_without_the_day_of_the_notification_the_decision_cannot_be_counted() -> None:
    found = clock(a_review(notified=None), SPRING)["decision"]
    assert (found.due, found.state) == (None, State.UNKNOWN)
    assert found.why == "The day of the notification is not recorded."
    assert not found.open


def test_a_decision_that_is_entered_late_counts_from_its_own_day() -> None:
    desk = a_review(decided=None)
    desk.do(reviews.decide, SPRING, review=REVIEW, day=date(2025, 12, 20), **BY)
    known = clock(desk, SPRING)
    assert (known["decision"].state, known["decision"].done) == (State.MET, date(2025, 12, 20))
    assert known["completion"].due == date(2026, 6, 20)
    with pytest.raises(AlreadyThereError, match="decision"):
        desk.do(reviews.decide, SPRING, review=REVIEW, **BY)


def test_a_decision_before_the_notification_or_ahead_is_refused() -> None:
    desk = a_review(decided=None)
    for day in (NOTIFIED - timedelta(days=1), SPRING + timedelta(days=1)):
        with pytest.raises(ImpossibleDateError, match="The day of the decision"):
            desk.do(reviews.decide, SPRING, review=REVIEW, day=day, **BY)


def corrected(desk: Desk, **days: date | None) -> None:
    facts: Facts = {"notified": NOTIFIED, "decided": DECIDED, "why": "The minute came", **BY, **days}
    desk.do(reviews.correct, SPRING, review=REVIEW, **facts)


def test_a_day_that_was_wrong_is_put_right_and_moves_every_deadline_counted_from_it() -> None:
    desk = a_review()
    corrected(desk, decided=date(2025, 12, 15))
    assert clock(desk, SPRING)["completion"].due == date(2026, 6, 15)


def test_a_correction_keeps_the_order_of_the_days_and_of_what_followed() -> None:
    desk = a_review()
    complete(desk, date(2026, 2, 1))
    with pytest.raises(FactMissingError, match="stands there already"):
        corrected(desk)
    with pytest.raises(ImpossibleDateError, match="before the notification"):
        corrected(desk, notified=date(2026, 1, 1))
    with pytest.raises(ImpossibleDateError, match="what followed from it is of 1 February 2026"):
        corrected(desk, decided=date(2026, 2, 2))
    with pytest.raises(FactMissingError, match="what followed from it"):
        corrected(desk, decided=None)


def test_more_time_moves_the_deadline_and_the_working_keeps_what_it_was() -> None:
    desk = a_review()
    extend(desk, date(2026, 9, 1), SPRING)
    found = clock(desk, SPRING)["completion"]
    assert (found.due, found.state) == (date(2026, 9, 1), State.EXTENDED)
    assert found.steps[-2:] == (
        (date(2026, 6, 30), "6 months later: the month's last day", None),
        (date(2026, 9, 1), "Extended on 2 March 2026 until then", None),
    )
    extend(desk, date(2026, 12, 1), date(2026, 8, 1))
    assert clock(desk, SPRING)["completion"].due == date(2026, 12, 1)


def test_a_deadline_that_has_passed_can_be_extended_and_its_working_shows_when() -> None:
    desk = a_review()
    on = date(2026, 7, 15)
    assert clock(desk, on)["completion"].state == State.OVERDUE
    extend(desk, date(2026, 9, 1), on)
    found = clock(desk, on)["completion"]
    assert found.state == State.EXTENDED
    assert found.steps[-1].said == "Extended on 15 July 2026 until then"


def test_more_time_is_later_than_the_deadline_as_it_stands_and_not_before_today() -> None:
    desk = a_review()
    with pytest.raises(ImpossibleDateError, match="that is no extension"):
        extend(desk, date(2026, 6, 30), SPRING)
    with pytest.raises(ImpossibleDateError, match="before the day of the extension"):
        extend(desk, date(2026, 7, 14), date(2026, 7, 15))
    assert not review_of(desk).extensions


def test_more_time_needs_a_reason_a_plan_and_an_authority() -> None:
    for fact in ("why", "plan", "authority"):
        with pytest.raises(FactMissingError):
            extend(a_review(), date(2026, 9, 1), SPRING, **{fact: " "})


def test_a_review_that_is_not_decided_or_is_completed_gets_no_more_time() -> None:
    with pytest.raises(WrongStateError, match="not decided on"):
        extend(a_review(decided=None), date(2026, 9, 1), SPRING)
    desk = a_review()
    complete(desk, SPRING)
    with pytest.raises(WrongStateError, match="completed since 2 March 2026"):
        extend(desk, date(2026, 9, 1), SPRING)


def test_who_is_told_of_more_time_is_recorded_with_it_or_afterwards() -> None:
    desk = a_review()
    extend(desk, date(2026, 9, 1), SPRING, told="Government Office")
    assert review_of(desk).extensions[-1].told_on == SPRING
    extend(desk, date(2026, 10, 1), SPRING)
    assert timetable.untold(review_of(desk)) is not None
    desk.do(timetable.tell_of_extension, SPRING, review=REVIEW, told="Government Office")
    assert timetable.untold(review_of(desk)) is None
    with pytest.raises(WrongStateError):
        desk.do(timetable.tell_of_extension, SPRING, review=REVIEW, told="Government Office")
    with pytest.raises(FactMissingError, match="nobody is named"):
        extend(desk, date(2026, 11, 1), SPRING, told_on=SPRING)


def test_each_agency_has_two_months_from_its_own_request() -> None:
    desk = a_review()
    for name, day in (("Example Police", date(2025, 12, 31)), ("Example Trust", date(2026, 1, 5))):
        desk.do(agencies.add, SPRING, review=REVIEW, agency=name, requested=day)
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Example School")
    desk.do(agencies.receive, SPRING, review=REVIEW, agency="example trust", day=date(2026, 2, 20))
    known = clock(desk, SPRING)
    assert (known["Example Police"].due, known["Example Police"].state) == (
        date(2026, 2, 28),
        State.OVERDUE,
    )
    assert known["Example Trust"].state == State.MET
    assert "Example School" not in known


def test_a_report_that_is_taken_into_custody_has_come() -> None:
    desk = a_review()
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Example Police", requested=date(2026, 1, 5))
    desk.document("imr", "identified", agency="example police", on=date(2026, 3, 4))
    found = clock(desk, date(2026, 4, 1))["Example Police"]
    assert (found.state, found.done) == (State.MET, date(2026, 3, 4))


def evaluated(desk: Desk, letter: date, grade: str, on: date) -> None:
    desk.do(timetable.evaluate, on, review=REVIEW, letter=letter, grade=grade, by="Ofsted")


def test_an_evaluation_as_inadequate_is_answered_within_three_months_of_its_letter() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk, date(2026, 11, 30), "Inadequate", date(2026, 12, 4))
    on = date(2027, 2, 1)
    assert clock(desk, on)["evaluation"].due == date(2027, 2, 28)
    desk.do(timetable.answer, date(2027, 3, 1), review=REVIEW, how="An action plan")
    assert clock(desk, on)["evaluation"].state == State.LATE
    with pytest.raises(WrongStateError):
        desk.do(timetable.answer, date(2027, 3, 1), review=REVIEW, how="An action plan")


def test_an_answer_goes_to_the_letter_that_it_answers_in_whatever_order_they_were_entered() -> None:
    desk = a_review()
    complete(desk, SPRING)
    later, earlier = date(2026, 11, 30), date(2026, 10, 1)
    for letter in (later, earlier):
        evaluated(desk, letter, "inadequate", date(2026, 12, 4))
    desk.do(timetable.answer, date(2026, 12, 5), review=REVIEW, how="A plan", letter=later)
    assert [one.letter for one in timetable.to_answer(review_of(desk))] == [earlier]
    with pytest.raises(WrongStateError, match="30 November 2026"):
        desk.do(timetable.answer, date(2026, 12, 5), review=REVIEW, how="A plan", letter=later)
    desk.do(timetable.answer, date(2026, 12, 5), review=REVIEW, how="A plan")
    assert timetable.to_answer(review_of(desk)) == []


def test_an_agency_that_is_struck_out_leaves_the_keys_of_the_others_as_they_were() -> None:
    desk = a_review()
    for agency in ("Police", "Council", "Trust"):
        desk.do(agencies.add, SPRING, review=REVIEW, agency=agency, requested=OPENED)
    before = {agency: clock(desk, SPRING)[agency].key for agency in ("Police", "Trust")}
    assert len(set(before.values())) == 2
    desk.do(agencies.strike_out, SPRING, review=REVIEW, agency="Council", why="A slip", **BY)
    put_right: Facts = {"name": "NHS Trust", "requested": DECIDED, "came": None, "why": "A slip", **BY}
    desk.do(agencies.correct, SPRING, review=REVIEW, agency="Trust", **put_right)
    desk.do(agencies.add, SPRING, review=REVIEW, agency="Council", requested=OPENED)
    found = clock(desk, SPRING)
    assert (found["Police"].key, found["NHS Trust"].key) == (before["Police"], before["Trust"])
    assert found["Council"].key not in before.values()


def test_after_the_conclusion_the_timeline_still_shows_what_is_to_be_answered() -> None:
    desk = a_review()
    complete(desk, SPRING)
    evaluated(desk, date(2026, 11, 30), "inadequate", date(2026, 12, 4))
    for act, facts in before_the_conclusion(desk.register):
        desk.do(act, date(2026, 12, 5), **facts)
    desk.do(conclusion.conclude, date(2026, 12, 5), review=REVIEW, authority="The Board")
    due = [
        mark
        for mark in timeline.of_review(desk.register, review_of(desk), SPRING).marks
        if mark.kind == "due"
    ]
    assert [(mark.day, mark.label) for mark in due] == [
        (date(2027, 2, 28), "Answer to an inadequate evaluation: due")
    ]


def test_a_review_is_not_completed_or_decided_on_after_the_letter_that_evaluated_it() -> None:
    desk = a_review()
    evaluated(desk, date(2026, 2, 1), "good", SPRING)
    with pytest.raises(ImpossibleDateError, match="letter of 1 February 2026"):
        complete(desk, SPRING)
    with pytest.raises(ImpossibleDateError, match="1 February 2026"):
        desk.do(reviews.correct, SPRING, review=REVIEW, notified=None, decided=SPRING, why="A slip", **BY)
    desk.do(timetable.complete, SPRING, review=REVIEW, day=date(2026, 2, 1), **BY)


def test_what_moved_is_told_with_the_day_before_also_what_came_and_fell_away() -> None:
    desk = a_review()
    before = deadlines.days(desk.register, REVIEW, SPRING)
    desk.do(reviews.correct, SPRING, review=REVIEW, notified=None, decided=NOTIFIED, why="A slip", **BY)
    assert deadlines.moved(before, deadlines.days(desk.register, REVIEW, SPRING)) == [
        "Decision whether there is a review: none (before: 1 January 2026)",
        "Completion of the review: 1 June 2026 (before: 30 June 2026)",
    ]
    assert deadlines.moved(before, before) == []


def test_a_good_evaluation_asks_for_no_answer_and_an_unknown_grade_is_refused() -> None:
    desk = a_review()
    evaluated(desk, date(2026, 2, 1), "good", SPRING)
    assert "evaluation" not in clock(desk, SPRING)
    with pytest.raises(FactMissingError, match="The grade"):
        evaluated(desk, date(2026, 2, 2), "splendid", SPRING)
    with pytest.raises(AlreadyThereError):
        evaluated(desk, date(2026, 2, 1), "inadequate", SPRING)


def test_what_passed_or_ends_soon_is_to_be_seen_to_and_nothing_of_a_concluded_review() -> None:
    desk = a_review()
    due = date(2026, 6, 30)

    def waiting(on: date) -> list[str]:
        return [one.what for one in deadlines.to_see_to(desk.register, on)]

    assert waiting(due - deadlines.AHEAD - timedelta(days=1)) == []
    assert waiting(due - deadlines.AHEAD) == ["completion"] == waiting(due + timedelta(days=900))
    evaluated(desk, date(2026, 2, 1), "inadequate", SPRING)
    desk.conclude(SPRING)
    assert waiting(date(2026, 4, 20)) == ["evaluation"]


def test_a_rapid_review_is_counted_in_working_days_and_says_that_it_is_unconfirmed() -> None:
    desk = a_review(notified=date(2026, 3, 27), decided=None, regime="cspr-2019")
    found = clock(desk, date(2026, 4, 1))["decision"]
    assert (found.label, found.due, found.unconfirmed) == ("Rapid review", date(2026, 4, 21), True)
    assert {step.day for step in found.steps if "bank holiday" in step.said} >= {date(2026, 4, 6)}
    assert set(clock(desk, SPRING)) == {"decision"}


def test_working_days_in_a_year_without_known_bank_holidays_are_not_guessed() -> None:
    desk = a_review(notified=date(2035, 12, 20), decided=None, regime="cspr-2019")
    found = clock(desk, date(2035, 12, 28))["decision"]
    assert (found.due, found.state) == (None, State.UNKNOWN)
    assert "bank holidays of 2036 are not known" in found.why


def test_a_review_passes_to_another_regime_with_authority_and_its_clock_follows() -> None:
    desk = a_review()
    own = Regime("Our own", "Our own", (Term("completion", "Report", 9),), "Nothing.", source="The Board")
    desk.do(regimes.set_regime, SPRING, regime=own, **BY)
    facts: Facts = {"why": "It began under it", **BY}
    desk.do(regimes.give, SPRING, review=REVIEW, regime="our own", **facts)
    assert set(clock(desk, SPRING)) == {"completion"}
    assert clock(desk, SPRING)["completion"].due == date(2026, 9, 30)
    with pytest.raises(WrongStateError, match="already"):
        desk.do(regimes.give, SPRING, review=REVIEW, regime="our-own", **facts)
    with pytest.raises(WrongStateError, match="as you gave it already"):
        desk.do(regimes.set_regime, SPRING, regime=desk.register.founded.settings.regimes[-1], **BY)


@pytest.mark.parametrize(
    "terms",
    [
        (Term("decision", "A", 0),),
        (Term("decision", "", 1),),
        (Term("decision", "A", 1), Term("decision", "B", 2)),
        (Term("decision", "A", 1, "weeks"),),  # type: ignore[arg-type]
    ],
)
def test_a_regime_that_cannot_be_counted_by_is_refused(terms: tuple[Term, ...]) -> None:
    with pytest.raises(FactMissingError):
        a_review().do(
            regimes.set_regime, SPRING, regime=Regime("x", "X", terms, "Nothing.", source="Y"), **BY
        )


def test_a_vault_of_before_regimes_were_data_counts_by_the_policy() -> None:
    assert regimes.of(a_review().register, review_of(a_review())) == regimes.POLICY
