"""Dialogs about incidents: opened, added to, judged, reported, and closed with what was found."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import incidents
from desktop.custody.incidents import Incident, IncidentOpened
from desktop.office import incidents as papers
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, MomentField, PathField, TextArea

_TO_JUDGE = (
    "Judge whether people are at risk. If they are, the Information Commissioner is to be told within 72"
    " hours of when it became known."
)


class OpenIncident(ActDialog):
    """Open an incident by hand."""

    def __init__(self, desk: Desk, about: str = "", parent: QWidget | None = None) -> None:
        """Ask what happened; `about` may be filled in beforehand."""
        intro = (
            "A lost or damaged copy, a short count and a master that does not verify open their incidents by"
            " themselves, where they are entered. A breach of confidence starts a clock of 72 hours."
        )
        super().__init__(desk, "Open an incident", "&Open the incident", intro, parent)
        offered = [(matter, rows.capital(incidents.MATTERS[matter])) for matter in incidents.BY_HAND]
        self.matter = self.form.add("&Matter", Choice(offered))
        self.what = self.form.add("&What happened", TextArea(4))
        self.about = self.form.line(
            "A&bout",
            needed=False,
            hint="The reference of a copy, document, batch, person or whatever else.",
        )
        self.about.setText(about)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            incidents.open_by_hand,
            at=self.earlier.moment(),
            matter=self.matter.value(),
            about=self.about.text(),
            what=self.what.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the incident, with its clock."""
        return opened(self, result, "Incident {incident} is open.")


class NoteIncident(ActDialog):
    """Note what was found out or done about an incident."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        """Show the incident."""
        super().__init__(
            desk, f"Note with incident {incident.incident}", "&Add the note", _line(incident), parent
        )
        self.incident = incident.incident
        self.text = self.form.add("What was &found out or done", TextArea(4))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            incidents.note, at=self.earlier.moment(), incident=self.incident, text=self.text.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is noted."""
        return Told(f"It is noted with {self.incident}.", [("Ledger entry", str(result.entry))])


class AssessIncident(ActDialog):
    """Judge whether people are at risk, and say when the Information Commissioner was told."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        """Show the incident and its clock."""
        clock = rows.incident_clock(incident, desk.office.clock())
        intro = f"{_line(incident)} {_TO_JUDGE}{f' {rows.capital(clock)}.' if clock else ''}"
        super().__init__(desk, f"Judge incident {incident.incident}", "&Record the judgement", intro, parent)
        self.incident = incident.incident
        self.risk = self.form.add(
            "&Are people at risk?", Choice([("risk", "Yes, there is a risk"), ("none", "No risk is likely")])
        )
        self.reason = self.form.add(
            "Rea&son",
            TextArea(3),
            hint="What was in it, who may have seen it, and what was done.",
        )
        self.when = self.form.add(
            "When the &Commissioner was told",
            MomentField("the Commissioner was told"),
            needed=False,
            hint="Leave it empty while that is still to be done; the clock goes on.",
        )
        self.why_late = self.form.line(
            "Reason of the &delay",
            needed=False,
            hint="Only where the Commissioner was told after the 72 hours; it is then needed.",
        )
        self.risk.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def _show_what_applies(self) -> None:
        for field in (self.when, self.why_late):
            self.form.hide_field(field, hidden=self.risk.value() != "risk")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        risk = self.risk.value() == "risk"
        return self.desk.office.act(
            incidents.assess,
            at=self.earlier.moment(),
            incident=self.incident,
            risk=risk,
            reason=self.reason.text(),
            told_commissioner=self.when.moment() if risk else None,
            why_late=self.why_late.text() if risk else "",
        )

    def told(self, result: Outcome) -> Told:
        """Return the judgement, and what the clock still asks for."""
        known = self.desk.register.incidents[self.incident]
        clock = rows.incident_clock(known, self.desk.office.clock())
        after = "Next: tell the Information Commissioner, and record when." if known.clock_runs else ""
        facts = [("Clock", rows.capital(clock)), ("Ledger entry", str(result.entry))]
        return Told(f"The judgement of {self.incident} is recorded.", facts, after)


class CloseIncident(ActDialog):
    """Close an incident."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        """Show the incident."""
        title = f"Close incident {incident.incident}"
        super().__init__(desk, title, "&Close the incident", _line(incident), parent)
        self.incident = incident.incident
        self.found = self.form.add("What was &found", TextArea(4))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            incidents.close, at=self.earlier.moment(), incident=self.incident, found=self.found.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is closed."""
        return Told(f"Incident {self.incident} is closed.", [("Ledger entry", str(result.entry))])


class ReportIncident(ActDialog):
    """Make the report of an incident."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        title = f"The report of {incident.incident}"
        intro = "One sheet, as the incident stands now: for the Chair, for the file, and to be signed by two."
        super().__init__(desk, title, "&Make the report", intro, parent)
        self.incident = incident.incident
        self.folder = self.form.add("&Folder", PathField("Folder for the report", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return papers.report(self.desk.office, self.incident, self.folder.path() or Path())

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Report saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)


def opened(dialog: ActDialog, result: Outcome, title: str, after: str = "") -> Told:
    """Return what is shown of an act that opened an incident; `title` names it as {incident}."""
    desk, parent = dialog.desk, dialog.parentWidget()
    reference = next(event.incident for event in result.events if isinstance(event, IncidentOpened))
    known = desk.register.incidents[reference]
    clock = rows.incident_clock(known, desk.office.clock())
    facts = [("Incident", reference), ("Clock", rows.capital(clock)), ("Ledger entry", str(result.entry))]
    judge = ("&Judge it now…", lambda: AssessIncident(desk, known, parent).open())
    after = f"{after} {_TO_JUDGE if known.clock_runs else ''}".strip()
    return Told(title.format(incident=reference), facts, after, follow=[judge] if known.clock_runs else [])


def _line(incident: Incident) -> str:
    about = f"About {incident.about}, opened" if incident.about else "Opened"
    return f"{about} on {rows.day(incident.opened)}: {incident.what}"
