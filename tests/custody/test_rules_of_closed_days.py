"""Closed days: what closes the office, and the day on which a copy is asked back instead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import closed_days
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    WrongStateError,
)
from tests.factory import Desk, a_desk, march

GOOD_FRIDAY, EASTER_TUESDAY = date(2026, 4, 3), date(2026, 4, 7)


def closed(desk: Desk, day: date) -> str:
    return closed_days.is_closed(desk.register, day)


def test_weekends_and_the_bank_holidays_of_the_office_s_nation_are_closed() -> None:
    desk = Desk()
    assert closed(desk, march(7)) == "it is a Saturday"
    assert closed(desk, march(8)) == "it is a Sunday"
    assert closed(desk, GOOD_FRIDAY) == "it is a bank holiday, Good Friday"
    assert closed(desk, march(17)) == ""  # St Patrick's Day closes no office in England
    assert closed(desk, march(9)) == ""


def test_an_office_elsewhere_is_closed_on_the_bank_holidays_of_its_own_nation() -> None:
    desk = Desk()
    desk.do(closed_days.follow, nation="northern-ireland")
    assert closed(desk, march(17)) == "it is a bank holiday, St Patrick's Day"
    with pytest.raises(AlreadyThereError, match="Northern Ireland"):
        desk.do(closed_days.follow, nation="Northern Ireland")
    with pytest.raises(FactMissingError, match="Cornwall"):
        desk.do(closed_days.follow, nation="Cornwall")


def test_a_day_is_closed_and_opened_by_an_act_with_its_reason() -> None:
    desk = Desk()
    desk.do(closed_days.close_day, day=march(20), why="Training")
    assert closed(desk, march(20)) == "Training"
    with pytest.raises(AlreadyThereError, match="20 March 2026"):
        desk.do(closed_days.close_day, day=march(20), why="Again")
    desk.do(closed_days.reopen_day, day=march(20), why="It fell through")
    assert closed(desk, march(20)) == ""


def test_a_weekend_is_neither_closed_again_nor_opened() -> None:
    desk = Desk()
    with pytest.raises(AlreadyThereError):
        desk.do(closed_days.close_day, day=march(7), why="No")
    with pytest.raises(WrongStateError, match="7 March 2026"):
        desk.do(closed_days.reopen_day, day=march(7), why="No")
    with pytest.raises(FactMissingError):
        desk.do(closed_days.close_day, day=march(20), why=" ")


def test_an_open_day_is_taken_as_it_is() -> None:
    assert closed_days.due_day(Desk().register, march(20)) == (march(20), "")


def test_a_closed_day_becomes_the_next_open_one_and_it_is_said_why() -> None:
    day, why = closed_days.due_day(Desk().register, GOOD_FRIDAY)
    assert day == EASTER_TUESDAY
    assert why == (
        "The office is closed on 3 April 2026 (it is a bank holiday, Good Friday), so the next open day was"
        " taken: Tuesday 7 April 2026."
    )


def test_where_access_ends_first_the_last_open_day_before_is_taken() -> None:
    day, why = closed_days.due_day(Desk().register, GOOD_FRIDAY, not_after=date(2026, 4, 5))
    assert day == date(2026, 4, 2)
    assert why.endswith("until access ends, so the last open day before was taken: Thursday 2 April 2026.")


def test_no_day_is_taken_before_the_copy_goes_out() -> None:
    with pytest.raises(ImpossibleDateError, match="no other day fits"):
        closed_days.due_day(Desk().register, GOOD_FRIDAY, not_after=date(2026, 4, 5), not_before=GOOD_FRIDAY)


def test_beyond_the_known_years_weekends_still_count() -> None:
    assert closed_days.due_day(Desk().register, date(2041, 1, 5))[0] == date(2041, 1, 7)


def test_an_office_that_never_opens_gives_no_day() -> None:
    desk = Desk()
    desk.register.closed_days = {march(2) + timedelta(days=n): "Closed down" for n in range(400)}
    with pytest.raises(ImpossibleDateError):
        closed_days.due_day(desk.register, march(3))


@given(st.dates(date(2009, 1, 1), date(2035, 12, 1)), st.integers(0, 30))
def test_the_day_that_is_taken_is_open_and_not_after_the_end_of_access(wanted: date, more: int) -> None:
    register = Desk().register
    last = wanted + timedelta(days=more)
    day, why = closed_days.due_day(register, wanted, not_after=last)
    assert closed_days.is_closed(register, day) == ""
    assert day <= last
    assert bool(why) is (day != wanted)


def test_where_access_ends_with_the_last_day_there_is_a_day_before_is_taken() -> None:
    desk = Desk()
    desk.register.closed_days = {date.max: "Closed"}
    day, _why = closed_days.due_day(desk.register, date.max, not_after=date.max)
    assert day == date(9999, 12, 30)


def test_a_copy_due_on_a_day_that_was_closed_later_counts_as_due_on_the_next_open_day() -> None:
    desk = a_desk()
    copy = desk.register.copies[desk.lent()]
    assert (copy.due, closed_days.due_on(desk.register, march(20))) == (march(20), [])
    desk.do(closed_days.close_day, march(19), day=march(20), why="The building is shut")
    assert closed_days.due_back(desk.register, copy) == march(23)
    late = [closed_days.overdue(desk.register, copy, march(day)) for day in (20, 21, 23, 24)]
    assert late == [False, False, False, True]
    assert [one.copy for one in closed_days.due_on(desk.register, march(20))] == ["D-0001/1"]
    holder = desk.register.people["P-0001"].name
    assert closed_days.told(desk.register, copy) == (
        f"D-0001/1 is due back then, and counts as due on Monday 23 March 2026: tell P-0001 {holder}."
    )
