"""What lies behind the gate: opening a vault, and the shell and dialogs that show one.

Rule: the unlock prompt stands before any of this is loaded. The window loads this module late, as one, on
the vault lane; nothing that the gate needs imports it.
"""

from collections.abc import Callable
from typing import NamedTuple

from desktop.office import opening, recovery, restoring
from desktop.office.office import Clock, Office
from desktop.office.opening import Bounds
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.restoring import Restored
from desktop.ui.act_dialog import Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.backup import BackUp
from desktop.ui.dialogs.closed_days import BankHolidays, ClosedDays
from desktop.ui.dialogs.keys import ChangePassphrase
from desktop.ui.dialogs.papers import AccessLog, CheckSlip, ExportLedger, VerifyVault
from desktop.ui.dialogs.restores import Announcement, after_recovery, after_restore
from desktop.ui.gate import Founding, Unlocking
from desktop.ui.gate_pages import Recovering, Restoring
from desktop.ui.shell import Shell

__all__ = [
    "READING",
    "VAULT_MENU",
    "Announcement",
    "Desk",
    "Opened",
    "Shell",
    "opened",
    "restored_and_recovered",
]

Facts = Unlocking | Founding | Restoring | Recovering

VAULT_MENU = (
    ("&Access log…", "", AccessLog),
    ("&Verify…", "", VerifyVault),
    ("&Check a slip…", "Ctrl+Shift+K", CheckSlip),
    ("&Export the ledger…", "", ExportLedger),
    ("Closed &days…", "", ClosedDays),
    ("Bank &holidays…", "", BankHolidays),
    ("&Back up…", "", BackUp),
    ("Change my &passphrase…", "", ChangePassphrase),
)
"""What the menu of an open vault offers: label, keys, dialog."""

READING = (VerifyVault, CheckSlip)
"""Those of them that need nothing to be recorded."""


class Opened(NamedTuple):
    """An open vault; `told` is what came of a restore or a recovery before it was."""

    office: Office
    told: Told | None = None


@opening.forgetting_errors()
def opened(facts: Facts, bounds: Bounds | None, clock: Clock | None, progress: Progress) -> Opened:
    """Open a vault with what was typed; without `bounds` and `clock`, under the program's own."""
    bounds, clock = bounds or opening.STANDARD_BOUNDS, clock or opening.now
    if isinstance(facts, Restoring):
        return _restored(facts, bounds, clock, progress)
    if isinstance(facts, Recovering):
        return _recovered(facts, bounds, clock)
    if isinstance(facts, Unlocking):
        office = opening.unlock(
            facts.folder,
            passphrase=facts.passphrase,
            key_file=facts.key_file,
            read_only=facts.read_only,
            bounds=bounds,
            clock=clock,
        )
        return Opened(office)
    office = opening.create(
        facts.folder,
        passphrase=facts.passphrase,
        board_name=facts.board,
        operator=facts.operator,
        returns=facts.returns,
        key_file=facts.key_file,
        bounds=bounds,
        clock=clock,
    )
    return Opened(office)


def _restored(facts: Restoring, bounds: Bounds, clock: Clock, progress: Progress) -> Opened:
    found = restoring.restore(
        facts.source,
        facts.target,
        passphrase=facts.passphrase,
        key_file=facts.key_file,
        newer=facts.newer,
        slip=facts.slip or None,
        witness=facts.witness,
        reason=facts.reason,
        replay=facts.replay,
        disposed=facts.disposed,
        bounds=bounds,
        clock=clock,
        progress=progress,
    )
    office = opening.unlock(
        facts.target, passphrase=facts.passphrase, key_file=facts.key_file, bounds=bounds, clock=clock
    )
    return Opened(office, after_restore(found, office.register))


def restored_and_recovered(
    facts: Recovering, bounds: Bounds | None, clock: Clock | None, halfway: Callable[[], None]
) -> Procedure[Opened]:
    """Restore the backup that is left, say so, and recover what came of it with the same shares."""
    source = facts.source or facts.folder
    found: Restored = yield Step(
        "vault",
        lambda progress: restoring.restore(
            source,
            facts.folder,
            shares=facts.shares,
            slip=facts.slip or None,
            witness=facts.witness,
            reason=facts.reason,
            replay=facts.replay,
            disposed=facts.disposed,
            bounds=bounds or opening.STANDARD_BOUNDS,
            clock=clock or opening.now,
            progress=progress,
        ),
        "Restoring the backup",
        can_stop=True,
    )
    halfway()
    opened: Opened = yield Step(
        "vault",
        lambda _progress: _recovered(
            facts, bounds or opening.STANDARD_BOUNDS, clock or opening.now, restored=found
        ),
        "Recovering the vault",
    )
    return opened


def _recovered(
    facts: Recovering, bounds: Bounds, clock: Clock, *, restored: Restored | None = None
) -> Opened:
    office = recovery.recover(
        facts.folder,
        shares=facts.shares,
        passphrase=facts.passphrase,
        operator=facts.operator or None,
        name=facts.name or None,
        key_file=facts.key_file,
        bounds=bounds,
        clock=clock,
    )
    return Opened(office, after_recovery(office, restored))
