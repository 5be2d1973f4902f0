"""Today: what waits for somebody, with the one act that sees to it (K1)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.custody.today import Today, today
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.copies import ResolveCopy
from desktop.ui.dialogs.handover import ConfirmHandover
from desktop.ui.dialogs.incidents import CloseIncident
from desktop.ui.dialogs.interest import AnswerInterest
from desktop.ui.dialogs.loans import ConfirmSlip, TakeBack
from desktop.ui.dialogs.papers import VerifyVault
from desktop.ui.dialogs.recovery import DrillShares, MakeShares
from desktop.ui.dialogs.requests import DecideRequest
from desktop.ui.dialogs.restores import AccountForNumbers
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import harmless, words


class Task(NamedTuple):
    """Something that waits: what the matter is, about what, who is concerned, since or until when."""

    matter: str
    reference: str
    about: str
    who: str
    when: str
    order: str
    screen: str
    row: Any


class TodayScreen(Screen):
    """What waits. `went` names a screen and a row that the person wants to see there."""

    title = "Today"
    noun = "matter"
    empty_title = "Nothing waits today."
    empty_hint = (
        "Copies that are due or overdue, slips to be signed, requests to be decided, and what the vault"
        " itself needs appear here."
    )
    went = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen."""
        self._summary = words("")
        self._checked = words("")
        self._checked.hide()
        super().__init__(desk, parent)

    def above(self) -> QWidget:
        """Return the counts in words, and what the check after unlocking found."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._summary)
        column.addWidget(self._checked)
        return both

    def tell_check(self, said: str) -> None:
        """Say what the check after unlocking does, or found."""
        self._checked.setText(harmless(said))
        self._checked.setAccessibleName(harmless(said))
        self._checked.setVisible(bool(said))

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("What waits", lambda task: task.matter, whole=True),
            Column("When", lambda task: task.when, lambda task: task.order),
            Column("Which", lambda task: task.reference, lambda task: rows.reference_key(task.reference)),
            Column("Who", lambda task: task.who),
            Column("About", lambda task: task.about),
        ]

    def rows(self) -> Sequence[Task]:
        """Return what waits, most pressing first."""
        tasks = self.tasks()
        counts: dict[str, int] = {}
        for task in tasks:
            counts[task.matter] = counts.get(task.matter, 0) + 1
        said = ", ".join(
            ("" if matter in _OF_THE_VAULT else f"{count} ") + matter[0].lower() + matter[1:]
            for matter, count in counts.items()
        )
        self._summary.setText(f"{rows.day(self.desk.today)}: {said or 'nothing waits'}.")
        return tasks

    def identify(self, row: Task) -> str:
        """Return the matter and the reference."""
        return f"{row.matter} {row.reference}"

    def make_offers(self) -> Sequence[Offer]:
        """Return what sees to it."""
        return [Offer("&See to it…", self._see_to, needs_row, main=True)]

    def details(self, row: Task) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the matter at length."""
        return row.matter, [
            ("Which", row.reference),
            ("About", row.about),
            ("Who", row.who),
            ("When", row.when),
            ("What to do", _ADVICE.get(row.matter, "")),
        ]

    def _open_chosen(self) -> None:
        task = self.table.chosen_row()
        if task is not None and task.screen:
            self.went.emit(task.screen, task.reference or _CARDS.get(task.matter, ""))

    def _see_to(self, task: Task) -> QDialog:
        desk, parent = self.desk, self.window()
        if task.matter in _OF_THE_VAULT:
            return _OF_THE_VAULT[task.matter](desk, parent=parent)
        return _OF_A_ROW[task.matter](desk, task.row, parent)

    def tasks(self) -> list[Task]:
        """Return what waits, most pressing first."""
        now = today(self.desk.register, self.desk.today)
        return [*self._numbers(now), *self._copies(now), *self._others(now), *self._vault(now)]

    def _numbers(self, now: Today) -> Iterator[Task]:
        restored = self.desk.register.restored
        for document in now.to_account_for:
            about = rows.document_line(self.desk.register, document.document)
            day = restored.day if restored else document.current.taken_in
            yield _since(NUMBERS, document.document, about, "", day, "Documents", document)

    def _vault(self, now: Today) -> Iterator[Task]:
        """Return what the vault itself needs."""
        if now.handover:
            names = self.desk.register.operators
            previous, operator = names[now.handover.previous].name, names[now.handover.operator].name
            about, day = f"From {previous} to {operator}", now.handover.handed_over
            yield _since(HANDOVER, "", about, operator, day, "Vault", now.handover)
        for matter, due in (
            (CHECK, now.check_due),
            (BACKUP, now.backup_due),
            (self._shares_matter(), now.recovery_due),
        ):
            if due:
                yield _since(matter, "", due.why, "", due.since, "Vault", due)
        for matter, media in ((FORMER, now.under_former_keys), (UNTESTED, now.media_to_test)):
            for medium in media:
                day = medium.backed_up or medium.registered
                about = f"{rows.medium_line(medium)}: {medium.place}"
                yield _since(matter, medium.medium, about, medium.keeper, day, "Vault", medium)

    def _shares_matter(self) -> str:
        recovery = self.desk.register.recovery
        return SHARES if recovery is None or recovery.used else DRILL

    def _copies(self, now: Today) -> Iterator[Task]:
        register = self.desk.register
        for matter, copies in (
            (ALLOTTED, now.to_resolve),
            (OVERDUE, now.overdue),
            (SOON, now.due_soon),
            (UNSIGNED, now.awaiting_signature),
        ):
            for copy in copies:
                when = copy.due if matter in {OVERDUE, SOON} and copy.due else copy.since
                said = f"due {rows.short_day(when)}" if when == copy.due else f"since {rows.short_day(when)}"
                who = rows.person_name(register, copy.responsible)
                about = rows.document_line(register, copy.document)
                yield Task(matter, copy.copy, about, who, said, when.isoformat(), "Copies", copy)

    def _others(self, now: Today) -> Iterator[Task]:
        register = self.desk.register
        for asked in now.awaiting_decision:
            who, about = (
                rows.person_name(register, asked.person),
                rows.document_line(register, asked.document),
            )
            yield _since(UNDECIDED, asked.request, about, who, asked.asked, "Requests", asked)
        for wish in now.awaiting_answer:
            yield _since(UNANSWERED, wish.interest, wish.review, wish.name, wish.received, "Requests", wish)
        for incident in now.open_incidents:
            about = f"{incident.about}: {incident.what}"
            yield _since(INCIDENT, incident.incident, about, "", incident.opened, "", incident)


