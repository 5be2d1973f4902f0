"""Incidents: what went wrong, how long the clock leaves, and how each was closed.

Rule: what the clock asks for stands in words, and the most urgent comes first; it goes on while the screen is
shown.
"""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.custody import incidents
from desktop.custody.incidents import Incident
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.incidents import (
    AssessIncident,
    CloseIncident,
    NoteIncident,
    OpenIncident,
    ReportIncident,
)
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import words

_A_MINUTE = 60_000
"""Milliseconds."""


class IncidentsScreen(Screen):
    """The incidents, open ones first."""

    title = "Incidents"
    noun = "incident"
    empty_title = "Nothing has gone wrong."
    empty_hint = (
        "A lost or damaged copy, a short count, a muster or a master that does not agree appears here by"
        " itself; anything else is opened by hand."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen, and look at the clock every minute."""
        self._summary = words("", "strong")
        super().__init__(desk, parent)
        self._minute = QTimer(self)
        self._minute.setInterval(_A_MINUTE)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()

    def above(self) -> QWidget:
        """Return what the clocks ask for, in one sentence."""
        return self._summary

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Incident", lambda one: one.incident, lambda one: rows.reference_key(one.incident)),
            Column("State", lambda one: "closed" if one.closed else "open", whole=True),
            Column("Clock", self._clock, self._urgency),
            Column("Matter", lambda one: incidents.MATTERS[one.matter]),
            Column("About", lambda one: one.about),
            Column("Happened", lambda one: rows.short_day(one.at.date()), lambda one: one.at),
            Column("What", lambda one: one.what),
        ]

    def rows(self) -> Sequence[Incident]:
        """Return the incidents: those whose clock runs, the other open ones, the closed ones."""
        known = list(reversed(self.desk.register.incidents.values()))
        running = incidents.clocks(self.desk.register)
        self._summary.setText(self._said(running))
        self._summary.setVisible(bool(running))
        others = [one for one in known if one not in running]
        return [*running, *sorted(others, key=lambda one: one.closed is not None)]

    def identify(self, row: Incident) -> str:
        """Return the reference."""
        return row.incident

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Open an incident…",
                lambda _row: OpenIncident(desk, "", window()),
                always,
                main=True,
                on_row=False,
            ),
            Offer("&Judge the risk…", lambda one: AssessIncident(desk, one, window()), _still_open),
            Offer("Add a &note…", lambda one: NoteIncident(desk, one, window()), _still_open),
            Offer("&Close…", lambda one: CloseIncident(desk, one, window()), _closable),
            Offer("&Report on paper…", lambda one: ReportIncident(desk, one, window()), needs_row),
        ]

    def details(self, row: Incident) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of an incident."""
        copy = self.desk.register.copies.get(row.about)
        answers = rows.person_line(self.desk.register, copy.responsible) if copy else ""
        judged = "\n".join(
            f"{rows.moment(one.at)}: {'a risk' if one.risk else 'no risk'}. {one.reason}"
            f"{f' Commissioner told {rows.moment(one.told_commissioner)}.' if one.told_commissioner else ''}"
            f"{f' After the 72 hours, because: {one.why_late}' if one.why_late else ''}"
            for one in reversed(row.assessments)
        )
        return row.incident, [
            ("State", "closed" if row.closed else "open"),
            ("Clock", self._clock(row)),
            ("Until", rows.moment(row.clock_ends) if row.clock_runs and row.clock_ends else ""),
            ("Matter", incidents.MATTERS[row.matter]),
            ("About", row.about),
            ("Answers for it", answers),
            ("What happened", row.what),
            ("Happened", rows.moment(row.at)),
            ("Opened", rows.day(row.opened)),
            ("Judged", judged),
            ("Notes", "\n".join(f"{rows.moment(one.at)}: {one.text}" for one in reversed(row.notes))),
            ("Closed", rows.day(row.closed)),
            ("Found", row.found),
        ]

    def _clock(self, incident: Incident) -> str:
        return rows.incident_clock(incident, self.desk.office.clock())

    def _urgency(self, incident: Incident) -> str:
        return incident.clock_ends.isoformat() if incident.clock_runs and incident.clock_ends else "9999"

    def _said(self, running: Sequence[Incident]) -> str:
        return " ".join(f"{one.incident}: {self._clock(one)}." for one in running)

    def _time_passed(self) -> None:
        if self.isVisible() and incidents.clocks(self.desk.register):
            self.refresh()


def _still_open(incident: Incident | None) -> str:
    if incident is None:
        return needs_row(incident)
    return "The incident is closed." if incident.closed else ""


def _closable(incident: Incident | None) -> str:
    if incident is not None and incident.clock_runs:
        return "Its clock runs: judge the risk first, and record when the Commissioner was told."
    return _still_open(incident)
