"""The matters of Today: how each is named, what is to be done, and the dialog that sees to it (K1).

Rule: a matter names a dialog and no rule; whether something waits is for `custody/today.py` to say.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import batches, chasing
from desktop.custody.chasing import Step
from desktop.custody.clocks import Clock
from desktop.custody.copies import Copy
from desktop.custody.deadlines import Deadline, State
from desktop.custody.notifications import Entry
from desktop.custody.reviews import Review
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.agency_plans import PlanReported
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.chasing import CallHolder, EscalateCopy, RecallCopies, RemindHolder
from desktop.ui.dialogs.closed_days import BankHolidays
from desktop.ui.dialogs.copies import ResolveCopy
from desktop.ui.dialogs.destruction import BeginBatch, CompleteBatch, MakeSheet, TickCopy
from desktop.ui.dialogs.disposals import CompleteDisposal, PrepareDisposal
from desktop.ui.dialogs.disposals import next_step as disposal_step
from desktop.ui.dialogs.electronic import DeclareDeleted
from desktop.ui.dialogs.endings import CloseReview, LookAtException, ReceiveCertificate
from desktop.ui.dialogs.handover import ConfirmHandover
from desktop.ui.dialogs.health import DecideHealth
from desktop.ui.dialogs.holds import HoldLiftedDialog
from desktop.ui.dialogs.incidents import AssessIncident, CloseIncident
from desktop.ui.dialogs.information_course import CopyToMembers
from desktop.ui.dialogs.interest import AnswerInterest
from desktop.ui.dialogs.loans import ConfirmSlip, TakeBack
from desktop.ui.dialogs.muster import next_step
from desktop.ui.dialogs.papers import VerifyVault
from desktop.ui.dialogs.printing import CountSheets
from desktop.ui.dialogs.proceedings import NoteProceedings
from desktop.ui.dialogs.recovery import DrillShares, MakeShares
from desktop.ui.dialogs.requests import DecideRequest
from desktop.ui.dialogs.restores import AccountForNumbers
from desktop.ui.dialogs.retention import (
    ConfirmDate,
    DecideRecord,
    RecordHandedOver,
    ReviewRecord,
    SchedulePaper,
)
from desktop.ui.dialogs.retention_rules import AdoptRule
from desktop.ui.dialogs.review_course import AnswerEvaluation, CompleteReview, DecideReview, TellExtension
from desktop.ui.dialogs.review_parts import ReportCame
from desktop.ui.dialogs.review_told import TellBodies
from desktop.ui.dialogs.submissions import RecordReceipt
from desktop.ui.screens.information import see_to
from desktop.ui.screens.retention import RULE as RULE_PAGE

Opens = Callable[[Desk, Any, QWidget], QDialog]


class Matter(NamedTuple):
    """A kind of thing that waits."""

    name: str
    advice: str
    dialog: Opens
    """Sees to it, given the row that waits."""
    screen: str
    """Where the row is shown."""
    card: str = ""
    """What is shown there of a matter that has no reference."""
    alone: bool = False
    """Whether there is at most one of it, so that it is not counted."""


def _of_the_vault(make: Callable[..., QDialog]) -> Opens:
    return lambda desk, _row, parent: make(desk, parent=parent)


def _had_back(desk: Desk, copy: Copy, parent: QWidget) -> QDialog:
    """Return the dialog that ends a loan: paper is taken back, a file is declared deleted."""
    return (DeclareDeleted if copy.form == "electronic" else TakeBack)(desk, copy, parent)


def _recalled(desk: Desk, copy: Copy, parent: QWidget) -> QDialog:
    return RecallCopies(desk, [copy.copy], parent)


def _to_batch(desk: Desk, parent: QWidget) -> QDialog:
    """Return the dialog that puts a copy in the batch under way, or the one that begins a batch."""
    under_way = batches.opened(desk.register)
    return TickCopy(desk, under_way[-1], parent=parent) if under_way else BeginBatch(desk, parent)


def of_step(step: Step) -> Matter:
    """Return the matter of a copy on the ladder: its next letter, its escalation, a call, or its return."""
    dialog: Opens = _had_back
    if step.now:
        dialog = RemindHolder if step.letter else EscalateCopy
    elif step.late:
        dialog = CallHolder
    elif step.standing == "slip not back":
        dialog = ConfirmSlip
    elif step.standing == "access ended":
        dialog = _recalled
    advice = f"Next: {chasing.next_words(step)}. {step.why}"
    return Matter(rows.capital(step.standing), advice, dialog, "Copies")


def of_clock(clock: Clock) -> Matter:
    """Return the matter of a clock of the law, or of a hold."""
    name = _CLOCKS.get(clock.what, f"{rows.capital(clock.what)} due")
    screen = "Retention" if clock.what == "hold to look at again" else "Requests"
    return Matter(name, clock.why or "See to it before the day.", see_to, screen)


_CLOCKS = {"hold to look at again": "Hold to look at again", "answer": "Request for information"}


def of_deadline(one: Deadline) -> Matter:
    """Return the matter of a deadline of a review."""
    name = f"{rows.capital(_OVERDUE if one.state == State.OVERDUE else _DUE)}: {one.label}"
    advice = "See to it before the day; more time for a completion needs a revised plan."
    return Matter(name, advice, _due, "Reviews")


def _due(desk: Desk, one: Deadline, parent: QWidget) -> QDialog:
    match one.what:
        case "decision":
            return DecideReview(desk, one.review, parent)
        case "imr":
            return ReportCame(desk, one.review, one.agency, parent)
        case "evaluation":
            return AnswerEvaluation(desk, one.review, parent)
        case _:
            return CompleteReview(desk, one.review, parent)


def _tell(desk: Desk, told: tuple[Review, list[Entry]], parent: QWidget) -> QDialog:
    review, left = told
    return TellBodies(desk, review.review, left[0].body, parent)


_OVERDUE, _DUE = "overdue", "due"
TO_TELL = Matter(
    "To be told of a decision",
    "Tell them, or record why they need not be told.",
    _tell,
    "Reviews",
)
UNTOLD = Matter(
    "Extension to be told of",
    "Tell whoever watches over reviews of the new day and the revised plan.",
    lambda desk, review, parent: TellExtension(desk, review.review, parent),
    "Reviews",
)
HEARING = Matter(
    "Proceedings: day has come",
    "Find out what came of it; note the next day, or conclude them.",
    NoteProceedings,
    "Reviews",
)
ALLOTTED = Matter(
    "Print to account for",
    "Look for the paper and say whether the copy was printed or spoilt.",
    ResolveCopy,
    "Copies",
)
SHEETS = Matter(
    "Sheets to count",
    "Count what came out of the printer, whole and spoilt, and enter it.",
    CountSheets,
    "Copies",
)
UNSIGNED = Matter(
    "Awaiting signature",
    "Get the signed slip, and type its code; or file it with a pile of scanned papers.",
    ConfirmSlip,
    "Copies",
)
CLAIMED = Matter(
    "Said to be back",
    "Look for it. If it is here, take it back; if it is with its holder, say that it was found; otherwise say"
    " that it is lost.",
    _had_back,
    "Copies",
)
TO_DESTROY = Matter(
    "Copies to destroy",
    "Begin a batch with a witness, or put them in one that is under way: each by itself, with its pages"
    " counted.",
    lambda desk, _row, parent: _to_batch(desk, parent),
    "End of review",
)
BATCH = Matter(
    "Batch under way",
    "Put in what is to be destroyed, and make its sheet.",
    lambda desk, batch, parent: (
        MakeSheet(desk, batch, parent) if batch.items else TickCopy(desk, batch, parent=parent)
    ),
    "End of review",
)
SHEET = Matter(
    "Destruction sheet to sign",
    "Destroy the copies together, both sign at once, and type the sheet's code.",
    CompleteBatch,
    "End of review",
)
CERTIFICATE = Matter(
    "Holder's certificate outstanding",
    "Ask the holder for the signed certificate, and type its code.",
    lambda desk, sent, parent: ReceiveCertificate(desk, desk.register.copies[sent.copy], parent),
    "End of review",
)
EXCEPTION = Matter(
    "Exception to look at again",
    "Ask whoever approved it whether it stands, and record that it does, or end it.",
    LookAtException,
    "End of review",
)
TO_CLOSE = Matter(
    "Review to close",
    "Every number is at its end or excepted: have the closing decided, and record it.",
    lambda desk, review, parent: CloseReview(desk, review.review, parent),
    "End of review",
)
UNDECIDED = Matter(
    "Awaiting decision",
    "Record the decision: agreed or refused, by whom and why.",
    DecideRequest,
    "Requests",
)
UNANSWERED = Matter("Awaiting an answer", "Record what they were told.", AnswerInterest, "Requests")
UNCOPIED = Matter(
    "To be copied to the members",
    "The Chair and the members have each request for information, and its response, in copy.",
    CopyToMembers,
    "Requests",
)
HOLIDAYS = Matter(
    "Bank holidays to import",
    "Import them from a file, or enter those that were proclaimed.",
    _of_the_vault(BankHolidays),
    "Requests",
    alone=True,
)
CLOCK_RUNS = Matter(
    "Incident, clock running",
    "Judge whether people are at risk; if they are, tell the Information Commissioner and record when.",
    AssessIncident,
    "Incidents",
)
INCIDENT = Matter(
    "Open incident", "Find out what happened, and close it with what was found.", CloseIncident, "Incidents"
)
RECEIPT = Matter(
    "Receipt outstanding",
    "Ask the body for the signed part of the sheet, and type its code.",
    RecordReceipt,
    "Disclosure",
)
REPORT = Matter(
    "Report due to the Board",
    "Have the agency report what was published, when and to whom; then record the meeting.",
    PlanReported,
    "Disclosure",
)
HEALTH = Matter(
    "Health information undecided",
    "Have it decided whether it is disclosed, and why or why not.",
    DecideHealth,
    "Disclosure",
)
NUMBERS = Matter(
    "Copy numbers in doubt",
    "Find the highest copy number on paper, and enter it; until then none can be printed.",
    AccountForNumbers,
    "Documents",
)
HANDOVER = Matter(
    "Handover to sign",
    "Count everything together, sign the sheet, and type its code.",
    _of_the_vault(ConfirmHandover),
    "Vault",
    card="Keys",
    alone=True,
)
MUSTER = Matter(
    "Muster due",
    "Count every copy with a second person, on a count sheet; then finish with its code.",
    _of_the_vault(next_step),
    "Copies",
    card="MU-",
    alone=True,
)
CHECK = Matter(
    "Check due",
    "Verify the vault; the program does it by itself after unlocking, unless it is stopped.",
    _of_the_vault(VerifyVault),
    "Vault",
    card="Checks",
    alone=True,
)
BACKUP = Matter(
    "Backup due",
    "Fetch the medium whose turn it is, and back up.",
    _of_the_vault(BackUp),
    "Vault",
    card="Backups",
    alone=True,
)
SHARES = Matter(
    "Recovery shares to make",
    "Choose who holds them, and make the shares.",
    _of_the_vault(MakeShares),
    "Vault",
    card="Recovery shares",
    alone=True,
)
DRILL = Matter(
    "Recovery drill due",
    "Have enough holders come, each with their sheet, and drill the shares.",
    _of_the_vault(DrillShares),
    "Vault",
    card="Recovery shares",
    alone=True,
)
FORMER = Matter(
    "Backup under former keys",
    "Back up to this medium again, or destroy it: what it holds still opens with former keys.",
    BackUp,
    "Vault",
)
UNTESTED = Matter("Backup to test", "Fetch the medium, and test the backup on it.", ProveBackup, "Vault")
RULE = Matter(
    "Rule of retention to confirm",
    "Agree a rule with the records officer, and adopt it: until then no date is confirmed.",
    _of_the_vault(AdoptRule),
    "Retention",
    card=RULE_PAGE,
    alone=True,
)
DATE = Matter(
    "Date of a record to confirm",
    "Read the working, and confirm the date with whoever agrees to it.",
    ConfirmDate,
    "Retention",
)
FACTS = Matter(
    "Date of a record cannot be computed",
    "Find out what is missing, and enter it; the date is never guessed.",
    SchedulePaper.of_standing,
    "Retention",
)
RECORD = Matter(
    "Review of a record due",
    "Two people decide: destroy, keep longer, or transfer to an archive. Nothing happens by itself.",
    ReviewRecord,
    "Retention",
)
RECORD_SHEET = Matter(
    "Review of a record to sign", "Have both sign the sheet, and type its code.", DecideRecord, "Retention"
)
TRANSFER = Matter(
    "Record to transfer",
    "Make the package for the archive, and record who signed for it.",
    RecordHandedOver,
    "Retention",
)
LIFTING = Matter(
    "Lifting of a hold to sign", "Sign the sheet both, and type its code.", HoldLiftedDialog, "Retention"
)
TO_DISPOSE = Matter(
    "Record to be disposed of",
    "Prepare the disposal: two people tick and sign the sheet, and its code destroys the keys.",
    _of_the_vault(PrepareDisposal),
    "Retention",
)
DISPOSAL_SHEET = Matter(
    "Disposal to sign",
    "Tick and sign the sheet, both of you, and type its code; it lapses by itself.",
    CompleteDisposal,
    "Retention",
)
DISPOSAL_LEFT = Matter(
    "Disposal not complete",
    "See to what still holds the documents: back up to each medium again and test it, or destroy it.",
    disposal_step,
    "Retention",
)
