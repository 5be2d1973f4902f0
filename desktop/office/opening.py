"""Making a vault and opening one: the keys, the chain, the fold.

Rule: nothing of a vault is shown before its whole chain is verified and folded. Where the device secret lies
(the keyring, or a key file) is chosen by whoever opens it, never by a file.
"""

import gc
import time
from datetime import datetime, timedelta
from pathlib import Path

from desktop.custody import board, codes, ledger, observations
from desktop.custody.entries import to_bytes
from desktop.custody.errors import TamperError
from desktop.custody.hand import Hand
from desktop.custody.kept import everything
from desktop.custody.register import Register
from desktop.office import disposing, shipped
from desktop.office.office import Clock, Office
from desktop.office.procedure import run
from desktop.paper import cups
from desktop.paper.reading_room import ReadingRoom
from desktop.store import shredding
from desktop.store import vault as vaults
from desktop.store.backup_folder import lies_in
from desktop.store.device import DeviceSecretPlace, KeyFile, Keyring
from desktop.store.errors import (
    HeaderAlteredError,
    KeyFileUnusableError,
    LedgerUnreadableError,
    MasterKeyMissingError,
)
from desktop.store.lock import Holder, holder
from desktop.store.secret import forgetting_errors
from desktop.store.slots import STANDARD_BOUNDS, Bounds
from desktop.store.vault_folder import MASTERS

__all__ = [
    "STANDARD_BOUNDS",
    "Bounds",
    "Holder",
    "create",
    "forgetting_errors",
    "holder",
    "now",
    "place",
    "refuse_key_file_in",
    "unlock",
]


def now() -> datetime:
    """Return the present moment with its offset from UTC, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)


def uptime() -> timedelta:
    """Return how long this computer has been up, with the time it slept."""
    # Linux alone counts sleep in a clock of its own; elsewhere the monotonic one does.
    ticking = getattr(time, "CLOCK_BOOTTIME", None)
    return timedelta(seconds=time.monotonic() if ticking is None else time.clock_gettime(ticking))


def place(key_file: Path | None) -> DeviceSecretPlace:
    """Return where the device secret lies: the key file if one is given, else the system's keyring."""
    return KeyFile(key_file) if key_file else Keyring()


def refuse_key_file_in(folder: Path, key_file: Path | None) -> None:
    """Raise KeyFileUnusableError where a new key file would lie in the vault, by whatever name or link."""
    if key_file and lies_in(key_file, folder):
        raise KeyFileUnusableError(path=key_file, why="it would lie in the vault, and be stolen with it")


def create(
    folder: Path,
    *,
    passphrase: str,
    board_name: str,
    operator: str,
    returns: str = "",
    key_file: Path | None = None,
    bounds: Bounds = STANDARD_BOUNDS,
    clock: Clock = now,
) -> Office:
    """Make a vault for a Board and return it open (A1, A3). Errors as `vaults.create`."""
    refuse_key_file_in(folder, key_file)
    settings = shipped.settings()
    hand = Hand(vaults.FIRST_OPERATOR, clock())

    def founding(identity: str) -> list[bytes]:
        letters = codes.letters(bytes.fromhex(identity), 4)
        events = board.found(
            hand, board=board_name, operator=operator, vault=letters, returns=returns, settings=settings
        )
        return [to_bytes(hand, event) for event in events]

    founding("0" * 32)  # refuses what cannot be used before anything is made
    vault = vaults.create(folder, passphrase, place(key_file), bounds, founding)
    try:
        return _office(vault, clock)
    except BaseException:
        vault.close()
        raise


def unlock(
    folder: Path,
    *,
    passphrase: str,
    key_file: Path | None = None,
    operator: str | None = None,
    read_only: bool = False,
    accept_finding: bool = False,
    bounds: Bounds = STANDARD_BOUNDS,
    clock: Clock = now,
) -> Office:
    """Open a vault: unlock, verify the chain, fold, and compare the head with the one kept outside.

    Where that finds something the vault is open for reading only, and `Office.finding` says what; only a
    restore accepts it. Failed unlocks before this one become an entry.
    """
    vault = vaults.unlock(folder, passphrase, place(key_file), bounds, operator=operator, read_only=read_only)
    return open_office(vault, clock, accept_finding=accept_finding)


def open_office(vault: vaults.Vault, clock: Clock, *, accept_finding: bool = False) -> Office:
    """Return the office of a vault that was unlocked; close the vault if that fails."""
    try:
        kept, finding = _compared(vault)
        office = _office(vault, clock, finding)
        if office.finding and not accept_finding:
            vault.freeze()
        if not vault.read_only:
            _tell_what_happened(office, kept=kept)
    except BaseException:
        vault.close()
        raise
    return office


def _office(vault: vaults.Vault, clock: Clock, finding: TamperError | None = None) -> Office:
    try:
        register = _folded(vault)
        _known(vault.operator, register)
    except TamperError as error:
        raise finding or error from error  # what was kept outside tells more than what cannot be folded
    # A clock that a test or the worked example moves is not compared with the computer's own.
    office = Office(vault, register, ReadingRoom(), clock, uptime if clock is now else None)
    office.finding = finding or _keys_amiss(vault, register)
    office.printers = cups.of_this_computer()
    return office


def _compared(vault: vaults.Vault) -> tuple[bool, TamperError | None]:
    """Compare the head with the one kept outside; return whether there is one, and what was found amiss.

    It comes before the chain is verified: a ledger that was cut or made anew may not even fold.
    """
    try:
        return vault.compare_head(), None
    except TamperError as error:
        return True, error


def _keys_amiss(vault: vaults.Vault, register: Register) -> TamperError | None:
    """Return what is amiss where the ledger's keys are not those of the masters that it names."""
    kept = set(vault.masters())
    for named in everything(register):
        if named.master.sealed not in kept:
            return MasterKeyMissingError(where=named.where)
        kept.remove(named.master.sealed)
    return LedgerUnreadableError(why="it holds a key of which no entry tells") if kept else None


def _tell_what_happened(office: Office, *, kept: bool) -> None:
    """Enter what is to be known since the vault was last open."""
    if office.finding is None:
        office.vault.tidy()
        _end_what_was_disposed_of(office)
    if not kept and office.vault.place is not None:
        office.do(observations.head_not_kept, place=office.vault.place.name)
    failed = office.vault.attempts.failed()
    if failed is not None:
        office.do(observations.unlocks_failed, count=failed.times, first=failed.first, last=failed.last)
        office.vault.attempts.clear()


def _end_what_was_disposed_of(office: Office) -> None:
    """Go on with disposals that were cut short, and take away sealed files of theirs that were put back."""
    masters = office.vault.folder / MASTERS
    for known in list(office.register.disposals.values()):
        if known.done and (known.cleared is None or shredding.there(masters, known.masters)):
            run(disposing.clear(office, known.disposal))


def _folded(vault: vaults.Vault) -> Register:
    # Nothing is garbage while a register is folded; looking for some would take a third of the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return Register().fold(ledger.verified(vault.rows()))
    finally:
        if was_on:
            gc.enable()


def _known(operator: str, register: Register) -> None:
    _ = register.founded  # raises in a ledger without its first entry
    known = register.operators.get(operator)
    if known is None or known.removed is not None:
        raise HeaderAlteredError(why="it lets in somebody who is no operator by the ledger")
