"""The cards of the vault: who can open it, its recovery shares, its backups, its checks.

Rule: what is due the rules say (`custody.today`); a card says it in words, with the act that sees to it.
"""

from collections.abc import Sequence

from desktop.custody import handover, ledger
from desktop.custody.board import Operator
from desktop.custody.media import Medium
from desktop.custody.today import Today
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.handover import ConfirmHandover, HandOver, SheetAgain
from desktop.ui.dialogs.keys import AddOperator, ChangePassphrase, RemoveOperator
from desktop.ui.dialogs.media import CertificateAgain, DestroyMedium, MoveMedium
from desktop.ui.dialogs.packages import MakePackage
from desktop.ui.dialogs.papers import CheckSlip, VerifyVault
from desktop.ui.dialogs.recovery import DrillShares, MakeShares, RevokeShares
from desktop.ui.dialogs.restores import RestorePaper
from desktop.ui.screens.cards import Card, Standing, TableCard
from desktop.ui.screens.screen import Offer, always, needs_row
from desktop.ui.tables import Column

_LONG_NAME = 30
"""Characters of a name that a table has room for, whatever stands beside it."""


class KeysCard(TableCard):
    """Who can open the vault, and who answers for it."""

    def __init__(self, desk: Desk) -> None:
        """Build the card."""
        offers = [
            Offer("&Add an operator…", lambda _row: AddOperator(desk, self.window()), always, on_row=False),
            Offer("&Remove…", lambda row: RemoveOperator(desk, row, self.window()), self._unremovable),
            Offer(
                "Change my &passphrase…",
                lambda _row: ChangePassphrase(desk, self.window()),
                always,
                on_row=False,
            ),
            Offer(
                "&Hand over…", lambda _row: HandOver(desk, self.window()), self._no_successor, on_row=False
            ),
            Offer(
                "Type the sheet's c&ode…",
                lambda _row: ConfirmHandover(desk, self.window()),
                self._nothing_to_confirm,
                on_row=False,
            ),
            Offer(
                "Handover sheet o&nce more…",
                lambda _row: SheetAgain(desk, self.window()),
                lambda _row: "" if desk.register.handovers else "The vault was never handed over.",
                on_row=False,
            ),
        ]
        columns = [
            Column("Name", lambda operator: operator.name),
            Column("Standing", self._standing_of, whole=True),
            Column("Reference", lambda operator: operator.operator, whole=True),
        ]
        super().__init__(
            desk,
            "Keys",
            offers,
            columns,
            lambda operator: operator.operator,
            lambda operator: operator.removed is not None,
        )

    def refresh(self, now: Today) -> None:
        """Read the register."""
        register = self.desk.register
        self.show_rows(list(register.operators.values()))
        place = self.desk.office.vault.place
        facts = [("Head kept outside", f"In {place.name}" if place else "")]
        if now.handover is None:
            self.tell(Standing(in_order=True, said=f"The custodian is {register.custodian.name}."), facts)
            return
        names = register.operators
        said = (
            f"The handover from {names[now.handover.previous].name} to {names[now.handover.operator].name} of"
            f" {rows.day(now.handover.handed_over)} awaits signature."
        )
        advice = "Count everything together, sign the sheet, and type the code on it."
        self.tell(Standing(in_order=False, said=said, advice=advice), facts)

    def about(self, row: Operator) -> Sequence[tuple[str, str]]:
        """Return the operator's name in full, where the table may cut it."""
        return [("Name", row.name)] if len(row.name) > _LONG_NAME else []

    def _standing_of(self, operator: Operator) -> str:
        if operator.removed is not None:
            return f"removed {rows.short_day(operator.removed)}"
        here = ", at the keyboard" if operator.operator == self.desk.office.vault.operator else ""
        custodian = operator.operator == self.desk.register.founded.custodian
        return ("custodian" if custodian else "operator") + here

    def _unremovable(self, operator: Operator | None) -> str:
        if operator is None:
            return needs_row(operator)
        return "This operator was removed already." if operator.removed is not None else ""

    def _no_successor(self, _row: object) -> str:
        alone = all(
            operator.removed is not None or operator.operator == self.desk.register.founded.custodian
            for operator in self.desk.register.operators.values()
        )
        return "Add the next custodian as an operator first." if alone else ""

    def _nothing_to_confirm(self, _row: object) -> str:
        return "" if handover.awaiting(self.desk.register) else "No handover awaits signature."


