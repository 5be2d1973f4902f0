"""Dialogs about backups: making one, and testing one by a restore to a private place (A5)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody.media import Medium
from desktop.office import backing_up
from desktop.office.backing_up import BackedUp, Drilled
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField

_NEW = "new"
_MOST_PROBLEMS = 50


class BackUp(ActDialog):
    """Back the vault up to a medium."""

    def __init__(self, desk: Desk, medium: Medium | None = None, parent: QWidget | None = None) -> None:
        """Offer the known media; `medium` is chosen beforehand."""
        intro = (
            "Copies the sealed vault, and reads every file back from the medium. What is there already and"
            " unchanged is not copied again. The backup opens with the same keys as the vault does today."
        )
        super().__init__(desk, "Back up", "&Back up", intro, parent)
        kept = [known for known in desk.register.media.values() if known.destroyed is None]
        known = [(one.medium, f"{rows.medium_line(one)}: {one.place}") for one in kept]
        self.medium = self.form.add(
            "&Medium",
            Choice([*known, (_NEW, "A new medium")], prompt="Choose…" if known else ""),
            hint="Best two or more, in different buildings, used in turn." if len(known) < 2 else "",  # noqa: PLR2004 - as said
        )
        self.label = self.form.line("&Label", hint="What is written on it, such as: Blue drive.")
        self.place = self.form.line("&Where it is kept", hint="Away from the vault, and from the key file.")
        self.keeper = self.form.line("&Keeper", hint="Who can be asked for it.")
        self.folder = self.form.add(
            "&Folder on the medium",
            PathField("Folder on the medium", "folder"),
            hint="A new or empty folder, or the one that holds the last backup on this medium.",
        )
        self.medium.currentIndexChanged.connect(self._show_what_applies)
        self.medium.choose(medium.medium if medium else "")
        self._show_what_applies()
        self.earlier.hide()

    def _show_what_applies(self) -> None:
        for field in (self.label, self.place, self.keeper):
            self.form.hide_field(field, hidden=self.medium.value() != _NEW)

    def gather(self) -> Procedure[BackedUp]:
        """Return the procedure."""
        folder = self.folder.path() or Path()
        if self.medium.value() == _NEW:
            about = (self.label.text(), self.place.text(), self.keeper.text())
        else:
            known = self.desk.register.media[self.medium.value()]
            about = (known.label, known.place, known.keeper)
        label, place, keeper = about
        return backing_up.back_up(self.desk.office, folder, label=label, place=place, keeper=keeper)

    def told(self, result: BackedUp) -> Told:
        """Return what was copied, and what could not be."""
        medium = self.desk.register.media[result.medium]
        facts = [
            ("Medium", rows.medium_line(medium)),
            ("Goes to", f"{medium.place}, {medium.keeper}"),
            ("Holds", f"entries 1 to {medium.number:,}, {rows.counted(medium.files, 'file')}"),
            ("Copied now", f"{rows.counted(result.files_copied, 'file')}, {rows.size(result.bytes_copied)}"),
            ("Ledger entry", str(result.outcome.entry)),
            *[("Missing in the vault", name) for name in result.missing[:_MOST_PROBLEMS]],
            *[("Only in the backup", name) for name in result.kept[:_MOST_PROBLEMS]],
        ]
        if result.missing or result.kept:
            return Told(
                "The backup is made, but the vault itself is not whole.",
                facts,
                "Verify the vault now, and keep every older backup as it is: it may hold what is missing.",
            )
        return Told(
            "The backup is made, and every file of it was read back.",
            facts,
            "Have the system eject the medium, and lock it up where it is kept. Never keep the key file with"
            " it.",
        )


class ProveBackup(ActDialog):
    """Test a backup: restore it to a private place, verify all of it, and take it away again."""

    def __init__(self, desk: Desk, medium: Medium | None = None, parent: QWidget | None = None) -> None:
        """Ask where the backup is."""
        which = f"{rows.medium_line(medium)}. " if medium else ""
        intro = (
            f"{which}Lays the backup out in a private place, sealed as it is, opens its ledger and checks"
            " every master, and takes it away again. The backup itself is only read."
        )
        super().__init__(desk, "Test a backup", "&Test", intro, parent)
        self.folder = self.form.add(
            "&Folder of the backup",
            PathField("Folder of the backup", "folder"),
            hint="It holds a file named manifest.json.",
        )
        self.private = self.form.add(
            "&Private place",
            PathField("Private place", "folder"),
            needed=False,
            hint="A folder with room for all of it. Left empty: where the system keeps temporary files.",
        )
        self.earlier.hide()

    def gather(self) -> Procedure[Drilled]:
        """Return the procedure."""
        return backing_up.drill(self.desk.office, self.folder.path() or Path(), self.private.path())

    def told(self, result: Drilled) -> Told:
        """Return what was found, problem by problem."""
        medium = self.desk.register.media.get(result.medium)
        behind = f"{rows.counted(result.behind, 'entry', 'entries')} fewer than the vault"
        facts = [
            ("Medium", rows.medium_line(medium) if medium else result.medium),
            ("Holds", f"entries 1 to {result.head.number:,}"),
            ("Difference", behind if result.behind else "None: it is as new as the vault"),
            ("Masters checked", f"{result.masters:,}"),
            ("Not in it yet", ", ".join(result.lacking)),
            ("Its ledger", "" if result.opened else "Not opened with the keys of today"),
            *_problems(result),
            ("Ledger entry", str(result.outcome.entry) if result.outcome else ""),
        ]
        if result.ok:
            after = "Back up to it again: the difference is not in it." if result.behind > 1 else ""
            return Told("The backup is whole: it can be restored.", facts, after)
        count = len(result.problems)
        return Told(
            f"{rows.counted(count, 'problem')} found: do not rely on this backup.",
            facts,
            "Make another backup now, in another folder or on another medium. Keep this one until then.",
        )


def _problems(result: Drilled) -> Sequence[tuple[str, str]]:
    """Return the problems with where they are; the first, if there are very many."""
    told = [(problem.where, problem.what) for problem in result.problems[:_MOST_PROBLEMS]]
    left = len(result.problems) - len(told)
    return [*told, ("And", rows.counted(left, "more problem"))] if left else told
