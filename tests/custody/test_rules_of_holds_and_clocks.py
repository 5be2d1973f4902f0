"""Holds, and the clocks that Today shows: of requests for information, and of holds to look at again."""

from datetime import date

import pytest

from desktop.custody import answering, board, clock, foi, hold_lifting, holds, subject_access
from desktop.custody.ending_errors import HeldError
from desktop.custody.errors import ImpossibleDateError, UnknownReferenceError, WrongStateError
from desktop.custody.today import today
from tests.custody.asked import ASKED, a_request, about_a_report
from tests.custody.ended import lifted, lifting_code
from tests.factory import BEGAN, REVIEW, Desk, Facts, a_desk, a_hand, march


def test_the_clocks_that_run_out_first_are_at_the_head_and_those_that_stand_last() -> None:
    desk = a_desk()
    a_request(desk)
    desk.do(subject_access.record, **{**ASKED, "received": march(1)})
    desk.do(foi.record, **{**ASKED, "received": date(2026, 2, 9)})
    desk.do(answering.ask_clarification, march(2), request="F-0001", what="Which?")
    desk.do(holds.raise_hold, about=[], authority="The coroner", reason="An inquest", look_again=march(9))
    assert [(clock.reference, clock.due) for clock in today(desk.register, march(2)).clocks] == [
        ("F-0002", march(9)),
        ("H-0004", march(9)),
        ("S-0001", date(2026, 4, 1)),
        ("F-0001", None),
    ]
    assert today(desk.register, march(10)).clocks[0].late(march(10))


def test_a_clock_that_cannot_be_counted_says_so_and_hides_no_other() -> None:
    desk = Desk()
    desk.do(foi.record, date(2035, 12, 20), **{**ASKED, "received": date(2035, 12, 20)})
    desk.do(foi.record, date(2035, 12, 20), **{**ASKED, "received": date(2035, 11, 5)})
    first, last = today(desk.register, date(2035, 12, 21)).clocks
    assert (first.reference, first.due) == ("F-0002", date(2035, 12, 4))
    assert (last.reference, last.due) == ("F-0001", None)
    assert "2036" in last.why


def test_holidays_are_asked_for_before_a_clock_needs_them() -> None:
    desk = Desk()
    assert today(desk.register, date(2035, 8, 1)).holidays_due is None
    asked = today(desk.register, date(2035, 10, 1)).holidays_due
    assert asked is not None
    assert asked.why == "The bank holidays of 2036 are not known: import them, or clocks cannot be counted."


def test_a_vault_founded_before_holidays_were_kept_asks_for_them_and_takes_requests() -> None:
    desk = Desk()
    desk.register.holidays = {}
    a_request(desk)
    (clock,) = today(desk.register, march(3)).clocks
    assert (clock.due, "2026" in clock.why) == (None, True)
    assert today(desk.register, march(3)).holidays_due is not None
    assert board.Settings("M", 1, (), ()).holidays == ()


def test_a_hold_is_raised_by_hand_on_a_review_a_document_or_everything() -> None:
    desk = a_desk()
    document = desk.document()
    facts: Facts = {"authority": "The coroner", "reason": "An inquest"}
    desk.do(holds.raise_hold, about=[REVIEW.lower(), "d-0001"], **facts)
    desk.do(holds.raise_hold, about=[], **facts)
    assert [hold.subject for hold in holds.on(desk.register, document)] == [
        f"{REVIEW}, D-0001",
        "everything in the vault",
    ]
    with pytest.raises(UnknownReferenceError, match="no review or document X-1"):
        desk.do(holds.raise_hold, about=["X-1"], **facts)


