"""Dialogs about under which rules reviews are held, and who is told of the decision on one (E3, E5)."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.custody import notifications, regimes
from desktop.custody.notifications import WHENS, NotifiedBody
from desktop.custody.regimes import POLICY, Regime, Revision, What
from desktop.office.office import Act
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import Choice, TextArea

_BY = "Who decided it, and when."
_TIMES: dict[What, str] = {
    "decision": "Time for the &decision",
    "completion": "Time for the &completion",
    "imr": "&Time for an agency's report",
    "evaluation": "Time to answer an &evaluation",
    "progress": "Time between reports of &progress",
}


class SetRegime(RecordAct):
    """Add a regime, or change one."""

    headline = "The regime is recorded."
    after = "The deadlines of every review that is held under it are counted by it from now on."

    def __init__(self, desk: Desk, regime: Regime | None = None, parent: QWidget | None = None) -> None:
        """Show it as it is, or an empty form."""
        intro = "A time is written such as 6 months or 15 working days; left empty, there is none."
        title = f"The regime “{regime.label}”" if regime else "Another regime"
        super().__init__(desk, title, "&Record the regime", intro, parent)
        self.regime = regime
        self.label = self.form.line("Na&me")
        self.times = {what: self.form.line(label, needed=False) for what, label in _TIMES.items()}
        self.publication = self.form.add("&What is published", TextArea(2))
        self.source = self.form.add("Where &it is written", TextArea(2))
        self.confirmed = self.form.add("&Nothing of it is unconfirmed any more", QCheckBox(), needed=False)
        self.authority = self.form.line("&Authority", hint=_BY)
        if regime is not None:
            self._show(regime)
        self.form.hide_field(self.confirmed, hidden=regime is None or not regime.doubtful)

    def act(self) -> Act:
        """Return the act."""
        return regimes.set_regime

    def facts(self) -> dict[str, Any]:
        """Return the whole regime as it is from now on."""
        short = self.regime.regime if self.regime else self.label.text()
        times = {what: line.text().strip() or "none" for what, line in self.times.items()}
        wanted = Revision(
            self.label.text(),
            times,
            self.publication.text(),
            self.source.text(),
            self.confirmed.isChecked(),
        )
        revised = regimes.revised(self.regime, short, wanted)
        return {"regime": revised, "authority": self.authority.text()}

    def _show(self, regime: Regime) -> None:
        self.label.setText(regime.label)
        self.publication.setPlainText(regime.publication)
        self.source.setPlainText(regime.source)
        for what, line in self.times.items():
            term = regime.term(what)
            line.setText(f"{term.number} {term.unit}" if term else "")
            known = term or POLICY.term(what)
            line.setAccessibleDescription(known.label if known else "")


class AddNotifiedBody(RecordAct):
    """Add a body that is told of the decision on a review."""

    headline = "The body is on the list."

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "It is on the checklist of every review that it is for, also of those that are open."
        super().__init__(desk, "Add a body that is told of decisions", "A&dd it", intro, parent)
        self.body = self.form.line("&Name")
        self.teller = self.form.line("&Usually told by", needed=False)
        self.when = self.form.add("&For which reviews", Choice(rows.as_said(WHENS), prompt=""))
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return notifications.add_body

    def facts(self) -> dict[str, Any]:
        """Return the body."""
        return {
            "body": self.body.text(),
            "teller": self.teller.text(),
            "when": self.when.value(),
            "authority": self.authority.text(),
        }


class RemoveNotifiedBody(RecordAct):
    """Take a body off the list of those that are told of decisions."""

    headline = "The body is taken away."

    def __init__(self, desk: Desk, body: NotifiedBody, parent: QWidget | None = None) -> None:
        """Ask for the authority."""
        intro = f"{body.body}. What was recorded of it stays; from now on nobody waits for it."
        super().__init__(desk, "Take away a body that is told", "&Take it away", intro, parent)
        self.body = body.body
        self.authority = self.form.line("A&uthority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return notifications.remove_body

    def facts(self) -> dict[str, Any]:
        """Return which body."""
        return {"body": self.body, "authority": self.authority.text()}
