"""Chasing copies: the ladder, recalls, telephone calls, escalation. Nothing returns by itself (C10)."""

from datetime import date

import msgspec
import pytest

from desktop.custody import chases, chasing, closed_days, electronic, loans, mishaps, people
from desktop.custody.chasing import Step
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    StrongroomError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.letters import LetterWritten
from tests.factory import DUE, TERMS, Desk, Facts, a_desk, march, wording

NAMES = ("reminder-1", "reminder-2", "slip-reminder", "recall", "escalation", "leaving")
WORDINGS = {name: wording(name) for name in NAMES}
"""The wordings as shipped."""
REASON = "The review panel meets early"


def rung(desk: Desk, day: date, copy: str = "D-0001/1") -> Step:
    step = chasing.rung(desk.register, desk.register.copy(copy), day)
    assert step is not None
    return step


def chased(desk: Desk, on: date) -> list[LetterWritten]:
    events = desk.do(chasing.chase, on, wordings=WORDINGS)
    return [event for event in events if isinstance(event, LetterWritten)]


def signed(desk: Desk, copy: str) -> str:
    """Type the code of the copy's slip."""
    loan = desk.register.copy(copy).loan
    assert loan is not None
    desk.do(loans.confirm, copy=copy, slip_code=loan.slip_code)
    return copy


def second_copy(desk: Desk, *, due: date = DUE) -> str:
    """Lend the same holder a copy of another document."""
    document = desk.document("minutes")
    copy = desk.copy(document)
    desk.sign_out(copy, "P-0001", desk.agreed("P-0001", document), due=due)
    return signed(desk, copy)


@pytest.fixture
def desk() -> Desk:
    """Return a desk with D-0001/1 signed out to P-0001 until Friday 20 March 2026."""
    desk = a_desk()
    signed(desk, desk.lent())
    return desk


def test_a_copy_whose_holders_access_has_ended_is_to_be_recalled_before_its_day(desk: Desk) -> None:
    assert chasing.ladder(desk.register, march(4)) == []
    desk.do(people.end_role, march(3), person="P-0001", role="senior representative")
    step = rung(desk, march(4))
    assert (step.standing, step.late) == ("access ended", False)
    assert step.why.endswith("The holder's access has ended: recall it.")
    desk.do(chasing.recall, march(4), copies=["D-0001/1"], reason=REASON)
    assert rung(desk, march(4)).standing == "recalled"


def test_a_copy_climbs_the_ladder_step_by_step_and_nothing_returns_by_itself(desk: Desk) -> None:
    assert chasing.ladder(desk.register, march(14)) == []
    soon = rung(desk, march(16))
    assert (soon.standing, soon.step, soon.now, soon.days) == ("due soon", "", False, -4)
    first = rung(desk, march(23))
    assert (first.standing, first.step, first.now, first.on) == ("overdue", "reminder 1", True, march(23))
    assert [letter.wording for letter in chased(desk, march(23))] == ["reminder-1"]
    waiting = rung(desk, march(29))
    assert (waiting.step, waiting.on, waiting.now) == ("reminder 2", march(30), False)
    assert chased(desk, march(29)) == []
    assert [letter.wording for letter in chased(desk, march(30))] == ["reminder-2"]
    last = rung(desk, date(2026, 4, 9))
    assert (last.step, last.letter, last.now) == ("escalation", "", True)
    assert chased(desk, date(2026, 4, 9)) == []
    facts: Facts = {"copy": "D-0001/1", "to": "The Chair", "reason": "No answer"}
    desk.do(chasing.escalate, date(2026, 4, 9), **facts)
    above = rung(desk, date(2027, 4, 9))
    assert (above.standing, above.step, above.now) == ("escalated", "", False)
    copy = desk.register.copy("D-0001/1")
    assert (copy.state, copy.responsible) == (CopyState.ESCALATED, "P-0001")