def test_every_hold_must_be_lifted_and_only_its_request_lifts_one_that_a_request_raised() -> None:
    desk = about_a_report()
    desk.do(holds.raise_hold, about=["D-0001"], authority="The coroner", reason="An inquest")
    with pytest.raises(WrongStateError, match="raised by F-0001, which is open"):
        lifted(desk, "H-0001", march(5))
    lifted(desk, "h-0002", march(5))
    assert [hold.hold for hold in holds.on(desk.register, "D-0001")] == ["H-0001"]
    with pytest.raises(WrongStateError, match="lifted since 5 March 2026"):
        lifted(desk, "H-0002", march(6))


def test_a_hold_is_looked_at_again_on_a_day_that_is_not_past() -> None:
    desk = a_desk()
    facts: Facts = {"about": [REVIEW], "authority": "The coroner", "reason": "An inquest"}
    with pytest.raises(ImpossibleDateError):
        desk.do(holds.raise_hold, march(5), **facts, look_again=march(4))
    desk.do(holds.raise_hold, march(5), **facts, look_again=march(9))
    desk.do(holds.look_again, march(9), hold="H-0001", day=march(30), why="The inquest was adjourned")
    assert today(desk.register, march(9)).clocks == []
    assert [clock.due for clock in today(desk.register, march(16)).clocks] == [march(30)]


def test_a_hold_of_another_review_does_not_hold() -> None:
    desk = a_desk().with_review("SCR-2026-02", BEGAN)
    document = desk.document()
    desk.do(holds.raise_hold, about=["SCR-2026-02"], authority="The coroner", reason="An inquest")
    assert holds.on(desk.register, document) == []


def test_every_hold_in_force_on_a_document_its_review_or_everything_forbids_its_destruction() -> None:
    desk = a_desk()
    document = desk.document()
    other = desk.document(kind="minutes", agency="")
    holds.refuse_destruction(desk.register, document)
    raised: Facts = {"reason": "An inquest"}
    desk.do(holds.raise_hold, about=[document], authority="The coroner", **raised)
    desk.do(holds.raise_hold, about=[REVIEW], authority="The inquiry", **raised)
    desk.do(holds.raise_hold, about=[], authority="The court", **raised)
    with pytest.raises(HeldError) as refused:
        holds.refuse_destruction(desk.register, document.lower())
    assert str(refused.value) == (
        "D-0001 may not be destroyed while it is held: H-0001 on D-0001 (The coroner); H-0002 on SCR-2026-01"
        " (The inquiry); H-0003 on everything in the vault (The court)."
    )
    with pytest.raises(HeldError, match=r"D-0002 .* H-0002 .* H-0003"):
        holds.refuse_destruction(desk.register, other)


def test_of_two_holds_one_lifted_still_forbids_destruction() -> None:
    desk = a_desk()
    document = desk.document()
    for authority in ("The coroner", "The inquiry"):
        desk.do(holds.raise_hold, about=[REVIEW], authority=authority, reason="An inquest")
    lifted(desk, "H-0001", march(5))
    with pytest.raises(HeldError, match=r"held: H-0002 on SCR-2026-01 \(The inquiry\)"):
        holds.refuse_destruction(desk.register, document)
    lifted(desk, "H-0002", march(6))
    holds.refuse_destruction(desk.register, document)


def test_a_clock_that_is_set_back_makes_no_lapsed_sheet_count_again() -> None:
    desk = a_desk()
    desk.do(holds.raise_hold, march(2), about=[], authority="The coroner", reason="An inquest")
    code = lifting_code(desk, "H-0001", march(3))
    desk.do(holds.look_again, march(9), hold="H-0001", day=march(20), why="It stands")
    desk.enter(a_hand(march(3)), clock.look(desk.register, a_hand(march(3))))
    with pytest.raises(WrongStateError, match="clock is in doubt: it went back") as refused:
        desk.do(hold_lifting.lift, march(3), hold="H-0001", code=code)
    assert "Compare the date" in refused.value.hint
    desk.do(clock.compare, march(3), against="A newspaper")
    desk.do(hold_lifting.lift, march(3), hold="H-0001", code=code)
    assert holds.in_force(desk.register) == []