class SharesCard(Card):
    """The recovery shares."""

    def __init__(self, desk: Desk) -> None:
        """Build the card."""

        def none_there(_row: object) -> str:
            return "" if desk.register.recovery else "Make recovery shares first."

        super().__init__(
            desk,
            "Recovery shares",
            [
                Offer("Ma&ke shares…", lambda _row: MakeShares(desk, self.window()), always, on_row=False),
                Offer(
                    "&Drill the shares…",
                    lambda _row: DrillShares(desk, self.window()),
                    none_there,
                    on_row=False,
                ),
                Offer("Re&voke…", lambda _row: RevokeShares(desk, self.window()), none_there, on_row=False),
            ],
        )

    def refresh(self, now: Today) -> None:
        """Read the register."""
        found = self.desk.register.recovery
        if found is None:
            advice = (
                "Choose two people or more in other offices, and make shares for them: together they open the"
                " vault if the passphrase, the key file or this computer is lost."
            )
            said = now.recovery_due.why if now.recovery_due else "There are no recovery shares."
            self.tell(Standing(in_order=False, said=said, advice=advice), ())
            return
        advice = "Have enough of the holders come, each with their sheet, and drill the shares."
        if found.used is not None:
            advice = "Whoever was there has seen the words. Make new shares."
        standing = Standing(in_order=True, said=f"Drilled on {rows.day(found.drilled)}.")
        if now.recovery_due:
            standing = Standing(in_order=False, said=now.recovery_due.why, advice=advice)
        holders = "\n".join(f"{share}: {holder}" for share, holder in enumerate(found.holders, 1))
        self.tell(
            standing,
            [
                ("Set", f"{found.recovery}: any {found.needed} of {len(found.holders)} open the vault"),
                ("Holders", holders),
                ("Made", rows.day(found.made)),
                ("Last drilled", rows.day(found.drilled) or "never"),
                ("Used", rows.day(found.used)),
            ],
        )


class BackupsCard(TableCard):
    """The backup media."""

    def __init__(self, desk: Desk) -> None:
        """Build the card."""
        offers = [
            Offer(
                "&Back up now…",
                lambda row: BackUp(desk, None if row is None or row.destroyed else row, self.window()),
                always,
                main=True,
            ),
            Offer(
                "&Test a backup…",
                lambda row: ProveBackup(desk, None if row is None or row.destroyed else row, self.window()),
                lambda _row: "" if desk.register.media else "There is no backup yet.",
                on_row=False,
                records=False,
            ),
            Offer("Mov&ed…", lambda row: MoveMedium(desk, row, self.window()), _whole),
            Offer("Destro&yed…", lambda row: DestroyMedium(desk, row, self.window()), _whole),
            Offer(
                "Certi&ficate once more…", lambda row: CertificateAgain(desk, row, self.window()), _destroyed
            ),
        ]
        columns = [
            Column("Label", lambda medium: medium.label),
            Column("State", self._state, whole=True),
            Column("Where it is kept", lambda medium: medium.place),
            Column("Keeper", lambda medium: medium.keeper),
            Column("Last backup", _last_backup, lambda medium: rows.day_key(medium.backed_up)),
            Column("Medium", lambda medium: medium.medium, lambda medium: rows.reference_key(medium.medium)),
        ]
        super().__init__(
            desk,
            "Backups",
            offers,
            columns,
            lambda medium: medium.medium,
            lambda medium: medium.destroyed is not None,
        )
        self._now: Today | None = None

    def refresh(self, now: Today) -> None:
        """Read the register."""
        self._now = now
        media = list(self.desk.register.media.values())
        self.show_rows(media)
        self.tell(_backups_stand(now, media), ())

    def about(self, row: Medium) -> Sequence[tuple[str, str]]:
        """Return all that is known of a medium."""
        head = ""
        if row.number:
            head = ledger.checkpoint(ledger.Head(row.number, bytes.fromhex(row.digest)))
        tested = f"{rows.day(row.tested)}: " if row.tested else "never"
        if row.tested:
            found = rows.counted(row.problems, "problem") if row.problems else "nothing was wrong"
            tested += f"{found}, {rows.counted(row.behind, 'entry', 'entries')} behind the vault"
        ended = f"{rows.day(row.destroyed)}: {row.how}. Witness: {row.witness}" if row.destroyed else ""
        return [
            ("Medium", rows.medium_line(row)),
            ("State", self._state(row)),
            ("Kept", f"{row.place}, {row.keeper}"),
            ("Holds", f"{rows.counted(row.files, 'file')}, {rows.size(row.size)}" if row.files else ""),
            ("Head of the backup", head),
            ("Tested", tested if row.backed_up else ""),
            ("Destroyed", ended),
        ]

    def _state(self, medium: Medium) -> str:
        if medium.destroyed is not None:
            return f"destroyed {rows.short_day(medium.destroyed)}"
        if medium.backed_up is None:
            return "nothing on it yet"
        said = []
        if self._now and medium in self._now.under_former_keys:
            said.append("made under former keys")
        if medium.problems:
            said.append("problems found")
        elif medium.tested is None:
            said.append("never tested")
        elif self._now and medium in self._now.media_to_test:
            said.append("test due")
        return ", ".join(said) or "in order"


