"""The hold of a closed request: it stands while a review of the answer may still be asked for."""

from datetime import date

import pytest

from desktop.custody import answering, clock, foi, held_after, hold_lifting, holds, subject_access
from desktop.custody.ending_errors import HeldError
from desktop.custody.errors import WrongStateError
from desktop.custody.today import today
from tests.custody.asked import ASKED, about_a_report, answer, copy_all, request, withhold
from tests.custody.ended import lifted, lifting_code
from tests.factory import Desk, Facts, a_desk, march, noon

THE_LAST = date(2026, 5, 13)
"""The 40th working day after 12 March 2026: St Patrick's Day, Easter and the May holiday do not count."""
THE_DAY_AFTER = date(2026, 5, 14)


def closed() -> Desk:
    desk = about_a_report()
    withhold(desk)
    answer(desk, "refused")
    copy_all(desk)
    desk.do(answering.close, march(12), request="F-0001", how="Refused")
    return desk


def test_the_hold_of_an_answered_request_stands_for_40_working_days_after_the_closing() -> None:
    desk = closed()
    (hold,) = holds.on(desk.register, "D-0001")
    assert (hold.hold, hold.stands_to, hold.lifted) == ("H-0001", THE_LAST, None)
    with pytest.raises(HeldError, match="H-0001"):
        holds.refuse_destruction(desk.register, "D-0001")
    assert [one.due for one in today(desk.register, THE_LAST).clocks] == [THE_LAST]


def test_it_is_lifted_by_its_day_once_that_has_passed_and_not_before() -> None:
    desk = closed()
    with pytest.raises(WrongStateError, match="until the end of 13 May 2026: a review of F-0001"):
        desk.do(held_after.run_out, THE_LAST, hold="H-0001")
    desk.do(held_after.run_out, THE_DAY_AFTER, hold="h-0001")
    holds.refuse_destruction(desk.register, "D-0001")
    assert "no review was asked for by the end of 13 May 2026" in desk.register.holds["H-0001"].why
    with pytest.raises(WrongStateError, match="lifted since 14 May 2026"):
        desk.do(held_after.run_out, THE_DAY_AFTER, hold="H-0001")


def test_a_hold_that_nobody_set_a_last_day_for_is_not_lifted_by_one() -> None:
    desk = about_a_report()
    desk.do(holds.raise_hold, march(3), about=[], authority="The coroner", reason="An inquest")
    for hold, advice in (("H-0001", "until F-0001 is closed"), ("H-0002", "two people lift it")):
        with pytest.raises(WrongStateError, match="has no last day") as refused:
            desk.do(held_after.run_out, THE_DAY_AFTER, hold=hold)
        assert advice in refused.value.hint


def test_a_clock_in_doubt_lifts_no_hold_by_its_day() -> None:
    desk = closed()
    ahead = clock.ClockChanged(before=noon(march(12)), now=noon(THE_DAY_AFTER), how="jumped ahead")
    desk.register.clock_doubt = ahead
    with pytest.raises(WrongStateError, match="in doubt"):
        desk.do(held_after.run_out, THE_DAY_AFTER, hold="H-0001")


def test_a_closing_that_is_entered_late_is_counted_from_its_entry() -> None:
    desk = about_a_report()
    withhold(desk)
    answer(desk, "refused")
    copy_all(desk)
    desk.do(answering.close, march(30), happened=march(12), request="F-0001", how="Refused")
    last = desk.register.holds["H-0001"].stands_to
    assert last is not None
    assert last > THE_LAST


def test_a_review_that_is_asked_for_keeps_the_hold_until_the_request_is_closed_again() -> None:
    desk = closed()
    code = lifting_code(desk, "H-0001", march(13))
    desk.do(foi.ask_review, march(13), request="F-0001", grounds="The public should know")
    assert request(desk).closed is None
    assert (desk.register.holds["H-0001"].stands_to, len(desk.register.holds)) == (None, 1)
    with pytest.raises(WrongStateError, match="raised by F-0001, which is open"):
        desk.do(hold_lifting.lift, march(13), hold="H-0001", code=code)
    with pytest.raises(WrongStateError, match="has no last day"):
        desk.do(held_after.run_out, THE_DAY_AFTER, hold="H-0001")


def test_two_people_lift_it_before_its_day() -> None:
    desk = closed()
    lifted(desk, "H-0001", march(13))
    assert holds.on(desk.register, "D-0001") == []
    desk.do(answering.complain, march(20), request="F-0001", what="It was refused")
    assert [hold.hold for hold in holds.on(desk.register, "D-0001")] == ["H-0002"]


def access_closed(*, answered: bool = True) -> Desk:
    """Return a desk on which a request for subject access was closed on 12 March 2026."""
    desk = a_desk()
    desk.do(subject_access.record, **ASKED, documents=[desk.document()])
    if answered:
        facts: Facts = {"request": "S-0001", "outcome": "not held", "reasons": "As said"}
        desk.do(subject_access.respond, march(10), **facts)
    desk.do(answering.close, march(12), request="S-0001", how="Refused")
    return desk


def test_the_hold_of_an_answered_subject_access_request_stands_while_a_complaint_may_be_brought() -> None:
    desk = access_closed()
    last = date(2026, 6, 12)
    (hold,) = holds.on(desk.register, "D-0001")
    assert (hold.stands_to, [one.due for one in today(desk.register, last).clocks]) == (last, [last])
    with pytest.raises(WrongStateError, match="12 June 2026: a complaint about S-0001 may be made"):
        desk.do(held_after.run_out, last, hold="H-0001")
    desk.do(held_after.run_out, date(2026, 6, 13), hold="H-0001")
    assert "no complaint was made by the end of 12 June 2026" in desk.register.holds["H-0001"].why
    holds.refuse_destruction(desk.register, "D-0001")


def test_a_complaint_about_subject_access_keeps_its_hold() -> None:
    desk = access_closed()
    desk.do(answering.complain, march(20), request="S-0001", what="Too little came")
    (hold,) = holds.on(desk.register, "D-0001")
    assert (hold.hold, hold.stands_to) == ("H-0001", None)
    assert desk.register.subject_access["S-0001"].closed is None


def test_the_hold_of_a_subject_access_request_that_nobody_answered_ends_with_it() -> None:
    desk = access_closed(answered=False)
    assert holds.on(desk.register, "D-0001") == []


def test_to_look_at_it_again_moves_no_last_day() -> None:
    desk = closed()
    desk.do(holds.look_again, march(13), hold="H-0001", day=march(20), why="Somebody telephoned")
    assert desk.register.holds["H-0001"].stands_to == THE_LAST
