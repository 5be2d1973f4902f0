"""The ladder on any days: steps in order, on open days, each once, and never before its time."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.custody import chases, chasing, closed_days, today
from desktop.custody.chasing import SOON
from desktop.custody.copies import CopyState
from tests.custody.test_rules_of_chasing import WORDINGS, signed
from tests.factory import Desk, a_desk, march

LAST = date(2026, 12, 31)
DAYS = st.dates(march(3), LAST)


def lent(due: date) -> Desk:
    """Return a desk with one signed copy out until `due`."""
    desk = a_desk()
    person, document = desk.person(), desk.document()
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document), due=due)
    signed(desk, copy)
    return desk


@settings(max_examples=60, deadline=None)
@given(st.dates(march(3), date(2026, 6, 30)), st.lists(DAYS, max_size=12), st.sets(DAYS, max_size=6))
def test_steps_come_in_order_each_once_on_open_days_and_never_too_early(
    due: date, days: list[date], shut: set[date]
) -> None:
    desk = lent(due)
    for day in sorted(shut):
        if not closed_days.is_closed(desk.register, day):
            desk.do(closed_days.close_day, march(2), day=day, why="Shut")
    loan = desk.register.copy("D-0001/1").loan
    assert loan is not None
    for day in sorted(days):
        step = chasing.rung(desk.register, desk.register.copy("D-0001/1"), day)
        assert step is None or step.on is None or not closed_days.is_closed(desk.register, step.on)
        desk.do(chasing.chase, day, wordings=WORDINGS)
    done = chases.history(desk.register, desk.register.copy("D-0001/1"))
    assert [step.what for step in done] == ["reminder 1", "reminder 2"][: len(done)]
    last = loan.due
    for taken, wait in zip(done, (1, 7), strict=False):
        assert taken.day >= last + timedelta(wait)
        last = taken.day
    assert desk.register.copy("D-0001/1").state == CopyState.SIGNED_OUT


@settings(max_examples=60, deadline=None)
@given(st.dates(march(3), date(2026, 6, 30)), DAYS)
def test_the_ladder_holds_what_is_overdue_and_what_is_due_soon(due: date, day: date) -> None:
    desk = lent(due)
    asked = desk.register.copy("D-0001/1").due
    assert asked is not None
    waits = today.today(desk.register, day)
    listed = [step.copy for step in waits.ladder]
    assert listed == [*waits.overdue, *waits.due_soon]
    assert bool(listed) == (day >= asked - SOON)
