"""Before the vault is open: unlocking one, or creating one (A1).

Rule: a passphrase is handed over once and its field cleared at once; whatever was wrong with it, one plain
message stands at the field. No list of vaults is kept on the disk (T13).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.custody.errors import StrongroomError
from desktop.ui.fields import PathField, emptied
from desktop.ui.flow import FlowLayout
from desktop.ui.form import Form
from desktop.ui.notices import Complaint, JobBar, heading
from desktop.ui.texts import words
from desktop.ui.work import Job

_WIDTH = 60
"""Average characters of the column's text."""


class Unlocking(NamedTuple):
    """What it takes to open a vault."""

    folder: Path
    passphrase: str
    key_file: Path | None
    read_only: bool = False

    def __repr__(self) -> str:
        """Return nothing of the passphrase."""
        return f"Unlocking({self.folder})"


class Founding(NamedTuple):
    """What it takes to create a vault."""

    folder: Path
    passphrase: str
    board: str
    operator: str
    returns: str
    key_file: Path | None

    def __repr__(self) -> str:
        """Return nothing of the passphrase."""
        return f"Founding({self.folder})"


def usual_folder() -> Path:
    """Return where a vault is proposed to lie."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(place) / "strongroom" / "vault"


class GatePage(QScrollArea):
    """A form in the middle of the window: one verb, and a way to the other page. `asked` has the facts."""

    asked = Signal(object)
    turned = Signal()

    def __init__(self, title: str, intro: str, verb: str, other: str, parent: QWidget | None = None) -> None:
        """Build the page; subclasses add the fields."""
        super().__init__(parent)
        self.form = Form()
        self.complaint = Complaint()
        self.job_bar = JobBar()
        self.verb = QPushButton(verb)
        self.verb.setObjectName("verb")
        self.verb.setAutoDefault(True)  # Enter presses it, as the space bar does
        self.verb.clicked.connect(self.submit)
        self.other = QPushButton(other)
        self.other.setAutoDefault(True)
        self.other.clicked.connect(self.turned)
        self.ways = QWidget()
        """Further ways on, below; none on most pages."""
        self._lay_out(title, intro)

    def forget(self) -> None:
        """Forget secrets that were typed and not handed over."""
        raise NotImplementedError

    def facts(self) -> object:
        """Return what was typed, and forget the passphrase."""
        raise NotImplementedError

    def submit(self) -> None:
        """Hand over what was typed, unless something needed is empty."""
        if not self.form.isEnabled():
            return
        self.complaint.clear()
        missing = self.form.missing()
        if missing is not None:
            self.complaint.say(f"Fill in: {missing[1]}.")
            missing[0].setFocus()
            return
        facts = self.facts()
        if facts is not None:
            self.asked.emit(facts)

    def follow(self, job: Job | None) -> None:
        """Show that the vault is being opened, or no longer."""
        self.job_bar.follow(job)
        self.rest(resting=job is not None)

    def rest(self, *, resting: bool) -> None:
        """Take nothing for the time being, or again."""
        for widget in (self.form, self.verb, self.other, self.ways):
            widget.setEnabled(not resting)

    def refuse(self, error: StrongroomError) -> None:
        """Show why it was not opened."""
        self.follow(None)
        self.complaint.tell(error)
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.verb))  # the page has grown

    def _lay_out(self, title: str, intro: str) -> None:
        gap = self.fontMetrics().height()
        buttons = QHBoxLayout()
        buttons.addWidget(self.verb)
        buttons.addStretch(1)
        buttons.addWidget(self.other)
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH + gap * 4)
        column = QVBoxLayout(card)
        column.setContentsMargins(gap * 2, gap * 2, gap * 2, gap * 2)
        column.setSpacing(gap)
        for widget in (heading(title, intro), self.form, self.complaint, self.job_bar):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self.ways)
        self.ways.hide()
        page = QWidget()
        page.setObjectName("gate")
        whole = QVBoxLayout(page)
        whole.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 10)
        row.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(2)
        self.setObjectName("gate")
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class UnlockPage(GatePage):
    """Asks for the passphrase; the cursor stands there. Its signals tell of the ways on without it."""

    restoring = Signal()
    recovering = Signal()

    def __init__(self, vault: Path | None, key_file: Path | None, parent: QWidget | None = None) -> None:
        """Propose a vault and a key file."""
        super().__init__("Strongroom", "The vault is locked.", "Unl&ock", "&Create a vault…", parent)
        self.passphrase = self.form.passphrase("&Passphrase")
        self.folder = self.form.add("&Vault", PathField("Folder of the vault", "folder"))
        self.folder.set_path(vault or usual_folder())
        self.key_file = self.form.add(
            "&Key file",
            PathField("Key file", "open", "Key file (*.key)"),
            needed=False,
            hint="Only where the second part of the key lies in a file instead of this computer's keyring.",
        )
        self.key_file.set_path(key_file)
        self.reading = self.form.add(
            "For &reading only",
            QCheckBox(),
            needed=False,
            hint="Also while another program has the vault open, or where nothing can be written.",
        )
        for line in (self.passphrase, self.folder.line, self.key_file.line):
            line.returnPressed.connect(self.submit)
        column = QVBoxLayout(self.ways)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words("If it cannot be unlocked:", "quiet"))
        row = QWidget()
        column.addWidget(row)
        flow = FlowLayout(row, self.fontMetrics().height() // 2)
        for label, asked in (
            ("Restore from a &backup…", self.restoring),
            ("Recover with &shares…", self.recovering),
        ):
            button = QPushButton(label)
            button.setAutoDefault(True)
            button.clicked.connect(asked)
            flow.addWidget(button)
        self.ways.show()

    def submit(self) -> None:
        """Hand over what was typed; a second Enter on the emptied field leaves the reason standing."""
        if self.complaint.isVisible() and not self.passphrase.text():
            self.passphrase.setFocus()
            return
        super().submit()

    def advise(self, sentences: Sequence[str]) -> None:
        """Say under the fields what is worth knowing about this computer."""
        for sentence in sentences:
            self.form.say(sentence)

    def forget(self) -> None:
        """Forget a passphrase that was typed and not handed over."""
        emptied(self.passphrase)

    def facts(self) -> Unlocking:
        """Return what was typed, and forget the passphrase."""
        typed = self.passphrase.text()
        emptied(self.passphrase)
        folder = self.folder.path() or usual_folder()
        return Unlocking(folder, typed, self.key_file.path(), self.reading.isChecked())

    def refuse(self, error: StrongroomError) -> None:
        """Show why it was not opened, with the cursor back in the empty field."""
        super().refuse(error)
        emptied(self.passphrase)
        self.passphrase.setFocus()


class CreatePage(GatePage):
    """Asks for what a new vault needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Propose a folder."""
        intro = (
            "One vault holds everything of one Board. Its key has two parts: the passphrase, and a secret"
            " that stays on this computer. Lose either, and everything is lost: there is no back door."
        )
        super().__init__("Create a vault", intro, "&Create the vault", "&Back", parent)
        self.folder = self.form.add(
            "&Folder", PathField("Folder of the new vault", "folder"), hint="A new or an empty one."
        )
        self.folder.set_path(usual_folder())
        self.board = self.form.line("Name of the B&oard")
        self.operator = self.form.line("Your &name", hint="Every entry in the ledger names who acted.")
        self.returns = self.form.line(
            "&Return address", needed=False, hint="Printed on every page, for whoever finds a lost copy."
        )
        self.passphrase = self.form.passphrase(
            "&Passphrase", "At least 8 characters. Several unrelated words are best."
        )
        self.again = self.form.passphrase("The passphrase &again")
        self.key_file = self.form.add(
            "&Key file",
            PathField("New key file", "save", "Key file (*.key)"),
            needed=False,
            hint=(
                "Advised: a new file on a drive that lies in another safe. Without one, the second part of"
                " the key is in this computer's keyring alone, and is lost with the computer."
            ),
        )

    def forget(self) -> None:
        """Forget passphrases that were typed and not handed over."""
        emptied(self.passphrase)
        emptied(self.again)

    def facts(self) -> Founding | None:
        """Return what was typed, and forget the passphrases; None if they differ."""
        typed, again = self.passphrase.text(), self.again.text()
        self.forget()
        if typed != again:
            self.complaint.say("The two passphrases differ.", "Type both again. Nothing was made.")
            self.passphrase.setFocus()
            return None
        return Founding(
            self.folder.path() or usual_folder(),
            typed,
            self.board.text(),
            self.operator.text(),
            self.returns.text(),
            self.key_file.path(),
        )