def test_a_reminder_that_was_written_late_gives_the_holder_the_same_time_before_the_next(desk: Desk) -> None:
    chased(desk, date(2026, 5, 11))
    assert rung(desk, date(2026, 5, 12)).on == date(2026, 5, 18)


def test_one_letter_to_each_holder_names_all_that_are_due_for_the_same_step(desk: Desk) -> None:
    second_copy(desk)
    other = desk.person("Sam Placeholder")
    copy = desk.copy("D-0001")
    desk.sign_out(copy, other, desk.agreed(other, "D-0001"))
    signed(desk, copy)
    letters = chased(desk, march(23))
    assert [(letter.to.name, letter.about) for letter in letters] == [
        ("Robin Invented", "D-0001/1, D-0002/1"),
        ("Sam Placeholder", "D-0001/2"),
    ]
    assert [letter.letter for letter in letters] == ["LE-0001", "LE-0002"]
    assert [row[0] for row in letters[0].rows] == ["D-0001/1", "D-0002/1"]
    assert letters[0].rows[0][3] == "At once: it was due on 20 March 2026"


def test_letters_are_written_once_and_none_is_written_when_none_is_due(desk: Desk) -> None:
    assert len(chased(desk, march(23))) == 1
    before = len(desk.rows)
    assert chased(desk, march(23)) == []
    assert len(desk.rows) == before


def test_a_copy_brought_back_leaves_the_ladder_and_its_next_holder_starts_afresh(desk: Desk) -> None:
    chased(desk, march(23))
    desk.do(loans.take_back, march(24), copy="D-0001/1", pages=3, condition="Good")
    assert chasing.ladder(desk.register, date(2026, 6, 1)) == []
    with pytest.raises(WrongStateError, match="is in safe"):
        desk.do(chasing.call, march(24), copy="D-0001/1", spoke_to="Robin", said="It is on its way")
    request = desk.agreed("P-0001", "D-0001", on=march(24))
    desk.sign_out("D-0001/1", "P-0001", request, on=march(24), due=march(31))
    assert rung(desk, date(2026, 4, 1)).step == "reminder 1"
    assert chases.history(desk.register, desk.register.copy("D-0001/1")) == []


def test_a_due_date_on_a_closed_day_counts_from_the_next_open_day(desk: Desk) -> None:
    desk.do(closed_days.close_day, march(19), day=march(20), why="The building is shut")
    on_the_next = rung(desk, march(23))
    assert (on_the_next.standing, on_the_next.due, on_the_next.step) == ("due soon", march(23), "")
    assert chased(desk, march(23)) == []
    with pytest.raises(WrongStateError, match="neither recalled nor overdue"):
        desk.do(chasing.escalate, march(23), copy="D-0001/1", to="The Chair", reason=REASON)
    assert (rung(desk, march(24)).standing, rung(desk, march(24)).days) == ("overdue", 1)
    assert len(chased(desk, march(24))) == 1


def test_no_step_falls_on_a_day_on_which_the_office_is_closed(desk: Desk) -> None:
    desk.do(closed_days.close_day, march(19), day=march(23), why="The building is shut")
    assert rung(desk, march(23)).on == march(24)


def test_a_slip_that_does_not_come_back_signed_is_chased_too() -> None:
    desk = a_desk()
    desk.lent()
    assert chasing.ladder(desk.register, march(6)) == []
    step = rung(desk, march(9))
    assert (step.standing, step.step, step.now) == ("slip not back", "slip reminder", True)
    (letter,) = chased(desk, march(9))
    assert letter.wording == "slip-reminder"
    assert chasing.ladder(desk.register, march(10)) == []
    assert chased(desk, march(23))[0].wording == "reminder-1"


def test_a_recall_sets_an_earlier_day_and_leaves_the_copy_with_its_holder(desk: Desk) -> None:
    desk.do(chasing.recall, march(3), copies=("d-0001/1",), reason=REASON, by=march(9))
    copy = desk.register.copy("D-0001/1")
    assert (copy.state, copy.due, copy.responsible) == (CopyState.RECALLED, march(9), "P-0001")
    assert rung(desk, march(4)).standing == "recalled"
    late = rung(desk, march(10))
    assert (late.standing, late.step, late.now) == ("recalled, overdue", "reminder 1", True)
    chased(desk, march(10))
    assert rung(desk, march(11)).on == march(12)


