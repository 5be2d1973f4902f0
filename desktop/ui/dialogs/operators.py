"""The dialog that gives a deputy a passphrase of their own (A2)."""

from PySide6.QtWidgets import QWidget

from desktop.office import keys
from desktop.office.procedure import Procedure
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk


class AddOperator(ActDialog):
    """Add an operator; the deputy types the passphrase, twice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show who opens the vault already."""
        known = ", ".join(operator.name for operator in desk.register.operators.values())
        intro = f"Every entry names who acted, so each has a passphrase of their own. So far: {known}."
        super().__init__(desk, "Add an operator", "&Add the operator", intro, parent)
        self.name = self.form.line("&Name in full")
        self.passphrase = self.form.passphrase(
            "&Passphrase", "The deputy types it, and nobody else sees it. At least 8 characters."
        )
        self.again = self.form.passphrase("The passphrase a&gain")
        self.earlier.hide()

    def submit(self) -> None:
        """Have it done, unless the two passphrases differ."""
        if self.again.text() and self.passphrase.text() != self.again.text():
            self._forget()
            self.send_back(self.passphrase, "The two passphrases differ.")
            return
        super().submit()

    def gather(self) -> Procedure[str]:
        """Return the procedure; the passphrases are forgotten at once."""
        typed = self.passphrase.text()
        self._forget()
        return keys.add_operator(self.desk.office, name=self.name.text(), passphrase=typed)

    def _forget(self) -> None:
        self.passphrase.clear()
        self.again.clear()

    def told(self, result: str) -> Told:
        """Return how the deputy opens the vault."""
        operator = self.desk.register.operators[result]
        return Told(
            f"{operator.name} is now operator {operator.operator}.",
            [("Ledger entry", str(self.desk.register.head.number))],
            "Lock the vault, and let the deputy unlock it once. Where the key lies in a file, they need"
            " that file too.",
        )
