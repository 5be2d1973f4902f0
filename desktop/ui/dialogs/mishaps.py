"""Dialogs about what may befall a copy: said to be back, lost, damaged, found again, mended (C11).

Rule: each says who still answers for the copy, since none of it ends custody.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.custody import mishaps
from desktop.custody.copies import Copy
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.incidents import CloseIncident, opened
from desktop.ui.fields import TextArea


class _OfACopy(ActDialog):
    """An act about one copy; says first who answers for it."""

    def __init__(  # noqa: PLR0917 - only its subclasses call it
        self, desk: Desk, copy: Copy, title: str, verb: str, intro: str, parent: QWidget | None
    ) -> None:
        answers = rows.person_line(desk.register, copy.responsible)
        super().__init__(desk, title, verb, f"{answers} goes on answering for it. {intro}", parent)
        self.copy = copy.copy

    def _act(self, act: Callable[..., Sequence[object]], **facts: str) -> Procedure[Outcome]:
        return self.desk.office.act(act, at=self.earlier.moment(), copy=self.copy, **facts)  # type: ignore[arg-type]

    @property
    def _state(self) -> str:
        return rows.copy_state(self.desk.register, self.desk.register.copies[self.copy], self.desk.today)


class ClaimReturned(_OfACopy):
    """Record that somebody says a copy was brought back."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask who says so, and how."""
        intro = "Look for it before you enter this: in the safe, in the post, with a deputy."
        title = f"{copy.copy} is said to be back"
        super().__init__(desk, copy, title, "&Record the claim", intro, parent)
        self.said_by = self.form.line("&Who says so")
        self.how = self.form.add(
            "H&ow it was brought back", TextArea(3), hint="When, where, and to whom it was given."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self._act(mishaps.claim_returned, said_by=self.said_by.text(), how=self.how.text())

    def told(self, result: Outcome) -> Told:
        """Return what to do about a claim."""
        return Told(
            f"{self.copy} is {self._state}.",
            [("Ledger entry", str(result.entry))],
            "Look for it. If it is here, take it back with its pages counted; if its holder has it after all,"
            " say that it was found; if nobody has it, say that it is lost.",
        )


class LoseCopy(_OfACopy):
    """Record that a copy is lost."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask what happened."""
        intro = "This opens an incident with a clock of 72 hours."
        super().__init__(desk, copy, f"{copy.copy} is lost", "&Record the loss", intro, parent)
        self.what = self.form.add(
            "Wh&at happened",
            TextArea(4),
            hint="When and where it was seen last, where it was looked for, and by whom.",
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self._act(mishaps.lose, what=self.what.text())

    def told(self, result: Outcome) -> Told:
        """Return the incident and its clock."""
        return opened(self, result, f"{self.copy} is lost: incident {{incident}} is open.")


class DamageCopy(_OfACopy):
    """Record that a copy is damaged."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask what happened."""
        intro = "This opens an incident. A damaged copy is not signed out before it is mended."
        super().__init__(desk, copy, f"{copy.copy} is damaged", "&Record the damage", intro, parent)
        self.what = self.form.add("What is &damaged, and how it happened", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self._act(mishaps.damage, what=self.what.text())

    def told(self, result: Outcome) -> Told:
        """Return the incident."""
        copy = self.desk.register.copies[self.copy]
        after = "Take it back, with its pages counted." if copy.out else "Mend it, or leave it in the safe."
        return opened(self, result, f"{self.copy} is damaged: incident {{incident}} is open.", after)


class FindCopy(_OfACopy):
    """Record that a copy was found."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask where, and by whom."""
        intro = (
            "If it was brought back, take it back instead: counting it is the finding."
            if copy.out
            else "It was in the safe when it was lost."
        )
        super().__init__(desk, copy, f"{copy.copy} was found", "&Record it", intro, parent)
        self.where = self.form.line("Where &it was found")
        self.found_by: QLineEdit = self.form.line("Found &by")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self._act(mishaps.find, where=self.where.text(), found_by=self.found_by.text())

    def told(self, result: Outcome) -> Told:
        """Return where it stands now, and the incident that stays open."""
        desk, parent = self.desk, self.parentWidget()
        still = [
            one for one in desk.register.incidents.values() if one.about == self.copy and one.closed is None
        ]
        names = ", ".join(one.incident for one in still)
        after = f"Still open: {names}. Close it with what was found." if still else ""
        close = (
            [("&Close the incident…", lambda: CloseIncident(desk, still[0], parent).open())] if still else []
        )
        facts = [("Ledger entry", str(result.entry))]
        return Told(f"{self.copy} is {self._state}.", facts, after, follow=close)


class MendCopy(_OfACopy):
    """Record that a damaged copy is whole again."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask what was done."""
        intro = "Count its pages first: they must all be there, and legible."
        super().__init__(desk, copy, f"{copy.copy} is mended", "&Record it", intro, parent)
        self.found = self.form.add("What was found and &done", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self._act(mishaps.mend, found=self.found.text())

    def told(self, result: Outcome) -> Told:
        """Return that it may be signed out again."""
        return Told(f"{self.copy} is {self._state}.", [("Ledger entry", str(result.entry))], "Lock it away.")
