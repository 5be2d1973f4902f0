"""The dialog for somebody who leaves: every role ends, and every copy is recalled at once (C12)."""

from PySide6.QtWidgets import QWidget

from desktop.custody import leaving
from desktop.custody.people import Person
from desktop.office import chasing
from desktop.office.chasing import Chased
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_place import PaperPlace, folder_of
from desktop.ui.fields import DayField, TextArea


class PersonLeaves(ActDialog):
    """Enter that a person leaves the post under which they had access."""

    def __init__(self, desk: Desk, person: Person, parent: QWidget | None = None) -> None:
        """List what the person still has."""
        intro = (
            "Every role ends with the last day, and every copy is recalled at once. The person answers for"
            " each copy until it is counted back."
        )
        super().__init__(desk, f"{person.name} leaves", "&Record it", intro, parent)
        self.person = person.person
        left = leaving.left(desk.register, person.person)
        copies = ", ".join(copy.copy for copy in left.copies) or "none"
        self.form.say(f"Copies held: {copies}.")
        if left.requests:
            waiting = ", ".join(asked.request for asked in left.requests)
            self.form.say(f"Requests that await a decision: {waiting}. Leaving decides nothing of them.")
        self.last_day = self.form.add("&Last day", DayField("Last day"))
        self.last_day.set_day(desk.today)
        self.reason = self.form.add("Rea&son", TextArea(2))
        hint = "The letter lists the copies. Leave it empty if none is to be written."
        self.place = PaperPlace(desk, self.form, self, "letter", needed=False, hint=hint)
        self.folder = self.place.folder
        self.place.show(shown=bool(left.copies))

    def gather(self) -> Procedure[Chased]:
        """Return the procedure."""
        return chasing.leave(
            self.desk.office,
            self.person,
            self.reason.text(),
            on=self.last_day.day(),
            where=self.place.value_if_any(),
            at=self.earlier.moment(),
        )

    def told(self, result: Chased) -> Told:
        """Return what was ended, and what is to come back."""
        left = leaving.left(self.desk.register, self.person)
        facts = [
            ("Copies recalled", ", ".join(copy.copy for copy in left.copies) or "none"),
            ("Requests that wait", ", ".join(asked.request for asked in left.requests)),
            *self.place.facts(*result.letters),
            ("Ledger entry", str(result.outcome.entry)),
        ]
        after = "Take each copy back, with its pages counted." if left.copies else ""
        who = rows.person_name(self.desk.register, self.person)
        return Told(f"{who}: every role ends.", facts, after, folder_of(result.letters))
