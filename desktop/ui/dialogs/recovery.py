"""Dialogs about recovery shares: making a set, drilling it, revoking it (A4)."""

from pathlib import Path

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from desktop.custody import keys as rules
from desktop.office import recovery
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.office.recovery import Drilled, SharesMade
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.keys import COPY_KEY_FILE
from desktop.ui.fields import Count, PathField, TextArea
from desktop.ui.secret import NEW_KEYS, NewKeyFile, steps
from desktop.ui.shares_field import SharesField

_USUAL = 2
_SHORT = 3
"""Holders so few that their lines are all seen."""


class MakeShares(ActDialog):
    """Make a set of recovery shares, with a sheet for each holder."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask who is to hold them, and how many are needed."""
        before = desk.register.recovery
        intro = (
            "If the passphrase, the key file or the computer is lost, the holders together can open the"
            " vault. Each gets a sheet of twenty words; too few sheets open nothing."
        )
        if before is not None:
            intro += f" The sheets of set {before.recovery} open nothing any more afterwards."
        super().__init__(desk, "Make recovery shares", "&Make the shares", intro, parent)
        self.holders = self.form.add(
            "&Holders, one in each line",
            TextArea(_SHORT),
            hint="Name and post, such as: Robin Invented, Director. Best people of different offices.",
        )
        self.needed = self.form.add(
            "How many together open the &vault", Count(rules.LEAST_NEEDED, rules.MOST_HOLDERS)
        )
        self._meaning = self.form.say("")
        self.folder = self.form.add(
            "&Folder for the sheets",
            PathField("Folder for the sheets", "folder"),
            hint=(
                "The sheets are secret. Choose a drive of your own, print them at once on a printer beside"
                " you, and delete the files."
            ),
        )
        self.key_file = NewKeyFile(self.form, desk)
        if before is None:
            self.form.hide_field(self.key_file.field, hidden=True)
        else:
            self.holders.setPlainText("\n".join(before.holders))
        self.needed.setValue(before.needed if before else _USUAL)
        self.holders.textChanged.connect(self._explain)
        self.needed.valueChanged.connect(self._explain)
        self._explain()
        self.earlier.hide()

    def names(self) -> list[str]:
        """Return the holders, as they were typed."""
        return [line.strip() for line in self.holders.text().splitlines() if line.strip()]

    def _explain(self) -> None:
        needed, of = self.needed.value(), len(self.names())
        if of < needed:
            said = f"{rows.counted(of, 'holder')} so far; with {needed} needed, name at least {needed + 1}."
        else:
            spare = of - needed
            lost = f"{rows.counted(spare, 'sheet')} may be lost" if spare else "no sheet may be lost"
            said = f"Any {needed} of the {of} sheets open the vault; {lost}."
        self._meaning.setText(said)

    def gather(self) -> Procedure[SharesMade]:
        """Return the procedure; sheets are not offered where other papers go."""
        return recovery.make_shares(
            self.desk.office,
            needed=self.needed.value(),
            holders=self.names(),
            folder=self.folder.path() or Path(),
            new_key_file=self.key_file.field.path(),
        )

    def told(self, result: SharesMade) -> Told:
        """Return the sheets, and what is to be done with them at once."""
        made = self.desk.register.recoveries[result.recovery]
        file = self.key_file.used()
        sheets = [
            (f"Share {number}", f"{holder}: {sheet.name}")
            for number, (sheet, holder) in enumerate(zip(result.sheets, made.holders, strict=True), 1)
        ]
        desk, parent = self.desk, self.parentWidget()
        return Told(
            f"Set {made.recovery} is made: any {made.needed} of {len(made.holders)} shares open the vault.",
            [
                *sheets,
                ("Folder", str(result.sheets[0].parent)),
                ("New key file", str(file) if file else ""),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            steps(
                "Print each sheet now. Nobody can make these sheets again.",
                "Delete the files, from the recycle bin too.",
                "Hand each sheet over in an envelope, and have its receipt signed.",
                "Drill them once: the holders type them in.",
                COPY_KEY_FILE if file else "",
                NEW_KEYS,
            ),
            # No button that opens the folder: a file browser would draw, and keep, pictures of the words.
            follow=[("&Drill them now…", lambda: DrillShares(desk, parent).open())],
        )


class DrillShares(ActDialog):
    """Prove that shares, as their holders type them, open the vault."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the shares, one after another."""
        present = desk.register.recovery
        intro = "Proves that the sheets open the vault as it is today. Nothing in it is changed."
        if present is not None:
            intro = f"Set {present.recovery}: any {present.needed} of {len(present.holders)} sheets. {intro}"
        super().__init__(desk, "Drill the recovery shares", "&Prove them", intro, parent)
        self.shares = self.form.add(
            "The &words of a share",
            SharesField(),
            hint=(
                "Type all twenty, or read the code on the sheet with a hand-held scanner. The first four"
                " letters of each word are enough. Every holder types their own."
            ),
        )
        self.folder = self.form.add(
            "&Folder for the record", PathField("Folder for the record", "folder"), needed=False
        )
        self.folder.set_path(desk.paper_folder)
        self.shares.taken.connect(self._taken)
        self.earlier.hide()

    def submit(self) -> None:
        """Have them proved, once there are enough."""
        if self.shares.line.text().strip() and not self.shares.take():
            self._fit_soon()
            return
        if not self.shares.enough:
            self.send_back(self.shares.line, "More shares are needed.")
            return
        super().submit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Forget the words: the dialog is closed, or the vault locked."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.shares.forget()

    def _taken(self) -> None:
        self._fit_soon()
        if self.shares.enough:
            self.verb.setFocus()

    def gather(self) -> Procedure[Drilled]:
        """Return the procedure; the words are forgotten at once."""
        texts = self.shares.texts()
        self.shares.forget()
        self.desk.paper_folder = self.folder.path() or self.desk.paper_folder
        return recovery.drill(self.desk.office, texts, self.folder.path())

    def told(self, result: Drilled) -> Told:
        """Return which took part, and the record to be signed."""
        present = self.desk.register.recovery
        holders = present.holders if present else ()
        took_part = [
            (f"Share {number}", holders[number - 1] if number <= len(holders) else "")
            for number in result.shares
        ]
        return Told(
            "The shares open the vault.",
            [
                *took_part,
                ("Record", result.record.name if result.record else ""),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Put each sheet back in its envelope, seal it, and sign across the flap."
            + (" Print the record and sign it together." if result.record else ""),
            folder=result.record.parent if result.record else None,
        )


class RevokeShares(ActDialog):
    """Make the present shares useless."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Say what it means, and ask for the reason."""
        present = desk.register.recovery
        which = f"Set {present.recovery}, held by {'; '.join(present.holders)}. " if present else ""
        intro = (
            f"{which}Its sheets open nothing that is entered from now on. Until new shares are made, a lost"
            " passphrase or key file is a lost vault; to replace the set, make new shares instead."
        )
        super().__init__(desk, "Revoke the recovery shares", "&Revoke them", intro, parent)
        self.reason = self.form.add("Rea&son", TextArea(2), hint="For example: a sheet was lost.")
        self.key_file = NewKeyFile(self.form, desk)
        self.earlier.hide()

    def gather(self) -> Procedure[Outcome]:
        """Return the procedure."""
        return recovery.revoke(self.desk.office, self.reason.text(), new_key_file=self.key_file.field.path())

    def told(self, result: Outcome) -> Told:
        """Return what counts now."""
        file = self.key_file.used()
        desk, parent = self.desk, self.parentWidget()
        return Told(
            "The shares are revoked: their sheets open nothing new.",
            [("New key file", str(file) if file else ""), ("Ledger entry", str(result.entry))],
            steps(
                "Have the sheets brought back and destroyed.",
                "Make new shares.",
                COPY_KEY_FILE if file else "",
                NEW_KEYS,
            ),
            follow=[("&Make new shares…", lambda: MakeShares(desk, parent).open())],
        )
