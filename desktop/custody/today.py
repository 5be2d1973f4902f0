"""What waits for somebody today (K1): one query for the screen, the letters and the reports (C15).

Rule: due soon and overdue are computed from the date, never stored.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import dates, handover, media
from desktop.custody.copies import Copy, CopyState

if TYPE_CHECKING:
    from desktop.custody.access import Request
    from desktop.custody.documents import Document
    from desktop.custody.incidents import Incident
    from desktop.custody.interest import Interest
    from desktop.custody.register import Register

SOON = timedelta(days=5)
CHECK_EVERY = timedelta(days=30)
"""How often the masters are verified (B7)."""
BACK_UP_EVERY = timedelta(days=7)
TEST_EVERY = timedelta(days=365)
"""How often a backup medium is tested (A5)."""
DRILL_EVERY = timedelta(days=365)
"""How often recovery shares are put together to see that they work (A4)."""


class Due(NamedTuple):
    """Something the vault itself needs: why, in one sentence, and since when it waits."""

    why: str
    since: date


class Today(NamedTuple):
    """The rows that wait, each list in the order in which they should be seen to."""

    to_resolve: list[Copy]
    overdue: list[Copy]
    due_soon: list[Copy]
    awaiting_signature: list[Copy]
    awaiting_decision: "list[Request]"
    awaiting_answer: "list[Interest]"
    open_incidents: "list[Incident]"
    check_due: Due | None
    """The masters are to be verified."""
    backup_due: Due | None
    recovery_due: Due | None
    """Recovery shares are to be made, made anew, or drilled."""
    media_to_test: list[media.Medium]
    under_former_keys: list[media.Medium]
    """Media whose backups still open with former keys: to be backed up again, or destroyed."""
    handover: handover.Handover | None
    """The last handover, while its sheet awaits signature."""
    to_account_for: "list[Document]"
    """Documents whose highest copy number is to be found out after a restore."""


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
        check_due=_check_due(register, day),
        backup_due=_backup_due(register, day),
        recovery_due=_recovery_due(register, day),
        media_to_test=[medium for medium in register.media.values() if _to_test(medium, day)],
        under_former_keys=media.before_keys(register, register.generation),
        handover=handover.awaiting(register),
        to_account_for=[document for document in register.documents.values() if document.numbers_unsure],
    )


def _check_due(register: "Register", day: date) -> Due | None:
    if not register.documents:
        return None
    first = min(document.versions[0].taken_in for document in register.documents.values())
    if register.checked is None:
        return Due("The masters were never verified.", first) if day - first > CHECK_EVERY else None
    if day - register.checked <= CHECK_EVERY:
        return None
    return Due(
        f"The masters were last verified on {dates.day(register.checked)}.", register.checked + CHECK_EVERY
    )


def _backup_due(register: "Register", day: date) -> Due | None:
    """Return why a backup is due; a destroyed medium's counts no more, nor does one without anything new."""
    made = [
        (medium.backed_up, medium.entry)
        for medium in register.media.values()
        if medium.backed_up is not None and medium.destroyed is None
    ]
    if not made:
        return Due("There is no backup.", register.founded.founded_on) if register.reviews else None
    last, entry = max(made)
    if day - last <= BACK_UP_EVERY or register.head.number == entry:
        return None
    return Due(f"The last backup was made on {dates.day(last)}.", last + BACK_UP_EVERY)


def _recovery_due(register: "Register", day: date) -> Due | None:
    recovery = register.recovery
    if recovery is None:
        return Due(
            "There are no recovery shares: a lost machine would be a lost vault.", register.founded.founded_on
        )
    if recovery.used is not None:
        return Due("The recovery shares were used: make new ones.", recovery.used)
    if recovery.drilled is None:
        return Due("The recovery shares were never drilled.", recovery.made)
    if day - recovery.drilled <= DRILL_EVERY:
        return None
    why = f"The recovery shares were last drilled on {dates.day(recovery.drilled)}."
    return Due(why, recovery.drilled + DRILL_EVERY)


def _to_test(medium: media.Medium, day: date) -> bool:
    if medium.backed_up is None or medium.destroyed is not None:
        return False
    return medium.problems > 0 or medium.tested is None or day - medium.tested > TEST_EVERY
