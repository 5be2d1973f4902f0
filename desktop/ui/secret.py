"""Dialogs in which secrets are typed: passphrases, and the words of recovery shares.

Rule: a secret is handed over once and its field emptied at once; whatever is left in a field goes when the
dialog does, and when the vault is locked.
"""

from pathlib import Path

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit

from desktop.office import keys
from desktop.office.errors import KeyFileNeededError
from desktop.ui.act_dialog import ActDialog
from desktop.ui.desk import Desk
from desktop.ui.fields import PathField, emptied
from desktop.ui.form import Form

AT_LEAST = "At least 8 characters. Several unrelated words are best."
NEW_KEYS = (
    "Make a new backup on each medium: the vault has new keys, and earlier backups open with the former."
)


def steps(*sentences: str) -> str:
    """Return what is to be done next, a numbered line for each; an empty one is left out."""
    return "\n".join(f"{number}. {said}" for number, said in enumerate(filter(None, sentences), 1))


class SecretDialog(ActDialog):
    """An act for which secrets are typed."""

    def forget(self) -> None:
        """Empty every field that holds a secret."""
        for line in self.findChildren(QLineEdit):
            if line.echoMode() == QLineEdit.EchoMode.Password:
                emptied(line)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Forget what was typed and not handed over: the dialog is closed, or the vault locked."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()


class NewPassphrase:
    """Two fields of a form in which a new passphrase is typed twice."""

    def __init__(self, form: Form, label: str, again: str, hint: str = AT_LEAST) -> None:
        """Add the fields."""
        self.line = form.passphrase(label, hint)
        self.again = form.passphrase(again)

    @property
    def differs(self) -> bool:
        """Whether both are filled in, and not alike; then both are emptied."""
        differs = bool(self.again.text()) and self.line.text() != self.again.text()
        if differs:
            self.forget()
        return differs

    def take(self) -> str:
        """Return what was typed, and forget it."""
        typed = self.line.text()
        self.forget()
        return typed

    def forget(self) -> None:
        """Empty both."""
        emptied(self.line)
        emptied(self.again)


class NewKeyFile:
    """The field for a new key file, shown only where the office says that one is needed."""

    def __init__(self, form: Form, desk: Desk, label: str = "New &key file") -> None:
        """Add the field."""
        self._desk = desk
        self.field = form.add(
            label,
            PathField("New key file", "save", "Key file (*.key)"),
            hint=(
                "A file that is not there yet, on the drive that is locked away. The key file of today opens"
                " nothing but former backups afterwards."
            ),
        )
        form.hide_field(self.field, hidden=not key_file_needed(desk))

    def used(self) -> Path | None:
        """Return the file now that the vault opens with it, and have it proposed when the vault is locked."""
        file = self.field.path() if self.field.isVisibleTo(self.field.window()) else None
        self._desk.key_file = file or self._desk.key_file
        return file


def key_file_needed(desk: Desk) -> bool:
    """Tell whether a new device secret needs a new file."""
    try:
        keys.new_device_place(desk.office, None)
    except KeyFileNeededError:
        return True
    return False
