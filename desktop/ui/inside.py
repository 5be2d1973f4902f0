"""What lies behind the gate: opening a vault, and the shell and dialogs that show one.

Rule: the unlock prompt stands before any of this is loaded. The window loads this module late, as one, on
the vault lane; nothing that the gate needs imports it.
"""

from desktop.office import opening
from desktop.office.office import Clock, Office
from desktop.office.opening import Bounds
from desktop.ui.desk import Desk
from desktop.ui.dialogs.operators import AddOperator
from desktop.ui.dialogs.papers import AccessLog, CheckSlip, ExportLedger, VerifyVault
from desktop.ui.gate import Founding, Unlocking
from desktop.ui.shell import Shell

__all__ = ["VAULT_MENU", "Desk", "Shell", "opened"]

VAULT_MENU = (
    ("&Access log…", "", AccessLog),
    ("&Verify…", "", VerifyVault),
    ("&Check a slip…", "Ctrl+K", CheckSlip),
    ("&Export the ledger…", "", ExportLedger),
    ("Add an &operator…", "", AddOperator),
)
"""What the menu of an open vault offers: label, keys, dialog."""


def opened(facts: Unlocking | Founding, bounds: Bounds | None, clock: Clock | None) -> Office:
    """Open or make a vault with what was typed; without `bounds` and `clock`, under the program's own."""
    if isinstance(facts, Unlocking):
        return opening.unlock(
            facts.folder,
            passphrase=facts.passphrase,
            key_file=facts.key_file,
            bounds=bounds or opening.STANDARD_BOUNDS,
            clock=clock or opening.now,
        )
    return opening.create(
        facts.folder,
        passphrase=facts.passphrase,
        board_name=facts.board,
        operator=facts.operator,
        returns=facts.returns,
        key_file=facts.key_file,
        bounds=bounds or opening.STANDARD_BOUNDS,
        clock=clock or opening.now,
    )
