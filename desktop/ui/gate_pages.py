"""Before the vault is open, when it cannot be unlocked as usual: restoring a backup, recovering with shares.

Rule: what is typed is handed over once, and the secrets among it are forgotten at once. A witness and a
reason are asked for only when the office says that entries would be lost.
"""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from desktop.custody.errors import StrongroomError
from desktop.ui.fields import Choice, PathField, TextArea, emptied
from desktop.ui.form import Form
from desktop.ui.gate import GatePage, usual_folder
from desktop.ui.secret import AT_LEAST, NewPassphrase
from desktop.ui.shares_field import SharesField

_NEW = "new"


class Restoring(NamedTuple):
    """What it takes to restore a backup and open what came of it."""

    source: Path
    target: Path
    passphrase: str
    key_file: Path | None
    newer: Path | None
    slip: str
    witness: str
    reason: str
    replay: tuple[Path, ...] = ()
    disposed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return nothing of the passphrase."""
        return f"Restoring({self.source}, {self.target})"


class Recovering(NamedTuple):
    """What it takes to open a vault with recovery shares alone."""

    folder: Path
    shares: tuple[str, ...]
    passphrase: str
    operator: str
    name: str
    key_file: Path | None
    source: Path | None = None
    """The backup that is first restored to `folder`, where no vault is left."""
    slip: str = ""
    witness: str = ""
    reason: str = ""
    replay: tuple[Path, ...] = ()
    disposed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return nothing of the shares and the passphrase."""
        return f"Recovering({self.folder})"


class _Loss:
    """The fields about what a restore may lose: the newest paper, and who stands by."""

    def __init__(self, form: Form) -> None:
        """Add the fields; a witness and a reason are asked for later, or not at all."""
        self._form = form
        self.slip = form.line(
            "Number and co&de of the newest paper",
            needed=False,
            hint="From the foot of the latest slip, receipt or report at hand. It shows how much is missing.",
        )
        self.witness = form.line(
            "W&itness", needed=False, hint="A second person who stands by while entries are lost."
        )
        self.reason = form.add("Reas&on", TextArea(2), needed=False, hint="Why what is missing is given up.")
        self.replay = form.add(
            "Repla&y file",
            PathField("Replay file", "open", "Replay file (*.json)"),
            needed=False,
            hint="The newest there is: what it says was disposed of goes again, and its holds stand again.",
        )
        self.disposed = form.line(
            "Disposed of since, by cer&tificates",
            needed=False,
            hint="Each document that a certificate of disposal names, such as D-0001, D-0002.",
        )
        self._ask(asked=False)

    def facts(self) -> tuple[str, str, str, tuple[Path, ...], tuple[str, ...]]:
        """Return paper, witness and reason as they were typed, and what is known of disposals."""
        file = self.replay.path()
        typed = tuple(self.disposed.text().replace(",", " ").split())
        return (
            self.slip.text().strip(),
            self.witness.text(),
            self.reason.text(),
            (file,) if file else (),
            typed,
        )

    def look_at(self, error: StrongroomError) -> None:
        """Ask for a witness and a reason where the office says that entries would be lost."""
        from desktop.office.restoring import LossNotWitnessedError  # noqa: PLC0415 - loaded by now

        if isinstance(error, LossNotWitnessedError):
            self._ask(asked=True)

    def _ask(self, *, asked: bool) -> None:
        for field in (self.witness, self.reason, self.replay, self.disposed):
            self._form.hide_field(field, hidden=not asked)


class RestorePage(GatePage):
    """Asks for what a restore needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Propose the usual folder for the vault."""
        intro = (
            "Makes a vault of a backup. A vault that is there already is put aside, never changed, and what"
            " it knows beyond the backup is brought along. Nothing is written to the backup."
        )
        super().__init__("Restore from a backup", intro, "&Restore", "&Back", parent)
        self.source = self.form.add(
            "&Folder of the backup",
            PathField("Folder of the backup", "folder"),
            hint="It holds a file named manifest.json. A vault that was put aside can be given, too.",
        )
        self.target = self.form.add(
            "&Where the vault is to be", PathField("Where the vault is to be", "folder")
        )
        self.target.set_path(usual_folder())
        self.passphrase = self.form.passphrase(
            "&Passphrase", "As it was when the backup was made, if it was changed since."
        )
        self.key_file = self.form.add(
            "&Key file",
            PathField("Key file", "open", "Key file (*.key)"),
            needed=False,
            hint="That of the backup's day. Left empty: this computer's keyring.",
        )
        self.newer = self.form.add(
            "A &newer vault or backup",
            PathField("A newer vault or backup", "folder"),
            needed=False,
            hint="Where there is one elsewhere: what was entered after the backup is taken from its ledger.",
        )
        self.loss = _Loss(self.form)

    def forget(self) -> None:
        """Forget a passphrase that was typed and not handed over."""
        emptied(self.passphrase)

    def facts(self) -> Restoring:
        """Return what was typed, and forget the passphrase."""
        typed = self.passphrase.text()
        self.forget()
        return Restoring(
            self.source.path() or Path(),
            self.target.path() or usual_folder(),
            typed,
            self.key_file.path(),
            self.newer.path(),
            *self.loss.facts(),
        )

    def refuse(self, error: StrongroomError) -> None:
        """Show why not; where entries would be lost, ask for a witness and the reason."""
        self.loss.look_at(error)
        super().refuse(error)


