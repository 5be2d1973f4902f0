"""Dialogs about backup media: where one is kept now, and how one ended (A5)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import media as rules
from desktop.custody.media import Medium
from desktop.office import media
from desktop.office.media import Destroyed
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import PathField, TextArea


class MoveMedium(ActDialog):
    """Say where a medium is kept from now on."""

    def __init__(self, desk: Desk, medium: Medium, parent: QWidget | None = None) -> None:
        """Show where it was."""
        intro = f"{rows.medium_line(medium)}. So far: {medium.place}, with {medium.keeper}."
        super().__init__(desk, f"{medium.medium} was moved", "&Record it", intro, parent)
        self.medium = medium.medium
        self.place = self.form.line("Where it is &now", hint="Away from the vault, and from the key file.")
        self.keeper = self.form.line("&Keeper", hint="Who can be asked for it.")
        self.keeper.setText(medium.keeper)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            rules.move,
            at=self.earlier.moment(),
            medium=self.medium,
            place=self.place.text(),
            keeper=self.keeper.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return where it is."""
        medium = self.desk.register.media[self.medium]
        return Told(
            f"{rows.medium_line(medium)} is now kept at {medium.place}.",
            [("Keeper", medium.keeper), ("Ledger entry", str(result.entry))],
        )


class DestroyMedium(ActDialog):
    """Record that a medium was destroyed before a witness."""

    def __init__(self, desk: Desk, medium: Medium, parent: QWidget | None = None) -> None:
        """Ask how, and before whom."""
        intro = (
            f"{rows.medium_line(medium)}. Record it when it is done: the medium is never written again, and"
            " the certificate is signed by both of you."
        )
        super().__init__(desk, f"{medium.medium} was destroyed", "&Record it", intro, parent)
        self.medium = medium.medium
        self.how = self.form.add("&How it was destroyed", TextArea(2), hint="For example: shredded.")
        self.witness = self.form.line("&Witness", hint="Somebody else than you, who saw it.")
        self.folder = self.form.add(
            "&Folder for the certificate", PathField("Folder for the certificate", "folder")
        )
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Destroyed]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return media.destroy(
            self.desk.office,
            medium=self.medium,
            how=self.how.text(),
            witness=self.witness.text(),
            folder=self.folder.path() or Path(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the certificate, where it is what is missing."""
        desk, medium, parent = self.desk, self.desk.register.media[self.medium], self.parentWidget()
        return [("&Make the certificate…", lambda: CertificateAgain(desk, medium, parent).open())]

    def told(self, result: Destroyed) -> Told:
        """Return the certificate."""
        medium = self.desk.register.media[self.medium]
        return Told(
            f"{rows.medium_line(medium)} is destroyed.",
            [
                ("Witness", medium.witness),
                ("Certificate", result.certificate.name),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Print the certificate, sign it together, and file it.",
            folder=result.certificate.parent,
        )


class CertificateAgain(ActDialog):
    """Make the certificate of a destroyed medium once more."""

    def __init__(self, desk: Desk, medium: Medium, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = f"{rows.medium_line(medium)}, destroyed on {rows.day(medium.destroyed)}."
        super().__init__(
            desk, f"The certificate of {medium.medium} once more", "&Make the certificate", intro, parent
        )
        self.medium = medium.medium
        self.folder = self.form.add(
            "&Folder for the certificate", PathField("Folder for the certificate", "folder")
        )
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return media.certificate_again(
            self.desk.office, medium=self.medium, folder=self.folder.path() or Path()
        )

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(
            f"Certificate saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent
        )
