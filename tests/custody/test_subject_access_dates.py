"""One month as the law counts it, against a second way of working it out, and each odd case by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import answering, clocks, subject_access
from desktop.custody.calendar import NATIONS
from desktop.custody.errors import HolidaysUnknownError
from desktop.custody.information import Request
from tests.factory import Desk

DESK = Desk()
ENGLAND = NATIONS[0]


def a_request(received: date) -> Request:
    return Request("S-0001", "subject access", "Kim Invented", "What you hold", received, "letter")


def due(received: date) -> date | None:
    return clocks.answer_clock(DESK.register, a_request(received)).due


def corresponding(start: date, months: int) -> date:
    """Return the corresponding date by trying days from the 31st down: the second way."""
    month = start.month + months
    year, month = start.year + (month > 12), month - 12 * (month > 12)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError(start)


def shut(day: date) -> bool:
    holiday = DESK.register.holidays.get(day)
    return day.isoweekday() > 5 or (holiday is not None and ENGLAND in holiday.nations)


@pytest.mark.parametrize(
    ("received", "end"),
    [
        (date(2025, 9, 3), date(2025, 10, 3)),  # the corresponding date
        (date(2026, 3, 31), date(2026, 4, 30)),  # none in April: its last day
        (date(2025, 1, 30), date(2025, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),  # a leap year
        (date(2024, 2, 29), date(2024, 4, 2)),  # 29 March was Good Friday, 1 April Easter Monday
        (date(2026, 1, 14), date(2026, 2, 16)),  # 14 February 2026 is a Saturday
        (date(2025, 11, 25), date(2025, 12, 29)),  # Christmas, Boxing Day, a weekend
        (date(2025, 12, 2), date(2026, 1, 2)),  # 2 January is a bank holiday in Scotland alone
        (
            date(2026, 6, 12),
            date(2026, 7, 13),
        ),  # 12 July is a Sunday; the 13th is kept in Northern Ireland alone
        (date(2025, 12, 31), date(2026, 2, 2)),  # 31 January 2026 is a Saturday
    ],
)
def test_months_that_were_counted_by_hand(received: date, end: date) -> None:
    assert due(received) == end


@given(st.dates(date(2009, 1, 1), date(2035, 10, 31)))
def test_any_month_ends_on_the_same_day_both_ways(received: date) -> None:
    end = corresponding(received, 1)
    while shut(end):
        end += timedelta(days=1)
    assert due(received) == end


@given(st.dates(date(2009, 1, 1), date(2035, 12, 31)), st.sampled_from([1, 3]))
def test_the_corresponding_date_is_the_same_both_ways(start: date, months: int) -> None:
    assert clocks.later_by_months(start, months) == corresponding(start, months)


def test_no_month_ends_in_a_year_whose_holidays_are_not_known() -> None:
    with pytest.raises(HolidaysUnknownError, match="2036"):
        due(date(2035, 12, 3))


def recorded(received: date, on: date | None = None) -> Desk:
    desk = Desk()
    desk.do(
        subject_access.record,
        on or received,
        name="Kim Invented",
        asked="What you hold about me",
        way="letter",
        received=received,
    )
    return desk


def ends(desk: Desk) -> date | None:
    return clocks.answer_clock(desk.register, desk.register.subject_access["S-0001"]).due


def test_the_month_begins_when_the_proof_of_identity_comes() -> None:
    desk = recorded(date(2026, 3, 2))
    desk.do(subject_access.ask_identity, date(2026, 3, 4), request="S-0001", what="A passport")
    assert ends(desk) is None
    desk.do(answering.came, date(2026, 3, 10), request="S-0001", what="identity")
    assert ends(desk) == date(2026, 4, 10)


def test_the_days_for_clarification_do_not_count() -> None:
    desk = recorded(date(2026, 3, 2))
    desk.do(answering.ask_clarification, date(2026, 3, 9), request="S-0001", what="Which years?")
    clock = clocks.answer_clock(desk.register, desk.register.subject_access["S-0001"])
    assert clock.due is None
    assert clock.why == "The clock has been stopped since 9 March 2026: clarification was asked for"
    desk.do(answering.came, date(2026, 3, 13), request="S-0001", what="clarification")
    assert ends(desk) == date(2026, 4, 7)  # 2 April, and five days: the Tuesday after Easter


def test_clarification_that_comes_on_the_day_of_receipt_gives_no_more_time() -> None:
    desk = recorded(date(2026, 3, 4))
    desk.do(answering.ask_clarification, date(2026, 3, 4), request="S-0001", what="Which years?")
    desk.do(answering.came, date(2026, 3, 4), request="S-0001", what="clarification")
    assert ends(desk) == date(2026, 4, 7)  # 4 April 2026 is a Saturday before Easter Monday


def test_a_complex_request_has_three_months_from_the_same_day() -> None:
    desk = recorded(date(2026, 3, 31))
    desk.do(subject_access.extend, date(2026, 4, 20), request="S-0001", why="Four agencies")
    assert ends(desk) == date(2026, 6, 30)


def test_the_working_tells_each_step_to_the_end() -> None:
    desk = recorded(date(2025, 11, 25))
    steps = clocks.answer_clock(desk.register, desk.register.subject_access["S-0001"]).steps
    assert [(step.day, step.said) for step in steps] == [
        (date(2025, 11, 25), "The request was received"),
        (date(2025, 12, 25), "One month later: the corresponding date"),
        (date(2025, 12, 25), "No working day: bank holiday: Christmas Day"),
        (date(2025, 12, 26), "No working day: bank holiday: Boxing Day"),
        (date(2025, 12, 27), "No working day: Saturday"),
        (date(2025, 12, 28), "No working day: Sunday"),
        (date(2025, 12, 29), "The next working day"),
    ]
