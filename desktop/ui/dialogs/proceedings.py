"""Dialogs about proceedings beside a review (E4, G4)."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import proceedings
from desktop.custody.proceedings import HOLDING, KINDS, Proceedings
from desktop.office.office import Act
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import Choice, DayField, TextArea


class OpenProceedings(RecordAct):
    """Enter proceedings beside a review."""

    headline = "The proceedings are entered."

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = (
            "An inquest or an inquiry raises a hold on the review until it is concluded. Of disciplinary"
            " proceedings enter only that there are some: their contents are not the panel's."
        )
        super().__init__(desk, "Proceedings beside a review", "&Enter them", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("&Review", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.kind = self.form.add("&Kind", Choice(rows.as_said(KINDS)))
        self.before = self.form.line(
            "&Before whom", hint="Such as a court and its reference; never a name of the family."
        )
        self.opened = self.form.add(
            "&Open since",
            DayField("Day on which they were opened"),
            needed=False,
            hint="Left empty, it is today.",
        )
        self.contact = self.form.line("&Who keeps the panel informed", needed=False)

    def act(self) -> Act:
        """Return the act."""
        return proceedings.begin

    def facts(self) -> dict[str, Any]:
        """Return what they are."""
        return {
            "review": self.review.value(),
            "kind": self.kind.value(),
            "before": self.before.text(),
            "opened": self.opened.day(),
            "contact": self.contact.text(),
        }


class _Of(RecordAct):
    """An act about proceedings that are known."""

    def __init__(self, desk: Desk, known: Proceedings, title: str, verb: str, parent: QWidget | None) -> None:
        intro = f"{known.title}, beside review {known.review}, open since {rows.day(known.opened)}."
        super().__init__(desk, f"{title} {known.proceedings}", verb, intro, parent)
        self.proceedings = known.proceedings


class NoteProceedings(_Of):
    """Record how proceedings stand."""

    headline = "It is noted."

    def __init__(self, desk: Desk, known: Proceedings, parent: QWidget | None = None) -> None:
        """Ask how they stand."""
        super().__init__(desk, known, "Note on", "&Note it", parent)
        self.note = self.form.add("How they &stand", TextArea(2))
        self.next_on = self.form.add(
            "Next &day that is known", DayField("Next day"), needed=False, hint="Such as a hearing."
        )

    def act(self) -> Act:
        """Return the act."""
        return proceedings.note

    def facts(self) -> dict[str, Any]:
        """Return how they stand, and what is next."""
        return {
            "proceedings": self.proceedings,
            "note": self.note.text(),
            "next_on": self.next_on.day(),
        }


class ConcludeProceedings(_Of):
    """Record the end of proceedings."""

    headline = "They are concluded."

    def __init__(self, desk: Desk, known: Proceedings, parent: QWidget | None = None) -> None:
        """Ask for the outcome."""
        super().__init__(desk, known, "End of", "&Conclude", parent)
        if known.kind in HOLDING:
            self.form.say("The hold that they raised is lifted with this; other holds stay.")
        self.outcome_field = self.form.add("&Outcome", TextArea(2))
        self.day = self.form.add(
            "Ended o&n", DayField("Day of their end"), needed=False, hint="Left empty, it is today."
        )

    def act(self) -> Act:
        """Return the act."""
        return proceedings.conclude

    def facts(self) -> dict[str, Any]:
        """Return how they ended."""
        return {
            "proceedings": self.proceedings,
            "outcome": self.outcome_field.text(),
            "day": self.day.day(),
        }


class ReopenProceedings(_Of):
    """Record that concluded proceedings go on."""

    headline = "They are open again."

    def __init__(self, desk: Desk, known: Proceedings, parent: QWidget | None = None) -> None:
        """Ask why."""
        super().__init__(desk, known, "Open again:", "&Open again", parent)
        self.why = self.form.line("&Reason", hint="Such as an adjournment that was taken for the end.")

    def act(self) -> Act:
        """Return the act."""
        return proceedings.reopen

    def facts(self) -> dict[str, Any]:
        """Return why they go on."""
        return {"proceedings": self.proceedings, "why": self.why.text()}
