"""What waits for somebody today (K1): one query for the screen, the letters and the reports (C15).

Rule: due soon and overdue are computed from the date, never stored.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody.copies import Copy, CopyState

if TYPE_CHECKING:
    from desktop.custody.access import Request
    from desktop.custody.incidents import Incident
    from desktop.custody.interest import Interest
    from desktop.custody.register import Register

SOON = timedelta(days=5)


class Today(NamedTuple):
    """The rows that wait, each list in the order in which they should be seen to."""

    to_resolve: list[Copy]
    overdue: list[Copy]
    due_soon: list[Copy]
    awaiting_signature: list[Copy]
    awaiting_decision: "list[Request]"
    awaiting_answer: "list[Interest]"
    open_incidents: "list[Incident]"


def today(register: "Register", day: date) -> Today:
    """Return what waits on `day`."""
    every = list(register.copies.values())
    out = sorted(
        (copy for copy in every if copy.due is not None), key=lambda copy: (copy.due or day, copy.copy)
    )
    return Today(
        to_resolve=[copy for copy in every if copy.state == CopyState.ALLOTTED],
        overdue=[copy for copy in out if copy.overdue(day)],
        due_soon=[copy for copy in out if copy.due is not None and day <= copy.due <= day + SOON],
        awaiting_signature=[copy for copy in every if copy.state == CopyState.AWAITING_SIGNATURE],
        awaiting_decision=[asked for asked in register.requests.values() if asked.decision is None],
        awaiting_answer=[
            asked
            for asked in register.interest.values()
            if asked.answer is None or asked.answer.outcome == "waiting for publication"
        ],
        open_incidents=[incident for incident in register.incidents.values() if incident.closed is None],
    )
