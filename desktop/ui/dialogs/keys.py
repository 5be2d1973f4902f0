"""Dialogs about who can open the vault: adding and removing an operator, changing one's passphrase (A2)."""

from PySide6.QtWidgets import QWidget

from desktop.custody import board
from desktop.custody.board import Operator
from desktop.office import keys
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import Told
from desktop.ui.desk import Desk
from desktop.ui.fields import TextArea
from desktop.ui.secret import AT_LEAST, NEW_KEYS, NewKeyFile, NewPassphrase, SecretDialog, steps


class AddOperator(SecretDialog):
    """Add an operator; the deputy types the passphrase, twice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show who opens the vault already."""
        known = ", ".join(operator.name for operator in board.present(desk.register))
        intro = f"Every entry names who acted, so each has a passphrase of their own. So far: {known}."
        super().__init__(desk, "Add an operator", "&Add the operator", intro, parent)
        self.name = self.form.line("&Name in full")
        self.passphrase = NewPassphrase(
            self.form,
            "&Passphrase",
            "The passphrase a&gain",
            "The deputy types it, and nobody else sees it. At least 8 characters.",
        )
        self.earlier.hide()

    def submit(self) -> None:
        """Have it done, unless the two passphrases differ."""
        if self.passphrase.differs:
            self.send_back(self.passphrase.line, "The two passphrases differ.")
            return
        super().submit()

    def gather(self) -> Procedure[str]:
        """Return the procedure; the passphrases are forgotten at once."""
        return keys.add_operator(self.desk.office, name=self.name.text(), passphrase=self.passphrase.take())

    def told(self, result: str) -> Told:
        """Return how the deputy opens the vault."""
        operator = self.desk.register.operators[result]
        return Told(
            f"{operator.name} is now operator {operator.operator}.",
            [("Ledger entry", str(self.desk.register.head.number))],
            steps(
                "Lock the vault, and let the deputy unlock it once. Where the key lies in a file, they need"
                " that file too.",
                NEW_KEYS,
            ),
        )


class ChangePassphrase(SecretDialog):
    """Change the passphrase of whoever has the vault open."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the present passphrase and the new one."""
        operator = desk.register.operators[desk.office.vault.operator]
        intro = f"Of {operator.name} ({operator.operator}). Nobody else's passphrase changes."
        super().__init__(desk, "Change my passphrase", "&Change it", intro, parent)
        self.present = self.form.passphrase("Your &present passphrase")
        self.passphrase = NewPassphrase(self.form, "&New passphrase", "The new passphrase a&gain", AT_LEAST)
        self.earlier.hide()

    def submit(self) -> None:
        """Have it done, unless the two new passphrases differ."""
        if self.passphrase.differs:
            self.send_back(self.passphrase.line, "The two new passphrases differ.")
            return
        super().submit()

    def gather(self) -> Procedure[Outcome]:
        """Return the procedure; all three are forgotten at once."""
        present, typed = self.present.text(), self.passphrase.take()
        self.forget()
        return keys.change_passphrase(self.desk.office, present=present, passphrase=typed)

    def told(self, result: Outcome) -> Told:
        """Return what counts from now on."""
        return Told(
            "Your passphrase is changed.",
            [("Ledger entry", str(result.entry))],
            steps("Use the new one from now on, and replace it in the envelope if there is one.", NEW_KEYS),
        )


class RemoveOperator(SecretDialog):
    """Take an operator's passphrase away."""

    def __init__(self, desk: Desk, operator: Operator, parent: QWidget | None = None) -> None:
        """Say what it means, and ask for the reason."""
        intro = (
            f"{operator.name} ({operator.operator}) can no longer open the vault, and what they know or have"
            " copied opens nothing that is entered from now on. What they did stays in the ledger."
        )
        super().__init__(desk, f"Remove {operator.operator}", "&Remove the operator", intro, parent)
        self.operator = operator.operator
        self.reason = self.form.add("Rea&son", TextArea(2), hint="For example: left the Board.")
        self.key_file = NewKeyFile(self.form, desk)
        self.earlier.hide()

    def gather(self) -> Procedure[Outcome]:
        """Return the procedure."""
        return keys.remove_operator(
            self.desk.office,
            operator=self.operator,
            reason=self.reason.text(),
            new_key_file=self.key_file.field.path(),
        )

    def told(self, result: Outcome) -> Told:
        """Return who is left."""
        operator = self.desk.register.operators[self.operator]
        file = self.key_file.used()
        return Told(
            f"{operator.name} is no operator any more.",
            [
                ("Removed", rows.day(operator.removed)),
                ("New key file", str(file) if file else ""),
                ("Ledger entry", str(result.entry)),
            ],
            steps(COPY_KEY_FILE if file else "", NEW_KEYS),
        )


COPY_KEY_FILE = (
    "The vault opens with the new key file from now on: copy it to a second drive, for another safe, and"
    " give it to each operator."
)
