"""What waits for somebody today (K1): one query for the screen, the letters and the reports (C15).

Rule: due soon and overdue are computed from the date, never stored.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import (
    action_plans,
    agency_plans,
    answering,
    calendar,
    chasing,
    clocks,
    closed_days,
    conclusion,
    copies,
    dates,
    deadlines,
    disposal_grounds,
    disposal_traces,
    ending,
    handover,
    health,
    incidents,
    interest,
    media,
    muster_schedule,
    notifications,
    objectives,
    plan_progress,
    print_jobs,
    proceedings,
    retention_due,
    submissions,
    timetable,
)
from desktop.custody.chasing import SOON
from desktop.custody.copies import Copy, CopyState

if TYPE_CHECKING:
    from desktop.custody import information
    from desktop.custody.access import Request
    from desktop.custody.action_plans import ActionPlan
    from desktop.custody.agency_plans import AgencyPlan
    from desktop.custody.deadlines import Deadline
    from desktop.custody.disposals import Disposal
    from desktop.custody.documents import Document
    from desktop.custody.health import Case
    from desktop.custody.incidents import Incident
    from desktop.custody.interest import Interest
    from desktop.custody.notifications import Entry
    from desktop.custody.objectives import Objective
    from desktop.custody.plan_progress import ReportDue
    from desktop.custody.print_jobs import PrintJob
    from desktop.custody.proceedings import Proceedings
    from desktop.custody.record_reviews import RecordReview
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review
    from desktop.custody.submissions import Submission

HOLIDAYS_AHEAD = timedelta(days=120)
"""How far ahead bank holidays must be known: farther than most clocks run."""
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


class ToDispose(NamedTuple):
    """A disposal that waits: for its signatures, or for what still holds it (G5)."""

    disposal: "Disposal"
    what: str
    since: date


class Today(NamedTuple):
    """The rows that wait, each list in the order in which they should be seen to."""

    to_resolve: list[Copy]
    overdue: list[Copy]
    due_soon: list[Copy]
    awaiting_signature: list[Copy]
    to_look_for: list[Copy]
    """Copies that are said to be back, and were not counted back (C11)."""
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
    muster_due: Due | None
    """Every copy is to be counted, or a muster to be finished (C13)."""
    to_dispose: "list[RecordReview]"
    """Standing decisions to destroy a record of which documents are still here, on no sheet yet (G5)."""
    disposals: list[ToDispose]
    """Disposals to be signed, or that are not complete (G5)."""
    handover: handover.Handover | None
    """The last handover, while its sheet awaits signature."""
    to_account_for: "list[Document]"
    """Documents whose highest copy number is to be found out after a restore."""
    clocks: list[clocks.Clock]
    """What the law, or a hold, wants by a day: those that run out first at the head."""
    to_copy: "list[information.Request]"
    """Requests for information of which the Chair and the members still lack something (D7)."""
    holidays_due: Due | None
    """Bank holidays are to be imported before a clock runs into a year that is not known."""
    receipts: "list[Submission]"
    """Submissions without a receipt (D6)."""
    plans_to_report: "list[AgencyPlan]"
    """Agencies' published plans whose report is due to the next Board (D9)."""
    health_undecided: "list[Case]"
    """Cases of third-party health information that await their decision (D10)."""
    objectives_overdue: "list[Objective]"
    """Objectives of action plans that are open after their target date (E6)."""
    progress_due: "list[ReportDue]"
    """Progress reports that the Board is to have (E6)."""
    to_sign_off: "list[ActionPlan]"
    """Action plans that are implemented, for the Board to sign off (E6)."""
    to_conclude: "list[Review]"
    """Reviews of which every condition of the conclusion holds (E7)."""
    deadlines: "list[Deadline]"
    """What is due of reviews and has passed, or ends soon (E2)."""
    to_tell: "list[tuple[Review, list[Entry]]]"
    """Reviews of whose decision somebody is still to be told (E3)."""
    untold: "list[Review]"
    """Reviews that have more time, of which nobody was told yet (E2)."""
    proceedings: "list[Proceedings]"
    """Proceedings whose next known day has come (E4)."""
    ladder: list[chasing.Step]
    """Every copy that is chased, with what is next for it (C10)."""
    sheets_to_count: "list[PrintJob]"
    """Print jobs of which nobody has counted the sheets (C1)."""
    retention: retention_due.RetentionDue
    """What the keeping of records asks for: a rule, dates, decisions, signatures (G1 to G4)."""
    ending: "ending.Ending"
    """What waits at the end of reviews (F1 to F4)."""