class ChecksCard(Card):
    """Whether the ledger and the masters were verified lately, and what proves it to others."""

    def __init__(self, desk: Desk) -> None:
        """Build the card."""
        super().__init__(
            desk,
            "Checks",
            [
                Offer(
                    "Ver&ify now…",
                    lambda _row: VerifyVault(desk, self.window()),
                    always,
                    on_row=False,
                    records=False,
                ),
                Offer(
                    "&Check a slip…",
                    lambda _row: CheckSlip(desk, self.window()),
                    always,
                    on_row=False,
                    records=False,
                ),
                Offer(
                    "Packa&ge for a successor…",
                    lambda _row: MakePackage(desk, "", self.window()),
                    lambda _row: "" if desk.register.documents else "Nothing is in custody yet.",
                    on_row=False,
                ),
                Offer(
                    "Record of the restore…",
                    lambda _row: RestorePaper(desk, self.window()),
                    lambda _row: "" if desk.register.restored else "The vault was never restored.",
                    on_row=False,
                ),
            ],
        )

    def refresh(self, now: Today) -> None:
        """Read the register."""
        register = self.desk.register
        incidents = ", ".join(incident.incident for incident in now.open_incidents)
        facts = [
            ("Last verified", rows.day(register.checked) or "never"),
            ("Open incidents", incidents or "none"),
            ("Head of the ledger", ledger.checkpoint(register.head)),
        ]
        if now.check_due:
            advice = "The program checks them by itself after unlocking; or verify now."
            self.tell(Standing(in_order=False, said=now.check_due.why, advice=advice), facts)
        elif register.checked:
            said = f"Ledger and masters were verified on {rows.day(register.checked)}."
            self.tell(Standing(in_order=True, said=said), facts)
        else:
            self.tell(Standing(in_order=True, said="No check is due yet."), facts)


def _backups_stand(now: Today, media: Sequence[Medium]) -> Standing:
    kept = [medium for medium in media if medium.destroyed is None and medium.backed_up is not None]
    if not kept:
        return Standing(
            in_order=False,
            said="No backup has been made." if not media else "There is no backup.",
            advice="Plug in a drive that is kept in another building, choose a folder on it, and back up.",
        )
    if now.backup_due:
        advice = "Back up now, on the medium whose turn it is."
        return Standing(in_order=False, said=now.backup_due.why, advice=advice)
    if now.under_former_keys:
        named = ", ".join(rows.medium_line(medium) for medium in now.under_former_keys)
        advice = f"Back up to each again, or destroy it: {named}."
        return Standing(in_order=False, said="A backup opens with former keys.", advice=advice)
    if now.media_to_test:
        named = ", ".join(rows.medium_line(medium) for medium in now.media_to_test)
        return Standing(in_order=False, said="A backup is to be tested.", advice=f"Test each: {named}.")
    last = max(medium.backed_up for medium in kept if medium.backed_up is not None)
    return Standing(in_order=True, said=f"The last backup was made on {rows.day(last)}.")


def _last_backup(medium: Medium) -> str:
    if medium.backed_up is None:
        return "none"
    return f"{rows.short_day(medium.backed_up)}, entry {medium.number:,}"


def _whole(medium: Medium | None) -> str:
    if medium is None:
        return needs_row(medium)
    return "The medium was destroyed." if medium.destroyed else ""


def _destroyed(medium: Medium | None) -> str:
    if medium is None:
        return needs_row(medium)
    return "" if medium.destroyed else "The medium was not destroyed."
