"""Making a vault and opening one: the keys, the chain, the fold.

Rule: nothing of a vault is shown before its whole chain is verified and folded. Where the device secret lies
(the keyring, or a key file) is chosen by whoever opens it, never by a file.
"""

import gc
from datetime import datetime
from pathlib import Path

import msgspec

from desktop.custody import board, codes, ledger, observations
from desktop.custody.hand import Hand
from desktop.custody.register import Register, to_bytes
from desktop.office.office import Clock, Office
from desktop.office.procedure import Procedure, Step
from desktop.paper.reading_room import ReadingRoom
from desktop.resources import resource
from desktop.store import vault as vaults
from desktop.store.device import DeviceSecretPlace, KeyFile, Keyring
from desktop.store.errors import KeyFileUnusableError, WrongPassphraseError
from desktop.store.lock import Holder, holder
from desktop.store.slots import STANDARD_BOUNDS, Bounds

__all__ = ["STANDARD_BOUNDS", "Bounds", "Holder", "create", "holder", "now", "place", "unlock"]


def now() -> datetime:
    """Return the present moment with its offset from UTC, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)


def place(key_file: Path | None) -> DeviceSecretPlace:
    """Return where the device secret lies: the key file if one is given, else the system's keyring."""
    return KeyFile(key_file) if key_file else Keyring()


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
    if key_file and key_file.absolute().is_relative_to(folder.absolute()):
        raise KeyFileUnusableError(path=key_file, why="it would lie in the vault, and be stolen with it")
    settings = msgspec.json.decode(resource("board.json").read_bytes(), type=board.Settings)
    hand = Hand(vaults.FIRST_OPERATOR, clock())

    def founding(identity: str) -> list[bytes]:
        letters = codes.letters(bytes.fromhex(identity), 4)
        events = board.found(
            hand, board=board_name, operator=operator, vault=letters, returns=returns, settings=settings
        )
        return [to_bytes(hand, event) for event in events]

    founding("0" * 32)  # refuses what cannot be used before anything is made
    vault = vaults.create(folder, passphrase, place(key_file), bounds, founding)
    return _open(vault, clock)


def unlock(
    folder: Path,
    *,
    passphrase: str,
    key_file: Path | None = None,
    operator: str | None = None,
    read_only: bool = False,
    bounds: Bounds = STANDARD_BOUNDS,
    clock: Clock = now,
) -> Office:
    """Open a vault: unlock, verify the chain, fold; failed unlocks before this one become an entry."""
    vault = vaults.unlock(folder, passphrase, place(key_file), bounds, operator=operator, read_only=read_only)
    return _open(vault, clock)


def add_operator(office: Office, *, name: str, passphrase: str) -> Procedure[str]:
    """Give a deputy a passphrase of their own (A2); return the operator's reference."""
    yield from office.check(board.check_operator, name=name)
    reference = office.register.next_reference("O", office.register.operators)
    yield Step(
        "vault", lambda _progress: office.vault.add_operator(reference, passphrase), "Deriving the key"
    )
    yield from office.act(board.add_operator, name=name)  # last: a slot without an entry opens nothing
    return reference


def _open(vault: vaults.Vault, clock: Clock) -> Office:
    try:
        register = _folded(vault)
        _known(vault.operator, register)
        office = Office(vault, register, ReadingRoom(), clock)
        _tell_of_attempts(office)
    except BaseException:
        vault.close()
        raise
    return office


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
    if operator not in register.operators:
        raise WrongPassphraseError  # a crash left a slot without the entry that names its operator


def _tell_of_attempts(office: Office) -> None:
    failed = office.vault.attempts.failed()
    if failed is None or office.vault.read_only:
        return
    office.do(observations.unlocks_failed, count=failed.times, first=failed.first, last=failed.last)
    office.vault.attempts.clear()
