"""What tests of musters share: a desk with a copy of each kind, and a count from its sheet to its end."""

from collections.abc import Sequence
from typing import Any

from desktop.custody import muster, numbers, sheet_codes
from desktop.custody.hand import Event
from desktop.custody.muster import Counted
from tests.factory import Desk, Facts, a_desk, march

COUNTERS: Facts = {"first": "Avery Example", "second": "Sam Counter"}


def begun(desk: Desk, *, on: int = 3, **scope: Any) -> muster.Muster:
    desk.do(muster.begin, march(on), **COUNTERS, **scope)
    return next(reversed(desk.register.musters.values()))


def count(desk: Desk, *counts: Counted, on: int = 3) -> None:
    desk.do(muster.count, march(on), counts=counts)


def finish(desk: Desk, *, on: int = 4) -> Sequence[Event]:
    found = muster.the_open_one(desk.register, "finished")
    return desk.do(muster.finish, march(on), code=sheet_codes.printed(found.code))


def a_full_desk() -> tuple[Desk, str, str, str, str]:
    """Return a desk with a copy in the safe, one out, one spoilt, and one of an unresolved print."""
    desk = a_desk()
    out = desk.lent()
    document = out.partition("/")[0]
    kept = desk.copy(document)
    spoilt, unresolved = desk.allot(document, 2)
    desk.do(numbers.spoil, copy=spoilt, reason="The printer jammed")
    return desk, kept, out, spoilt, unresolved


def told(desk: Desk) -> dict[str, str]:
    """Return what the last muster's discrepancies say, by what they are about."""
    last = next(reversed(desk.register.musters.values()))
    return {one.about: one.finding for one in last.discrepancies}


def found_one(desk: Desk) -> muster.Muster:
    return muster.the_open_one(desk.register, "looked at")
