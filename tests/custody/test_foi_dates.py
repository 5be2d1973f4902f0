"""The 20th working day, against a second way of working it out that shares no line with the first.

The second way lists every working day from 2009 to 2035 by the `holidays` package, and looks up the one that
stands 20 places on. The day of the week comes from a day that is known and the distance to it.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import calendar, working_days
from desktop.custody.calendar import Holiday
from desktop.custody.errors import HolidaysUnknownError
from desktop.custody.working_days import Pause
from desktop.office import shipped

A_MONDAY = date(2001, 1, 1)
FIRST, LAST = date(2009, 1, 1), date(2035, 12, 31)
NO_LATER = date(2035, 11, 1)
"""Receipt from which 20 working days end within the known years."""
HOLIDAYS = calendar.by_day(shipped.holidays().days)


@cache
def every_working_day() -> list[date]:
    shut: set[date] = set()
    for part in ("ENG", "WLS", "SCT", "NIR"):
        shut |= set(holidays.country_holidays("GB", subdiv=part, years=range(2009, 2036)))
    span = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return [day for day in span if (day - A_MONDAY).days % 7 < 5 and day not in shut]


def second_way(received: date, days: int = 20) -> date:
    known = every_working_day()
    return known[bisect_right(known, received) + days - 1]


def the_table() -> list[date]:
    """Return 297 days of receipt: one each month for 27 years, at odd distances, less those too late."""
    spread = [
        date(year, month, 1 + (year * 7 + month * 5) % 28)
        for year in range(2009, 2036)
        for month in range(1, 12)
    ]
    leap = [date(year, 2, 29) for year in range(2012, 2036, 4)]
    eves = [
        date(year, month, day) for year in range(2009, 2035) for month, day in ((12, 4), (12, 24), (6, 14))
    ]
    return [day for day in (*spread, *leap, *eves) if day <= NO_LATER]


@pytest.mark.parametrize("received", the_table(), ids=str)
def test_the_twentieth_working_day_is_the_same_both_ways(received: date) -> None:
    assert working_days.count(received, 20, HOLIDAYS).day == second_way(received)


def test_the_table_has_at_least_200_dates() -> None:
    assert len(set(the_table())) >= 200


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 1, 5), date(2026, 2, 2)),  # nothing in the way
        (date(2026, 6, 27), date(2026, 7, 27)),  # received on a Saturday
        (date(2022, 6, 27), date(2022, 7, 26)),  # spans 12 July
        (date(2026, 6, 19), date(2026, 7, 20)),  # spans 13 July, for 12 July
        (date(2025, 12, 15), date(2026, 1, 16)),  # spans Christmas, New Year and 2 January
        (date(2026, 5, 29), date(2026, 6, 29)),  # spans the World Cup holiday
        (date(2024, 2, 15), date(2024, 3, 14)),  # a leap year
        (date(2023, 2, 15), date(2023, 3, 15)),  # the same days in another year
        (date(2026, 3, 6), date(2026, 4, 8)),  # spans St Patrick's Day and Easter
    ],
)
def test_dates_that_were_counted_by_hand(received: date, due: date) -> None:
    assert working_days.count(received, 20, HOLIDAYS).day == due


@given(st.dates(FIRST, NO_LATER), st.integers(1, 20))
def test_any_day_and_any_count_is_the_same_both_ways(received: date, days: int) -> None:
    assert working_days.count(received, days, HOLIDAYS).day == second_way(received, days)


@given(st.dates(FIRST, NO_LATER))
def test_the_working_accounts_for_every_day_from_receipt_to_the_end(received: date) -> None:
    working = working_days.count(received, 20, HOLIDAYS)
    seen = sorted([*working.counted, *(skipped.day for skipped in working.skipped)])
    assert seen == [received + timedelta(days=n) for n in range(1, len(seen) + 1)]
    assert len(working.counted) == 20
    assert seen[-1] == working.counted[-1] == working.day
    assert all(skipped.why for skipped in working.skipped)


@given(st.dates(FIRST, NO_LATER), st.integers(1, 40))
def test_a_holiday_proclaimed_on_a_counted_day_moves_the_end_by_one_working_day(
    received: date, at: int
) -> None:
    before = working_days.count(received, 20, HOLIDAYS)
    day = before.counted[at % 20]
    after = working_days.count(received, 20, HOLIDAYS | {day: Holiday(day, "Invented")})
    assert after.day == second_way(received, 21)


@given(st.dates(FIRST, NO_LATER), st.integers(0, 19), st.integers(0, 10))
def test_days_for_a_fee_do_not_count_the_first_and_the_last_included(
    received: date, at: int, long: int
) -> None:
    received = min(received, date(2035, 10, 1))
    plain = working_days.count(received, 20, HOLIDAYS)
    first = plain.counted[at]
    last = first + timedelta(days=long)
    paused = working_days.count(received, 20, HOLIDAYS, [Pause(first, last, "A fee")])
    lost = sum(1 for day in every_working_day() if first <= day <= last)
    assert paused.day == second_way(received, 20 + lost)


def test_christmas_day_and_good_friday_do_not_count_even_where_the_table_lacks_them() -> None:
    without = {
        day: known for day, known in HOLIDAYS.items() if day not in {date(2025, 12, 25), date(2026, 4, 3)}
    }
    assert working_days.no_working_day(date(2025, 12, 25), without) == "Christmas Day"
    assert working_days.no_working_day(date(2026, 4, 3), without) == "Good Friday"


def test_no_clock_runs_into_a_year_whose_holidays_are_not_known() -> None:
    with pytest.raises(HolidaysUnknownError, match="The bank holidays of 2036 are not known"):
        working_days.count(date(2035, 12, 20), 20, HOLIDAYS)
    assert working_days.count(date(2035, 12, 20), 3, HOLIDAYS).day == date(2035, 12, 27)


def test_nothing_is_guessed_where_no_holidays_are_known_at_all() -> None:
    with pytest.raises(HolidaysUnknownError):
        working_days.count(date(2026, 1, 5), 1, {})
