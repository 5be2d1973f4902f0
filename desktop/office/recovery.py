"""Recovery shares: made, drilled, revoked, and used where passphrase or device is lost (A4).

Rule: the recovery secret lives for one procedure and stands in no entry, exception, argument or file; the
words of a share stand on its sheet alone. A set is in force with its entry, and its sheets cannot be written
a second time: if they were not all written, the set is of no use and another is to be made. A set that
comes to an end goes with new keys and a new device secret, so that nothing it opened counts any more.
"""

import functools
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody import board, keys, ledger, observations, recovery_sheets
from desktop.custody import clock as clocks
from desktop.custody.entries import to_bytes
from desktop.custody.errors import FactMissingError, RuleError, UnknownReferenceError, VaultError
from desktop.custody.hand import Hand
from desktop.custody.register import Register
from desktop.office import opening, papers
from desktop.office.keys import new_device_place
from desktop.office.office import Clock, Office, Outcome
from desktop.office.procedure import Procedure, Step
from desktop.store import shares as split_secrets
from desktop.store import vault as vaults
from desktop.store.device import Keyring
from desktop.store.errors import (
    KeyringUnavailableError,
    LedgerMovedError,
    WrongRecoverySecretError,
)
from desktop.store.header_keys import NewRecovery
from desktop.store.renewal import NewKeys
from desktop.store.shares import Share
from desktop.store.shares import read as read_share
from desktop.store.slots import STANDARD_BOUNDS, Bounds

__all__ = ["Drilled", "Share", "SharesMade", "drill", "make_shares", "read_share", "recover", "revoke"]


class SheetsNotWrittenError(VaultError):
    """The set is in force, and nobody has it."""

    sentence = "Recovery set {number} is in the ledger, but its sheets were not written: {why}"
    hint_text = (
        "Destroy any sheet of it that is there, mend the cause, and make shares anew. Until then no shares"
        " can open the vault."
    )
    exit_code = 56


class SharesMade(NamedTuple):
    """A new set: its entry, its number, and the file of each holder's sheet, in the holders' order."""

    outcome: Outcome
    recovery: int
    sheets: list[Path]


class Drilled(NamedTuple):
    """A drill: its entry, the numbers of the shares that took part, and its record if one was made."""

    outcome: Outcome
    shares: tuple[int, ...]
    record: Path | None


class _PutTogether(NamedTuple):
    secret: bytes
    numbers: tuple[int, ...]

    def __repr__(self) -> str:
        return f"<shares {self.numbers}>"


def make_shares(
    office: Office,
    *,
    needed: int,
    holders: Sequence[str],
    folder: Path,
    new_key_file: Path | None = None,
) -> Procedure[SharesMade]:
    """Make a set of shares, any `needed` of which open the vault, with a sheet in `folder` for each holder.

    It takes the place of the set before it, which goes with a new device secret: `new_key_file` as in
    `keys.remove_operator`. Raises what the rules, the shares and the renewal raise (the set before then
    stays in force), and SheetsNotWrittenError.
    """
    yield from office.check(keys.check_make_recovery, needed=needed, holders=holders)
    before = office.register.recovery
    device = None
    if before is not None:
        device = yield from office.asked("make recovery", lambda: new_device_place(office, new_key_file))
    number = keys.next_recovery(office.register)
    files = [folder / f"recovery-set-{number}-share-{share}.pdf" for share in range(1, len(holders) + 1)]
    yield from papers.ready(office, files)
    secret = secrets.token_bytes(split_secrets.SECRET_BYTES)
    texts: list[str] = yield Step(
        "bench", lambda _progress: split_secrets.split(secret, needed, len(holders)), "Making the shares"
    )
    if office.register.recovery is not before or keys.next_recovery(office.register) != number:
        raise LedgerMovedError  # another set was made meanwhile
    outcome = yield from office.act(
        keys.make_recovery,
        new_keys=NewKeys(recovery=NewRecovery(secret, number, needed, len(holders)), device=device),
        generation=office.vault.next_generation,
        needed=needed,
        holders=holders,
        new_device_secret=device is not None,
    )
    yield from _sheets(office, office.register.recoveries[number], texts, files)
    return SharesMade(outcome, number, files)


def drill(office: Office, shares: Sequence[str], folder: Path | None = None) -> Procedure[Drilled]:
    """Prove that these shares, as they were typed, open the vault as it is, and enter which took part.

    With a `folder`, a record to be signed is made there. A drill that fails is entered too. Raises
    ShareMistypedError, SharesDoNotFitError, WrongRecoverySecretError, SharesWorkerError, and as papers.
    """
    yield from office.check(keys.check_drill_recovery)
    if folder is not None:
        yield from papers.ready(office, [folder / "record.pdf"], any_name=True)
    try:
        together: _PutTogether = yield Step("bench", _putting_together(shares), "Putting the shares together")
        yield Step(
            "vault", lambda _progress: office.vault.prove_recovery(together.secret), "Proving the shares"
        )
    except (RuleError, WrongRecoverySecretError) as error:
        yield from office.refused("drill of the recovery shares", error)
        raise
    outcome = yield from office.act(keys.drill_recovery, shares=together.numbers)
    record = None
    if folder is not None:
        making = _record(office, outcome, together.numbers, folder)
        record = yield from papers.after(office, "The drill is entered.", "its record", making)
    return Drilled(outcome, together.numbers, record)