def today(register: "Register", day: date) -> Today:
    """Return what waits on `day`."""
    every = [copy for copy in register.copies.values() if not copies.accepted(register, copy)]
    out = sorted(
        (copy for copy in every if copy.due is not None), key=lambda copy: (copy.due or day, copy.copy)
    )
    return Today(
        to_resolve=[copy for copy in every if copy.state == CopyState.ALLOTTED],
        overdue=[copy for copy in out if closed_days.overdue(register, copy, day)],
        due_soon=[
            copy
            for copy in out
            if (due := closed_days.due_back(register, copy)) is not None and day <= due <= day + SOON
        ],
        awaiting_signature=[copy for copy in every if copy.unsigned],
        to_look_for=[copy for copy in every if copy.state == CopyState.CLAIMED_RETURNED],
        awaiting_decision=[asked for asked in register.requests.values() if asked.decision is None],
        awaiting_answer=interest.waiting(register),
        open_incidents=incidents.still_open(register),
        check_due=_check_due(register, day),
        backup_due=_backup_due(register, day),
        recovery_due=_recovery_due(register, day),
        media_to_test=[medium for medium in register.media.values() if _to_test(medium, day)],
        under_former_keys=media.before_keys(register, register.generation),
        muster_due=_muster_due(register, day),
        to_dispose=_decided(register, day),
        disposals=[_to_dispose(register, known) for known in disposal_traces.waiting(register, day)],
        handover=handover.awaiting(register),
        to_account_for=[document for document in register.documents.values() if document.numbers_unsure],
        clocks=clocks.running(register, day),
        to_copy=answering.to_copy(register),
        holidays_due=_holidays_due(register, day),
        receipts=submissions.outstanding(register),
        plans_to_report=agency_plans.reports_due(register),
        health_undecided=health.undecided(register),
        objectives_overdue=objectives.overdue(register, day),
        progress_due=plan_progress.reports_due(register, day),
        to_sign_off=action_plans.to_sign_off(register),
        to_conclude=[
            review for review in register.reviews.values() if conclusion.ready(register, review.review)
        ],
        deadlines=deadlines.to_see_to(register, day),
        to_tell=notifications.to_tell(register),
        untold=timetable.all_untold(register),
        proceedings=proceedings.expected(register, day),
        ladder=chasing.ladder(register, day),
        sheets_to_count=print_jobs.to_count(register),
        retention=retention_due.due(register, day),
        ending=ending.waiting(register, day),
    )


def _holidays_due(register: "Register", day: date) -> Due | None:
    known = calendar.years(register)
    lacking = next((ahead.year for ahead in (day, day + HOLIDAYS_AHEAD) if ahead.year not in known), None)
    if lacking is None:
        return None
    why = f"The bank holidays of {lacking} are not known: import them, or clocks cannot be counted."
    return Due(why, date(lacking, 1, 1) - HOLIDAYS_AHEAD)


def _check_due(register: "Register", day: date) -> Due | None:
    if not register.documents:
        return None
    first = min(
        (document.versions[0].taken_in for document in register.documents.values() if not document.disposed),
        default=day,
    )
    if register.checked is None:
        return Due("The masters were never verified.", first) if day - first > CHECK_EVERY else None
    if day - register.checked <= CHECK_EVERY:
        return None
    return Due(
        f"The masters were last verified on {dates.day(register.checked)}.", register.checked + CHECK_EVERY
    )


def _muster_due(register: "Register", day: date) -> Due | None:
    found = muster_schedule.due(register, day)
    return Due(*found) if found else None


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


def _decided(register: "Register", day: date) -> "list[RecordReview]":
    listed = {one for known in register.disposals.values() if known.open(day) for one in known.documents}
    return [
        one
        for one in disposal_grounds.decided(register)
        if any(left.document not in listed for left in disposal_grounds.undisposed(register, one.review))
    ]


def _to_dispose(register: "Register", known: "Disposal") -> ToDispose:
    if known.done is None:
        what = f"Its code counts until the end of {dates.day(known.last_day)}."
        return ToDispose(known, what, known.prepared)
    open_ = disposal_traces.unsettled(register, known)
    what = "; ".join(f"{trace.what}: {trace.to_do[0].lower()}{trace.to_do[1:]}" for trace in open_)
    return ToDispose(known, what or f"Left in the vault: {'; '.join(known.left) or 'not known'}", known.done)


def _recovery_due(register: "Register", day: date) -> Due | None:
    recovery = register.recovery
    if recovery is None:
        return Due(
            "There are no recovery shares: a lost machine would be a lost vault.", register.founded.founded_on
        )
    if recovery.used is not None:
        return Due("The recovery shares were used: make new ones.", recovery.used)
    gone = disposal_traces.shares_from_before(register)
    if gone is not None and gone.done is not None:
        why = (
            f"The recovery shares open copies from before {gone.disposal}: make new ones, and destroy these."
        )
        return Due(why, gone.done)
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
