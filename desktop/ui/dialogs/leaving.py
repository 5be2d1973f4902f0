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
from desktop.ui.fields import DayField, PathField, TextArea


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
        self.folder = self.form.add(
            "&Folder for the letter",
            PathField("Folder for the letter", "folder"),
            needed=False,
            hint="The letter lists the copies. Leave it empty if none is to be written.",
        )
        self.folder.set_path(desk.paper_folder)
        self.form.hide_field(self.folder, hidden=not left.copies)

    def gather(self) -> Procedure[Chased]:
        """Return the procedure."""
        folder = self.folder.path()
        self.desk.paper_folder = folder or self.desk.paper_folder
        return chasing.leave(
            self.desk.office,
            self.person,
            self.reason.text(),
            on=self.last_day.day(),
            folder=folder,
            at=self.earlier.moment(),
        )

    def told(self, result: Chased) -> Told:
        """Return what was ended, and what is to come back."""
        left = leaving.left(self.desk.register, self.person)
        files = result.letters
        facts = [
            ("Copies recalled", ", ".join(copy.copy for copy in left.copies) or "none"),
            ("Requests that wait", ", ".join(asked.request for asked in left.requests)),
            ("Letter", ", ".join(file.name for file in files)),
            ("Folder", str(files[0].parent) if files else ""),
            ("Ledger entry", str(result.outcome.entry)),
        ]
        after = "Take each copy back, with its pages counted." if left.copies else ""
        who = rows.person_name(self.desk.register, self.person)
        return Told(f"{who}: every role ends.", facts, after, files[0].parent if files else None)
