"""The computer's clock, as far as it can be caught out (H3, T14)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import clock
from desktop.custody.clock import ClockChanged
from tests.factory import TODAY, Desk, march, noon

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("passed", "elapsed", "how"),
    [
        (MINUTE, None, None),
        (-MINUTE, None, None),
        (-MINUTE - SECOND, None, "went back"),
        (timedelta(days=4_000), None, None),
        (timedelta(hours=8), timedelta(hours=8), None),
        (6 * MINUTE, MINUTE, None),
        (6 * MINUTE + SECOND, MINUTE, "jumped ahead"),
        (timedelta(0), 5 * MINUTE, None),
        (timedelta(0), 5 * MINUTE + SECOND, "jumped back"),
        (-MINUTE, timedelta(0), None),
        (-2 * MINUTE, timedelta(0), "went back"),
        (timedelta(hours=-1), timedelta(0), "jumped back"),
    ],
)
def test_a_clock_that_went_back_or_jumped_is_told(
    passed: timedelta, elapsed: timedelta | None, how: str | None
) -> None:
    found = clock.finding(NOON, NOON + passed, elapsed)
    assert (found.how if found else None) == how


def test_without_an_entry_before_there_is_nothing_to_tell() -> None:
    assert clock.finding(None, NOON, timedelta(0)) is None


def test_another_offset_from_utc_is_no_change_of_the_clock() -> None:
    there = timezone(timedelta(hours=-11))
    assert clock.finding(NOON, NOON.astimezone(there), timedelta(0)) is None


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)), st.timedeltas())
def test_any_clock_is_judged(before: datetime, now: datetime, elapsed: timedelta) -> None:
    found = clock.finding(before, now, elapsed)
    assert found is None or (found.before, found.now) == (before, now)


def test_a_change_is_an_entry_once_and_a_good_clock_is_none() -> None:
    desk = Desk()
    desk.do(clock.look, march(5))
    assert len(desk.rows) == 1
    desk.with_review(on=march(6))
    (changed,) = desk.do(clock.look, TODAY)
    assert isinstance(changed, ClockChanged)
    assert (changed.before, changed.now) == (noon(march(6)), noon(TODAY))
    assert "went back: from 6 March 2026, 12:00" in changed.said()
    assert desk.register.last_recorded == noon(TODAY)
    assert not desk.do(clock.look, TODAY)
