"""Dialogs about the wording of terms and letters: the Board's own, or the shipped one again (C5, C10)."""

from PySide6.QtWidgets import QWidget

from desktop.custody import wordings as rules
from desktop.office import wordings
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.office.wordings import Text
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import TextArea

_LINES = 14


class ChangeText(ActDialog):
    """Word terms or a letter anew."""

    def __init__(self, desk: Desk, text: Text, parent: QWidget | None = None) -> None:
        """Show the wording as it is."""
        intro = (
            f"Version {text.version}. Slips and letters made from now on carry the new one, and its version."
        )
        super().__init__(desk, f"{text.label}: change the wording", "&Change it", intro, parent)
        self.text = text
        may = rules.fields(wordings.shipped(text.wording).text)
        hint = f"One line for each paragraph. It may name: {', '.join(may)}." if may else "One line a clause."
        self.new = self.form.add("&Wording", TextArea(_LINES), hint=hint)
        self.new.setPlainText(text.text)
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return wordings.change(
            self.desk.office,
            self.text.wording,
            self.new.text(),
            self.authority.text(),
            at=self.earlier.moment(),
        )

    def told(self, result: Outcome) -> Told:
        """Return which version it is now."""
        return _told(self.desk, self.text, result)


class RestoreText(ActDialog):
    """Take up the shipped wording again."""

    def __init__(self, desk: Desk, text: Text, parent: QWidget | None = None) -> None:
        """Ask for the authority."""
        intro = f"Version {text.version} is used no more; what was signed under it can still be read."
        super().__init__(desk, f"{text.label}: the shipped wording again", "&Take it up", intro, parent)
        self.text = text
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return wordings.restore(
            self.desk.office, self.text.wording, self.authority.text(), at=self.earlier.moment()
        )

    def told(self, result: Outcome) -> Told:
        """Return which version it is now."""
        return _told(self.desk, self.text, result)


def _told(desk: Desk, text: Text, result: Outcome) -> Told:
    version = wordings.text(desk.register, text.wording).version
    return Told(f"{text.label}: version {version} is used now.", [("Ledger entry", str(result.entry))])