def revoke(office: Office, reason: str, *, new_key_file: Path | None = None) -> Procedure[Outcome]:
    """Make the present shares useless, with new keys and a new device secret; none take their place."""
    yield from office.check(keys.check_revoke_recovery, reason=reason)
    device = yield from office.asked("revoke recovery", lambda: new_device_place(office, new_key_file))
    return (
        yield from office.act(
            keys.revoke_recovery,
            new_keys=NewKeys(no_recovery=True, device=device),
            generation=office.vault.next_generation,
            reason=reason,
            new_device_secret=True,
        )
    )


def recover(
    folder: Path,
    *,
    shares: Sequence[str],
    passphrase: str,
    operator: str | None = None,
    name: str | None = None,
    key_file: Path | None = None,
    bounds: Bounds = STANDARD_BOUNDS,
    clock: Clock = opening.now,
) -> Office:
    """Open a vault with shares alone, on a computer that has neither its device secret nor a passphrase.

    `operator` gets the new `passphrase`, or a new operator of that `name`; with neither, the only one there
    is. A new device secret is stored in the keyring or as `key_file`. Everybody else's passphrase is gone.
    The vault is then opened as on any other day, so what is returned is known to work. Raises
    as `shares.combine`, `vaults.recover`, the rules of `keys.recover`, the renewal, and `opening.unlock`.
    """
    opening.refuse_key_file_in(folder, key_file)
    together = _putting_together(shares)(None)
    vault = vaults.recover(folder, together.secret, vaults.FIRST_OPERATOR, bounds)
    try:
        register = Register().fold(ledger.verified(vault.rows()))
        kept = _compared(vault)
        vault.operator = _whose(register, operator, name)
        hand = Hand(vault.operator, clock().astimezone())
        entered = keys.recover(
            register, hand, shares=together.numbers, generation=vault.next_generation, name=name or ""
        )
        noted = [] if kept else observations.head_not_kept(register, hand, place=Keyring.name)
        entered = keys.naming_former(entered, vault.header.body.device)
        events = [*clocks.look(register, hand, elapsed=None), *noted, *entered]
        new = NewKeys(passphrases={vault.operator: passphrase}, device=opening.place(key_file))
        vault.renew(register.head, [to_bytes(hand, event) for event in events], new)
    finally:
        vault.close()
    return opening.unlock(
        folder, passphrase=passphrase, key_file=key_file, operator=vault.operator, bounds=bounds, clock=clock
    )


def _compared(vault: vaults.Vault) -> bool:
    """Compare the ledger with the head that this computer's keyring may still keep; return whether it does.

    What it finds amiss is raised: shares do not make a vault writable that a passphrase would not.
    """
    try:
        return vault.compare_head(Keyring())
    except KeyringUnavailableError:
        return False


def _whose(register: Register, operator: str | None, name: str | None) -> str:
    """Return the reference of who gets the passphrase."""
    there = {found.operator: found.name for found in board.present(register)}
    if name:
        if operator:
            raise FactMissingError(fact="the operator", why="it is either one who is there or a new one")
        return register.next_reference("O", register.operators)
    if operator is None:
        if len(there) > 1:
            named = ", ".join(f"{reference} {known}" for reference, known in there.items())
            raise FactMissingError(fact="the operator", why=f"it may be {named}, or a new one by name")
        return next(iter(there))
    reference = operator.strip().upper()
    if reference not in there:
        raise UnknownReferenceError(noun="operator", reference=operator)
    return reference


def _putting_together(texts: Sequence[str]) -> Callable[[object], _PutTogether]:
    def work(_progress: object) -> _PutTogether:
        numbers = tuple(sorted(share.number for share in split_secrets.fitting(texts)))
        return _PutTogether(split_secrets.combine(texts), numbers)

    return work


def _sheets(
    office: Office, recovery: keys.Recovery, texts: Sequence[str], files: Sequence[Path]
) -> Procedure[None]:
    """Write all the sheets, or leave none."""
    written: list[Path] = []
    try:
        for share, (text, file) in enumerate(zip(texts, files, strict=True), 1):
            compose = functools.partial(
                recovery_sheets.share_sheet, recovery=recovery, share=share, words=text
            )
            yield from papers.drawn(office, compose, file)
            written.append(file)
    except BaseException as error:
        _discard(written)
        if not isinstance(error, VaultError):
            raise
        missing = SheetsNotWrittenError(number=recovery.recovery, why=error.message)
        yield from office.refused("writing of the recovery sheets", missing)
        raise missing from error


def _discard(files: Sequence[Path]) -> None:
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError:  # the person is told to destroy what is left
            continue


def _record(office: Office, outcome: Outcome, numbers: Sequence[int], folder: Path) -> Procedure[Path]:
    (event,) = [event for event in outcome.events if isinstance(event, keys.RecoveryDrilled)]
    recovery = office.register.recoveries[event.recovery]
    file = papers.free_name(folder, f"recovery-set-{event.recovery}-drill-{outcome.entry}")
    compose = functools.partial(recovery_sheets.drill_record, recovery=recovery, shares=numbers)
    return (yield from papers.drawn(office, lambda register, _now: compose(register, outcome.hand), file))
