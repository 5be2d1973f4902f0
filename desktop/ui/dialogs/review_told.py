"""Dialogs about who is told of the decision that there is a review (E3)."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import notifications
from desktop.office import review_papers
from desktop.office.office import Act
from desktop.office.procedure import Procedure
from desktop.ui.desk import Desk
from desktop.ui.dialogs.making import MakePaper
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import CheckList, DayField


class _Bodies(RecordAct):
    """An act about bodies that are to be told."""

    def __init__(  # noqa: PLR0917 - those of an act's dialog, with the review
        self, desk: Desk, review: str, title: str, verb: str, intro: str, parent: QWidget | None
    ) -> None:
        super().__init__(desk, f"{title} {review}", verb, intro, parent)
        self.review = review
        found = desk.register.reviews[review]
        left = notifications.outstanding(desk.register, found)
        known = [line for line in notifications.checklist(desk.register, found) if line.known]
        offered = [(line.body, f"{line.body} ({line.teller})" if line.teller else line.body) for line in left]
        offered += [(line.body, f"{line.body}, recorded already") for line in known]
        self.listed = self.form.add("&Who", CheckList(offered), needed=False)
        self.other = self.form.line("Ano&ther body", needed=False, hint="One that is not on the list.")

    def bodies(self) -> list[str]:
        other = self.other.text().strip()
        return [*self.listed.values(), *([other] if other else [])]


class TellBodies(_Bodies):
    """Record that bodies were told."""

    headline = "It is recorded who was told."

    def __init__(self, desk: Desk, review: str, body: str = "", parent: QWidget | None = None) -> None:
        """Offer those who are to be told; `body` is ticked."""
        intro = "Tick those who were told on one day in one way; the others are recorded by themselves."
        super().__init__(desk, review, "Told of the decision on review", "&Record it", intro, parent)
        self.listed.tick([body])
        lines = notifications.checklist(desk.register, desk.register.reviews[review])
        usual = next((line.teller for line in lines if line.body == body), "")
        self.teller = self.form.line("&By whom")
        self.teller.setText(usual)
        self.how = self.form.line("By what &means", hint="Such as by letter, or by telephone.")
        self.day = self.form.add(
            "&On", DayField("Day on which they were told"), needed=False, hint="Left empty, it is today."
        )

    def act(self) -> Act:
        """Return the act."""
        return notifications.tell

    def facts(self) -> dict[str, Any]:
        """Return who was told, by whom, how and when."""
        return {
            "review": self.review,
            "bodies": self.bodies(),
            "teller": self.teller.text(),
            "how": self.how.text(),
            "day": self.day.day(),
        }


class ExcuseBodies(_Bodies):
    """Record that bodies need not be told, and why."""

    headline = "It is recorded why they need not be told."

    def __init__(self, desk: Desk, review: str, body: str = "", parent: QWidget | None = None) -> None:
        """Offer those who are to be told; `body` is ticked."""
        intro = "The reason stands on the checklist. They can still be told later."
        super().__init__(desk, review, "Need not be told of review", "&Record it", intro, parent)
        self.listed.tick([body])
        self.why = self.form.line("Rea&son")

    def act(self) -> Act:
        """Return the act."""
        return notifications.excuse

    def facts(self) -> dict[str, Any]:
        """Return who need not be told, and why."""
        return {"review": self.review, "bodies": self.bodies(), "why": self.why.text()}


class ToldChecklist(MakePaper):
    """Make the checklist of who is told."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "What is recorded stands on it; the rest is filled in by hand, and it is signed."
        super().__init__(desk, f"Who is told of the decision on review {review}", intro, parent)
        self.review = review

    def paper_in(self, folder: Path) -> Procedure[Path]:
        """Return the procedure."""
        return review_papers.checklist(self.desk.office, self.review, folder)