@pytest.mark.parametrize(
    ("on", "by", "asked"),
    [
        (march(3), None, march(3)),
        (march(7), None, march(9)),
        (march(3), march(8), march(9)),
        (march(3), march(31), march(20)),
        (march(24), march(31), march(20)),
    ],
)
def test_a_recall_is_for_an_open_day_and_never_puts_a_day_off(
    desk: Desk, on: date, by: date | None, asked: date
) -> None:
    desk.do(chasing.recall, on, copies=("D-0001/1",), reason=REASON, by=by)
    assert desk.register.copy("D-0001/1").due == asked


def test_a_recall_with_letters_writes_one_to_each_holder_in_the_same_act(desk: Desk) -> None:
    second_copy(desk)
    held = chasing.held_by(desk.register, "p-0001")
    assert held == ("D-0001/1", "D-0002/1")
    events = desk.do(
        chasing.recall, march(3), copies=held, reason=REASON, by=march(9), wording=WORDINGS["recall"]
    )
    assert [event.__struct_config__.tag for event in events] == [
        "letter-written",
        "copy-recalled",
        "copy-recalled",
    ]
    (letter,) = [event for event in events if isinstance(event, LetterWritten)]
    assert [row[3] for row in letter.rows] == ["9 March 2026", "9 March 2026"]
    assert any(REASON in text for text in letter.paragraphs)
    done = chases.history(desk.register, desk.register.copy("D-0002/1"))
    assert [(step.what, step.letter, step.day) for step in done] == [("recall", "LE-0001", march(3))]


def test_a_copy_that_is_named_twice_is_recalled_and_reminded_of_once() -> None:
    desk = a_desk()
    copy = desk.lent()
    (_recalled,) = desk.do(chasing.recall, march(4), copies=[copy, copy.lower()], reason="It is wanted")
    letter, _step = desk.do(
        chasing.remind,
        march(9),
        copies=[copy.lower(), copy],
        wordings={"reminder-1": wording("reminder-1")},
    )
    assert isinstance(letter, LetterWritten)
    assert "1 numbered copy" in letter.subject


def test_a_copy_whose_slip_is_not_back_is_recalled_and_can_still_be_confirmed() -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(chasing.recall, march(3), copies=(copy,), reason=REASON)
    assert desk.register.copy(copy).unsigned
    loan = desk.register.copy(copy).loan
    assert loan is not None
    desk.do(loans.confirm, march(4), copy=copy, slip_code=loan.slip_code)
    assert desk.register.copy(copy).state == CopyState.RECALLED


def test_a_lost_copy_and_one_said_to_be_back_are_not_on_the_ladder_but_can_be_telephoned_about(
    desk: Desk,
) -> None:
    other = second_copy(desk)
    desk.do(mishaps.lose, march(21), copy="D-0001/1", what="Left on a train")
    desk.do(mishaps.claim_returned, march(21), copy=other, said_by="Robin Invented", how="Left at the desk")
    assert chasing.ladder(desk.register, march(25)) == []
    with pytest.raises(WrongStateError, match="is lost, so it cannot be asked for by letter"):
        desk.do(chasing.remind, march(25), copies=("D-0001/1",), wordings=WORDINGS)
    desk.do(chasing.call, march(25), copy=other, spoke_to="Robin Invented", said="Has no receipt")
    assert [step.told for step in chases.history(desk.register, desk.register.copy(other))] == [
        "Telephoned, spoke to Robin Invented: Has no receipt"
    ]


