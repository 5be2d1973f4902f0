"""Today: what waits for somebody, with the one act that sees to it (K1)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody.copies import Copy
from desktop.custody.incidents import Incident
from desktop.custody.interest import Interest
from desktop.custody.today import today
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.copies import ResolveCopy
from desktop.ui.dialogs.incidents import CloseIncident
from desktop.ui.dialogs.interest import AnswerInterest
from desktop.ui.dialogs.loans import ConfirmSlip, TakeBack
from desktop.ui.dialogs.requests import DecideRequest
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import words


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
    empty_hint = "Copies that are due or overdue, slips to be signed and requests to be decided appear here."
    went = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen."""
        self._summary = words("")
        super().__init__(desk, parent)

    def above(self) -> QWidget:
        """Return the counts in words."""
        return self._summary

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
        said = ", ".join(f"{count} {matter[0].lower()}{matter[1:]}" for matter, count in counts.items())
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
            self.went.emit(task.screen, task.reference)

    def _see_to(self, task: Task) -> QDialog:
        desk, parent, row = self.desk, self.window(), task.row
        if isinstance(row, Copy):
            if task.matter == ALLOTTED:
                return ResolveCopy(desk, row, parent)
            return ConfirmSlip(desk, row, parent) if task.matter == UNSIGNED else TakeBack(desk, row, parent)
        if isinstance(row, Interest):
            return AnswerInterest(desk, row, parent)
        if isinstance(row, Incident):
            return CloseIncident(desk, row, parent)
        return DecideRequest(desk, row, parent)

    def tasks(self) -> list[Task]:
        """Return what waits, most pressing first."""
        return [*self._copies(), *self._others()]

    def _copies(self) -> Iterator[Task]:
        register = self.desk.register
        now = today(register, self.desk.today)
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

    def _others(self) -> Iterator[Task]:
        register = self.desk.register
        now = today(register, self.desk.today)
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

_ADVICE = {
    ALLOTTED: "Look for the paper and say whether the copy was printed or spoilt.",
    OVERDUE: "Ask the holder for it, and take it back with its pages counted.",
    SOON: "Remind the holder.",
    UNSIGNED: "Get the signed slip, and type its code.",
    UNDECIDED: "Record the decision: agreed or refused, by whom and why.",
    UNANSWERED: "Record what they were told.",
    INCIDENT: "Find out what happened, and close it with what was found.",
}


def _since(matter: str, reference: str, about: str, who: str, day: date, screen: str, row: Any) -> Task:  # noqa: PLR0917 - as Task
    return Task(matter, reference, about, who, f"since {rows.short_day(day)}", day.isoformat(), screen, row)