ALLOTTED = "Print to account for"
OVERDUE = "Overdue"
SOON = "Due soon"
UNSIGNED = "Awaiting signature"
UNDECIDED = "Awaiting decision"
UNANSWERED = "Awaiting an answer"
INCIDENT = "Open incident"
NUMBERS = "Copy numbers in doubt"
HANDOVER = "Handover to sign"
CHECK = "Check due"
BACKUP = "Backup due"
SHARES = "Recovery shares to make"
DRILL = "Recovery drill due"
FORMER = "Backup under former keys"
UNTESTED = "Backup to test"

_ADVICE = {
    ALLOTTED: "Look for the paper and say whether the copy was printed or spoilt.",
    OVERDUE: "Ask the holder for it, and take it back with its pages counted.",
    SOON: "Remind the holder.",
    UNSIGNED: "Get the signed slip, and type its code.",
    UNDECIDED: "Record the decision: agreed or refused, by whom and why.",
    UNANSWERED: "Record what they were told.",
    INCIDENT: "Find out what happened, and close it with what was found.",
    NUMBERS: "Find the highest copy number on paper, and enter it; until then none can be printed.",
    HANDOVER: "Count everything together, sign the sheet, and type its code.",
    CHECK: "Verify the vault; the program does it by itself after unlocking, unless it is stopped.",
    BACKUP: "Fetch the medium whose turn it is, and back up.",
    SHARES: "Choose who holds them, and make the shares.",
    DRILL: "Have enough holders come, each with their sheet, and drill the shares.",
    FORMER: "Back up to this medium again, or destroy it: what it holds still opens with former keys.",
    UNTESTED: "Fetch the medium, and test the backup on it.",
}

_CARDS = {
    HANDOVER: "Keys",
    CHECK: "Checks",
    BACKUP: "Backups",
    SHARES: "Recovery shares",
    DRILL: "Recovery shares",
}
"""Where on the screen “Vault” a matter stands that has no reference."""

_OF_THE_VAULT: dict[str, Callable[..., QDialog]] = {
    HANDOVER: ConfirmHandover,
    CHECK: VerifyVault,
    BACKUP: BackUp,
    SHARES: MakeShares,
    DRILL: DrillShares,
}
_OF_A_ROW: dict[str, Callable[[Desk, Any, QWidget], QDialog]] = {
    ALLOTTED: ResolveCopy,
    OVERDUE: TakeBack,
    SOON: TakeBack,
    UNSIGNED: ConfirmSlip,
    UNDECIDED: DecideRequest,
    UNANSWERED: AnswerInterest,
    INCIDENT: CloseIncident,
    NUMBERS: AccountForNumbers,
    FORMER: BackUp,
    UNTESTED: ProveBackup,
}
"""The dialogs that see to each matter: of the vault as a whole, or of the row that waits."""


def _since(matter: str, reference: str, about: str, who: str, day: date, screen: str, row: Any) -> Task:  # noqa: PLR0917 - as Task
    return Task(matter, reference, about, who, f"since {rows.short_day(day)}", day.isoformat(), screen, row)