def test_a_damaged_copy_is_still_asked_for(desk: Desk) -> None:
    desk.do(mishaps.damage, march(4), copy="D-0001/1", what="Rain")
    assert rung(desk, march(23)).step == "reminder 1"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"copies": ()}, FactMissingError),
        ({"copies": ("D-0001/9",)}, UnknownReferenceError),
        ({"reason": " "}, FactMissingError),
        ({"by": march(2)}, ImpossibleDateError),
    ],
)
def test_a_recall_needs_its_facts(desk: Desk, changed: Facts, error: type[StrongroomError]) -> None:
    facts: Facts = {"copies": ("D-0001/1",), "reason": REASON, "by": march(9)}
    with pytest.raises(error):
        desk.do(chasing.recall, march(3), **{**facts, **changed})


def test_what_lies_in_the_safe_is_not_recalled(desk: Desk) -> None:
    copy = desk.copy("D-0001")
    with pytest.raises(WrongStateError, match="so it cannot be recalled"):
        desk.do(chasing.recall, march(3), copies=("D-0001/1", copy), reason=REASON)
    assert desk.register.copy("D-0001/1").state == CopyState.SIGNED_OUT


def test_only_what_is_recalled_or_overdue_is_escalated(desk: Desk) -> None:
    facts: Facts = {"copy": "D-0001/1", "to": "The Chair", "reason": "No answer"}
    with pytest.raises(WrongStateError, match="neither recalled nor overdue"):
        desk.do(chasing.escalate, march(20), **facts)
    desk.do(chasing.recall, march(3), copies=("D-0001/1",), reason=REASON, by=march(9))
    desk.do(chasing.escalate, march(4), **facts)
    assert desk.register.copy("D-0001/1").state == CopyState.ESCALATED


def test_what_was_escalated_early_is_not_begun_with_a_first_reminder(desk: Desk) -> None:
    desk.do(chasing.recall, march(3), copies=("D-0001/1",), reason=REASON, by=march(9))
    desk.do(chasing.escalate, march(4), copy="D-0001/1", to="The Chair", reason="She is abroad")
    assert rung(desk, march(12)).step == ""
    assert chased(desk, march(12)) == []


def test_the_letter_of_an_escalation_tells_what_was_done_so_far(desk: Desk) -> None:
    above = desk.person("Kim Above")
    chased(desk, march(23))
    desk.do(chasing.call, march(24), copy="D-0001/1", spoke_to="Robin Invented", said="Will look for it")
    facts: Facts = {"copy": "D-0001/1", "to": above.lower(), "reason": "No answer"}
    letter, done = desk.do(chasing.escalate, march(25), **facts, wording=WORDINGS["escalation"])
    assert isinstance(letter, LetterWritten)
    assert letter.to.name == "Kim Above"
    assert [row[0] for row in letter.rows] == ["2 March 2026", "23 March 2026", "24 March 2026"]
    assert letter.rows[1][1:] == ("Reminder 1 was written", "LE-0001")
    assert "Robin Invented" in " ".join(letter.paragraphs)
    assert done.said().startswith("D-0001/1 was escalated to Kim Above, Head of Service")


def test_somebody_who_stands_in_no_register_can_be_escalated_to(desk: Desk) -> None:
    facts: Facts = {"copy": "D-0001/1", "to": "The Chief Executive", "reason": "No answer"}
    facts |= {"address": "1 Example Row", "wording": WORDINGS["escalation"]}
    letter, _done = desk.do(chasing.escalate, march(25), **facts)
    assert isinstance(letter, LetterWritten)
    assert letter.to.lines == ("The Chief Executive", "1 Example Row")


def test_a_reminder_can_be_written_for_one_copy_before_its_step_is_due_but_not_before_it_is_overdue(
    desk: Desk,
) -> None:
    facts: Facts = {"copies": ("D-0001/1",), "wordings": WORDINGS}
    with pytest.raises(WrongStateError, match="not overdue"):
        desk.do(chasing.remind, march(20), **facts)
    desk.do(chasing.remind, march(21), **facts)
    desk.do(chasing.remind, march(22), **facts)
    with pytest.raises(WrongStateError, match="the letters of the ladder went"):
        desk.do(chasing.remind, march(23), **facts)
    done = chases.history(desk.register, desk.register.copy("D-0001/1"))
    assert [step.what for step in done] == ["reminder 1", "reminder 2"]