class RecoverPage(GatePage):
    """Asks for the shares, and for who is to open the vault from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Propose the usual folder."""
        intro = (
            "Opens a vault whose passphrase, key file or computer is lost. The holders of the shares sit down"
            " together, and each types their own. The vault then gets new keys, and everybody else's"
            " passphrase opens it no more."
        )
        super().__init__("Recover with shares", intro, "&Recover the vault", "&Back", parent)
        self.folder = self.form.add(
            "&Folder of the vault",
            PathField("Folder of the vault", "folder"),
        )
        self.folder.set_path(usual_folder())
        self.source = self.form.add(
            "Folder of a ba&ckup",
            PathField("Folder of a backup", "folder"),
            needed=False,
            hint="Where no vault is left: the backup is first restored to the folder above.",
        )
        self.loss = _Loss(self.form)
        self.form.hide_field(self.loss.slip, hidden=True)
        self.source.line.textChanged.connect(
            lambda text: self.form.hide_field(self.loss.slip, hidden=not text.strip())
        )
        self.shares = self.form.add(
            "The &words of a share",
            SharesField(),
            hint="All twenty, or read from the code on the sheet with a hand-held scanner.",
        )
        self.who = self.form.add(
            "Who is to open the &vault",
            Choice([("known", "An operator of this vault"), (_NEW, "Somebody new")], prompt=""),
        )
        self.operator = self.form.line(
            "Operator ref&erence",
            needed=False,
            hint="Such as O-0001. It may be left empty where there was only one.",
        )
        self.name = self.form.line("Name in fu&ll")
        self.passphrase = NewPassphrase(self.form, "New &passphrase", "The new passphrase &again", AT_LEAST)
        self.key_file = self.form.add(
            "New &key file",
            PathField("New key file", "save", "Key file (*.key)"),
            needed=False,
            hint="Advised: a new file on a drive for another safe. Left empty: this computer's keyring.",
        )
        self.who.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def forget(self) -> None:
        """Forget the words and the passphrases."""
        self.shares.forget()
        self.passphrase.forget()

    def forget_the_backup(self) -> None:
        """Note that it was restored, and so is not restored again if what follows is refused."""
        self.source.set_path(None)

    def submit(self) -> None:
        """Hand everything over, once there are enough shares."""
        if not self.form.isEnabled():
            return
        self.complaint.clear()
        if self.shares.line.text().strip() and not self.shares.take():
            return
        if not self.shares.enough:
            self.complaint.say("More shares are needed.", "Type the words of the next sheet.")
            self.shares.line.setFocus()
            return
        super().submit()

    def facts(self) -> Recovering | None:
        """Return what was typed, and forget the secrets; None if the passphrases differ."""
        if self.passphrase.differs:
            self.complaint.say("The two passphrases differ.", "Type both again. Nothing was changed.")
            self.passphrase.line.setFocus()
            return None
        new = self.who.value() == _NEW
        return Recovering(
            self.folder.path() or usual_folder(),
            tuple(self.shares.texts()),
            self.passphrase.take(),
            "" if new else self.operator.text().strip(),
            self.name.text().strip() if new else "",
            self.key_file.path(),
            self.source.path(),
            *self.loss.facts(),
        )

    def refuse(self, error: StrongroomError) -> None:
        """Show why not; where entries would be lost, ask for a witness and the reason."""
        self.loss.look_at(error)
        super().refuse(error)

    def _show_what_applies(self) -> None:
        new = self.who.value() == _NEW
        self.form.hide_field(self.operator, hidden=new)
        self.form.hide_field(self.name, hidden=not new)
