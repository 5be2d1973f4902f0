"""What tests of the end of a review share: a desk with copies, a batch, its sheet, and approvals."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from desktop.custody import batches, destruction, incidents, sheet_codes
from desktop.custody.approved_exceptions import Approval
from desktop.custody.batches import Batch, How
from desktop.custody.hand import Event, Hand
from tests.factory import Desk, Facts, a_desk, march

HOW = How("Sam Witness", "Cross-cut shredder", "P-5", "The Board's office", "Seal 12")


def approval(**changes: Any) -> Approval:
    facts: Facts = {
        "approver": "The Independent Chair",
        "authority": "Letter of the Chair",
        "written": march(3),
        "reason": "The inspectorate keeps it under its own rules",
    }
    return Approval(**(facts | changes))


def concluded(*, copies: int = 2, out: bool = False) -> Desk:
    """Return a desk whose review is concluded, with copies in the safe, and one out if that is asked."""
    desk = a_desk()
    document = desk.lent().partition("/")[0] if out else desk.document()
    for _copy in range(copies):
        desk.copy(document)
    desk.conclude(march(3))
    return desk


def incidents_closed(desk: Desk, on: int = 9) -> None:
    """Judge every open incident as no risk where its clock runs, and close it with what was found."""
    for known in incidents.still_open(desk.register):
        if known.clock_runs:
            desk.do(incidents.assess, march(on), incident=known.incident, risk=False, reason="No name in it")
        desk.do(incidents.close, march(on), incident=known.incident, found="Nothing more is to be done")


def begun(desk: Desk, on: int = 4, how: How = HOW) -> str:
    desk.do(destruction.begin, march(on), how=how)
    return next(reversed(desk.register.batches))


def tick(desk: Desk, copy: str, pages: int = 3, *, batch: str = "DB-0001", on: int = 4, **facts: Any) -> None:
    desk.do(destruction.tick, march(on), batch=batch, copy=copy, pages=pages, **facts)


def sheeted(desk: Desk, *copies: str, on: int = 4) -> Batch:
    """Return a batch of these copies with its sheet."""
    batch = begun(desk, on)
    for copy in copies:
        tick(desk, copy, batch=batch, on=on)
    desk.do(destruction.make_sheet, march(on), batch=batch)
    return desk.register.batches[batch]


def code(desk: Desk, batch: str = "DB-0001") -> str:
    sheet = desk.register.batches[batch].sheet
    assert sheet is not None
    return sheet_codes.printed(sheet.code)


def complete(desk: Desk, on: int = 4, **facts: Any) -> Sequence[Event]:
    return desk.do(destruction.complete, march(on), **({"batch": "DB-0001", "code": code(desk)} | facts))


def at(day: int, hour: int, *, happened: tuple[int, int] | None = None, by: str = "O-0001") -> Hand:
    """Return a hand at an hour of a day in March; `happened` makes it a late entry."""
    when = datetime(2026, 3, happened[0], happened[1], tzinfo=UTC) if happened else None
    return Hand(by, datetime(2026, 3, day, hour, tzinfo=UTC), when)


def do_at(desk: Desk, hand: Hand, act: Any, **facts: Any) -> Sequence[Event]:
    """Run an act by a hand of one's own."""
    events: Sequence[Event] = act(desk.register, hand, **facts)
    desk.enter(hand, events)
    return events


def open_batch(desk: Desk) -> Batch:
    (found,) = batches.opened(desk.register)
    return found