@pytest.mark.parametrize("fact", ["spoke_to", "said"])
def test_a_telephone_call_says_with_whom_and_what_was_said(desk: Desk, fact: str) -> None:
    facts: Facts = {"copy": "D-0001/1", "spoke_to": "Robin Invented", "said": "Tomorrow"}
    with pytest.raises(FactMissingError):
        desk.do(chasing.call, march(3), **{**facts, fact: " "})
    (event,) = desk.do(chasing.call, march(3), **facts)
    assert event.said() == "D-0001/1: telephoned about it, spoke to Robin Invented. Said: Tomorrow"
    with pytest.raises(ImpossibleDateError, match=r"D-0001/1 was signed out later"):
        desk.do(chasing.call, march(3), happened=march(1), **facts)


def test_a_telephone_call_is_entered_late_behind_what_came_after_it(desk: Desk) -> None:
    desk.do(chasing.recall, march(4), copies=("D-0001/1",), reason="Wanted")
    facts: Facts = {"copy": "D-0001/1", "spoke_to": "Robin Invented", "said": "On Monday"}
    desk.do(chasing.call, march(5), happened=march(3), **facts)
    done = chases.history(desk.register, desk.register.copy("D-0001/1"))
    assert [(one.day, one.what) for one in done if one.what == "telephone call"] == [
        (march(3), "telephone call")
    ]
    assert desk.register.copy("D-0001/1").since == march(4)


@pytest.mark.parametrize("name", ["<b>Robin</b> {what}", "x" * 10_000, "\u05e9\u05dc\u05d5\u05dd \u202e"])
def test_a_letter_is_written_to_a_holder_of_any_name(name: str) -> None:
    desk = a_desk()
    person = desk.person(name)
    document = desk.document()
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document))
    (letter,) = chased(desk, march(23))
    assert letter.to.name == name.strip()


def test_the_ladder_is_data_of_the_board(desk: Desk) -> None:
    board = desk.register.founded
    settings = msgspec.structs.replace(board.settings, ladder=())
    desk.register.board = msgspec.structs.replace(board, settings=settings)
    step = rung(desk, march(23))
    assert (step.standing, step.step, step.now) == ("overdue", "", False)


def test_the_last_day_of_the_calendar_stops_no_list() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document), due=date.max)
    desk.do(chasing.recall, march(3), copies=(copy,), reason=REASON, by=date.max)
    assert rung(desk, march(4), copy).standing == "recalled"


def test_the_most_pressing_is_first(desk: Desk) -> None:
    second_copy(desk, due=march(10))
    third = second_copy(desk, due=march(24))
    days = [step.copy.copy for step in chasing.ladder(desk.register, march(23))]
    assert days == ["D-0002/1", "D-0001/1", third]


def test_a_letter_about_an_electronic_copy_asks_for_no_paper_back() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document("minutes")
    request = desk.agreed(person, document, mode="electronic")
    order: Facts = {"document": document, "person": person, "request": request, "due": DUE, "terms": TERMS}
    desk.do(electronic.begin, **order)
    (copy,) = desk.register.copies
    desk.do(electronic.sent, copy=copy, pages=3, sha256="ab" * 32, size=1000)
    slip, _step = desk.do(chasing.chase, march(12), wordings={"slip-reminder": wording("slip-reminder")})
    assert isinstance(slip, LetterWritten)
    assert any("Its slip cannot be made again" in text for text in slip.paragraphs)
    above, _escalated = desk.do(
        chasing.escalate,
        march(30),
        copy=copy,
        to="The Director",
        reason="No answer",
        wording=wording("escalation"),
    )
    assert isinstance(above, LetterWritten)
    assert any("every file of it is deleted" in text for text in above.paragraphs)
