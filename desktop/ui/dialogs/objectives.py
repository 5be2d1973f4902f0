"""Dialogs about one objective of an action plan: added, changed, its progress, and how it ends (E6)."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import objective_ends, objectives
from desktop.custody.objectives import Objective, ObjectiveAdded, Wording
from desktop.custody.text import shown
from desktop.office.office import Act, Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, DayField, TextArea

_LONGEST = 160
"""Characters of a row that a dialog repeats, so that what is asked stays in sight."""


class _Row:
    """The fields of a row of the plan."""

    def __init__(self, dialog: ActDialog, said: Wording | None = None) -> None:
        form = dialog.form
        self.recommendation = form.add("Reco&mmendation", TextArea(2))
        self.outcome = form.add("&Outcome", TextArea(2), hint="What is to be better by it.")
        self.action = form.add("Ac&tion", TextArea(2), hint="What is to be done.")
        self.target = form.add("Target &date", DayField("Target date"))
        self.person = form.line("&Person responsible")
        self.agency = form.line("A&gency")
        self.cross_reference = form.line("Cross re&ference", needed=False)
        if said is not None:
            self.recommendation.setPlainText(said.recommendation)
            self.outcome.setPlainText(said.outcome)
            self.action.setPlainText(said.action)
            self.target.set_day(said.target)
            self.person.setText(said.person)
            self.agency.setText(said.agency)
            self.cross_reference.setText(said.cross_reference)

    def facts(self) -> dict[str, Any]:
        """Return what was typed, field by field."""
        return {
            "recommendation": self.recommendation.text(),
            "outcome": self.outcome.text(),
            "action": self.action.text(),
            "target": self.target.day(),
            "person": self.person.text(),
            "agency": self.agency.text(),
            "cross_reference": self.cross_reference.text(),
        }


class AddObjective(ActDialog):
    """Add an objective to a review's plan."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty row."""
        intro = "A row of the plan is never removed: it ends met, or withdrawn with the authority."
        super().__init__(desk, "Another objective", "&Add it", intro, parent)
        offered = rows.reviews_offered(desk.register, concluded=False)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.row = _Row(self)
        self.reason = self.form.line(
            "&Reason", needed=False, hint="Needed once the Board has approved the plan: why it comes after."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            objectives.add,
            at=self.earlier.moment(),
            review=self.review.value(),
            wording=Wording(**self.row.facts()),
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the reference."""
        added = next(event for event in result.events if isinstance(event, ObjectiveAdded))
        return Told(f"{added.objective} is in the plan.", [("Ledger entry", str(result.entry))])


class _OfObjective(ActDialog):
    """Something that is done with an objective."""

    def __init__(self, desk: Desk, found: Objective, words: tuple[str, str], parent: QWidget | None) -> None:
        title, verb = words
        said = found.wording
        intro = f"{_short(said.action)} — {_short(f'{said.person}, {said.agency}')}."
        super().__init__(desk, f"{title}, {found.objective}", verb, intro, parent)
        self.objective = found.objective

    def act(self, act: Act, **facts: Any) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(act, at=self.earlier.moment(), objective=self.objective, **facts)

    def told(self, result: Outcome) -> Told:
        """Return where the objective stands."""
        state = self.desk.register.objectives[self.objective].state
        return Told(f"{self.objective}: {state}.", [("Ledger entry", str(result.entry))])


class ChangeObjective(_OfObjective):
    """Change what a row says."""

    def __init__(self, desk: Desk, found: Objective, parent: QWidget | None = None) -> None:
        """Show the row as it stands."""
        super().__init__(desk, found, ("Change", "&Change it"), parent)
        self.row = _Row(self, found.wording)
        self.reason = self.form.line("&Reason", hint="What the row said before stays, with this reason.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(objectives.change, reason=self.reason.text(), **self.row.facts())


class NoteProgress(_OfObjective):
    """Note evidence of progress."""

    def __init__(self, desk: Desk, found: Objective, parent: QWidget | None = None) -> None:
        """Ask for the evidence and its day."""
        super().__init__(desk, found, ("Progress", "&Note it"), parent)
        self.evidence = self.form.add("&Evidence of progress", TextArea(3))
        self.day = self.form.add("As of which &day", DayField("Day of the progress"))
        self.day.set_day(desk.today)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(objectives.progress, evidence=self.evidence.text(), day=self.day.day())


class MeetObjective(_OfObjective):
    """Record that an objective is met."""

    def __init__(self, desk: Desk, found: Objective, parent: QWidget | None = None) -> None:
        """Ask for the evidence, and who agreed."""
        super().__init__(desk, found, ("Met", "&Record it"), parent)
        self.evidence = self.form.add("&Evidence", TextArea(3), hint="What shows that it is met.")
        self.agreed_by = self.form.line("A&greed by", hint="Who agreed that it is met, such as the panel.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(objective_ends.meet, evidence=self.evidence.text(), agreed_by=self.agreed_by.text())


class WithdrawObjective(_OfObjective):
    """Record that an objective is not pursued any more."""

    def __init__(self, desk: Desk, found: Objective, parent: QWidget | None = None) -> None:
        """Ask why, and by whose authority."""
        super().__init__(desk, found, ("Withdrawn", "&Withdraw it"), parent)
        self.reason = self.form.add("&Reason", TextArea(2))
        self.authority = self.form.line("&Authority", hint="Who decided it, and where it is minuted.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(objective_ends.withdraw, reason=self.reason.text(), authority=self.authority.text())


class ReopenObjective(_OfObjective):
    """Open an objective again that was met or withdrawn."""

    def __init__(self, desk: Desk, found: Objective, parent: QWidget | None = None) -> None:
        """Ask why."""
        super().__init__(desk, found, ("Open again", "&Open it again"), parent)
        self.reason = self.form.add("&Reason", TextArea(2), hint="How it had ended stays in the ledger.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(objective_ends.reopen, reason=self.reason.text())


def _short(text: str) -> str:
    return shown(" ".join(text.split()), _LONGEST)
