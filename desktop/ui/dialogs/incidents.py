"""The dialog that closes an incident with what was found."""

from PySide6.QtWidgets import QWidget

from desktop.custody import incidents
from desktop.custody.incidents import Incident
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import TextArea


class CloseIncident(ActDialog):
    """Close an incident."""

    def __init__(self, desk: Desk, incident: Incident, parent: QWidget | None = None) -> None:
        """Show the incident."""
        intro = f"About {incident.about}, opened on {rows.day(incident.opened)}: {incident.what}"
        super().__init__(desk, f"Close incident {incident.incident}", "&Close the incident", intro, parent)
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
