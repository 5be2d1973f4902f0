"""What is done at the end of a review, in one call each, for tests that need it done."""

from datetime import date
from typing import Any

from desktop.custody import (
    children,
    closing,
    hold_lifting,
    kept_until,
    record_deciding,
    retention_rules,
)
from desktop.custody.retention_rules import SUGGESTED, Rule
from tests.factory import REVIEW, TODAY, Desk, Facts, a_desk, march

SECOND = "Wendy Witness"
LIFTING: Facts = {"authority": "The coroner", "why": "It is over", "witness": SECOND}


def lifting_code(desk: Desk, hold: str, on: date = TODAY) -> str:
    """Begin to lift a hold; return the code of its sheet."""
    desk.do(hold_lifting.begin_lifting, on, hold=hold, **LIFTING)
    return hold_lifting.awaiting(desk.register, hold)[1].code


def lifted(desk: Desk, hold: str, on: date = TODAY) -> None:
    """Lift a hold by the sheet that two people signed."""
    desk.do(hold_lifting.lift, on, hold=hold, code=lifting_code(desk, hold, on))


OFFICER = "Rory Records"
CONCLUDED = march(3)
THE_DATE = date(2061, 3, 3)
"""35 years after the conclusion, by a rule that asks for nothing else."""
PLAIN = Rule(
    "35 years", "1", "Minutes (invented)", "to be checked", (retention_rules.Term("conclusion", 35),)
)
TWO: Facts = {"first": OFFICER, "second": "Hanna Head", "reason": "Its time is over"}


def concluded(*, rule: Rule | None = PLAIN) -> Desk:
    """Return a desk with one document in a concluded review, and a rule that was adopted."""
    desk = a_desk()
    desk.document()
    end(desk)
    if rule is not None:
        adopted(desk, rule)
    return desk


def end(desk: Desk) -> None:
    """Conclude the review and close it."""
    desk.conclude(CONCLUDED)
    desk.do(closing.close, CONCLUDED, review=REVIEW, authority="The Board")


def adopted(desk: Desk, rule: Rule = SUGGESTED, on: date = CONCLUDED, why: str = "") -> None:
    """Adopt a rule of retention."""
    desk.do(retention_rules.adopt, on, rule=rule, agreed_with=OFFICER, authority="Minutes", why=why)


def a_child(desk: Desk, code: str = "Child A", **facts: Any) -> None:
    """Enter a child of the review."""
    desk.do(children.add, CONCLUDED, review=REVIEW, code=code, **facts)


def confirmed(desk: Desk, on: date = CONCLUDED, **facts: Any) -> date:
    """Confirm the date that the working gives; return it."""
    day = kept_until.of(desk.register, REVIEW).to_confirm
    assert day is not None
    desk.do(kept_until.confirm, on, review=REVIEW, day=day, agreed_by=OFFICER, **facts)
    return day


def begun(desk: Desk, decision: str = "destroy", on: date = THE_DATE, **facts: Any) -> str:
    """Begin a review of the record; return its reference."""
    desk.do(record_deciding.begin, on, review=REVIEW, decision=decision, **{**TWO, **facts})
    return list(desk.register.record_reviews)[-1]


def signed(desk: Desk, record_review: str, on: date = THE_DATE) -> None:
    """Type back the code of a sheet that both signed."""
    code = desk.register.record_reviews[record_review].code
    desk.do(record_deciding.decide, on, record_review=record_review, code=code)


def decided(desk: Desk, decision: str = "destroy", on: date = THE_DATE, **facts: Any) -> str:
    """Have two people decide about the record; return the reference."""
    reference = begun(desk, decision, on, **facts)
    signed(desk, reference, on)
    return reference
