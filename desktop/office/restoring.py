"""Restoring the vault from a backup, beside whatever is there, and never into it (A5, T4, T16).

Rule: before anybody is given a restored vault, the entries that a newer ledger tells of stand in it again, so
nothing destroyed comes back and no hold is forgotten; what is lost all the same is counted against the head
kept outside, and needs a witness and a reason. The vault that was there is renamed, and stays as it was. It
and every vault that is read stay locked until the restored one is in its place: nothing is entered meanwhile
that nobody would miss. A crash leaves the one or the other in its place, and the head kept outside speaks
against neither.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from desktop.custody import ledger, replays, restores
from desktop.custody.errors import StrongroomError, TamperError
from desktop.custody.hand import Hand
from desktop.custody.ledger import Checkpoint
from desktop.custody.register import Register
from desktop.office import opening, replaying
from desktop.office.backing_up import Named, named_masters
from desktop.office.ledger_copies import Chosen, Keys, chosen
from desktop.office.meter import Meter
from desktop.office.office import Clock, Outcome
from desktop.office.opening import STANDARD_BOUNDS, Bounds
from desktop.office.procedure import Progress, quiet
from desktop.office.replaying import Known, Replayed
from desktop.store import durable, placing, sealed
from desktop.store import restore as store
from desktop.store.age import Identity, IdentityError
from desktop.store.aside import put_aside_of
from desktop.store.attempts import Attempts
from desktop.store.backup_errors import LossNotWitnessedError, RestoreRefusedError
from desktop.store.backup_folder import MASTERS, lies_in
from desktop.store.copying import copy
from desktop.store.durable import sync_folder, writing
from desktop.store.errors import (
    CannotReadError,
    CannotWriteError,
    FormerKeysError,
    HeaderAlteredError,
    MasterAlteredError,
    MasterMissingError,
    NotAVaultError,
    OlderVaultError,
    TailCutError,
    WrongPassphraseError,
)
from desktop.store.header import HEADER_NAME, load_header
from desktop.store.kept_head import KeptHead
from desktop.store.lock import VaultLock
from desktop.store.manifest import Manifest, load_manifest
from desktop.store.shares import combine

__all__ = ["LossNotWitnessedError", "Restored", "restore"]


class Restored(NamedTuple):
    """A vault that was restored: `entries` in its ledger, of which `number` came with the backup.

    `replayed` came from a newer ledger; `lost` were written once and stand in none (None: nobody knows).
    `missing`: masters that entries name and that were nowhere whole. `put_aside`: where the vault is that
    was there before. `disposed`: documents whose keys came with the backup, and were taken away again.
    `held`: holds that stand again.
    """

    outcome: Outcome
    entries: int
    number: int
    replayed: int
    lost: int | None
    missing: list[str]
    put_aside: Path | None
    disposed: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


def restore(
    source: Path,
    target: Path,
    *,
    passphrase: str = "",
    shares: Sequence[str] = (),
    key_file: Path | None = None,
    operator: str | None = None,
    newer: Path | None = None,
    slip: str | None = None,
    witness: str = "",
    reason: str = "",
    replay: Sequence[Path] = (),
    disposed: Sequence[str] = (),
    bounds: Bounds = STANDARD_BOUNDS,
    clock: Clock = opening.now,
    progress: Progress = quiet,
) -> Restored:
    """Restore the backup, or the vault put aside, in `source` to `target`, where it can then be unlocked.

    Passphrase and device secret open it, or the words of recovery `shares`: then it is to be recovered next.
    A vault at `target` is put aside, and taken for the newer one unless `newer` names another (a vault put
    aside, or a later backup). `slip`: number and code of the latest paper at hand. `replay`: replay files;
    `disposed`: documents typed from certificates, with a witness. All of it runs in one thread. Raises
    RestoreRefusedError where something is in the way, or entries would be lost without a witness and reason;
    OtherHistoryError, BackupDamagedError, SlipMistypedError; errors as `vaults.unlock` and `vaults.recover`.
    """
    source, target = source.absolute(), target.absolute()
    newer = newer.absolute() if newer and newer.absolute() != target else None
    typed = ledger.read_checkpoint(slip) if slip else None
    there = _look_at_target(target, source, newer)
    keys = Keys(passphrase, opening.place(key_file), operator, bounds, combine(shares) if shares else None)
    with _shut(there, newer, source) as lock, placing.working_folder(target) as working, ExitStack() as outer:
        stack = outer.enter_context(ExitStack())
        meter = Meter(progress, 3 * _size(source))
        laid = store.lay_out(source, working / "backup", meter.told)
        beside = newer or there
        choice = chosen(keys, stack, laid.manifest, working, newer=beside, required=newer is not None)
        notes = choice.base.vault.notes
        outer.enter_context(notes.deferred() if notes else nullcontext())
        register = Register().fold(choice.base.rows)
        lost = _lost(choice, typed)
        facts: dict[str, Any] = {"lost": lost, "witness": witness, "reason": reason}
        again = _agreed(target, choice, register, clock, facts, replay, disposed)
        missing = _bring_masters(choice, register, working / "backup", beside, meter, again)
        facts |= {"source": _called(laid.manifest, register), "replayed": choice.head.number - choice.number}
        outcome, done = _entered(choice, clock, facts, again)
        stack.close()
        aside = _put_in_place(choice.base.folder, target, clock().date(), lock, notes, outcome)
    return Restored(outcome, outcome.entry, choice.number, facts["replayed"], lost, missing, aside, *done)


def _look_at_target(target: Path, source: Path, newer: Path | None) -> Path | None:
    """Return `target` where a vault is there that can be put aside; refuse all else that is in the way."""
    advice = "Choose another folder."
    if any(lies_in(path, target) for path in (source, newer) if path):
        raise RestoreRefusedError(folder=target, why="what it is restored from lies in it", advice=advice)
    if any(lies_in(target, path) for path in (source, newer) if path):
        raise RestoreRefusedError(folder=target, why="it lies in what it is restored from", advice=advice)
    if not _holds_a_vault(target):
        placing.refuse_used(target)
        _refuse_to_forget(target, source, newer)
        return None
    if newer:  # what the vault there knows would be passed over
        raise RestoreRefusedError(
            folder=target,
            why="a vault lies there, and another is named as the newer one",
            advice="Restore to another folder, or leave out which is newer: then the one there is.",
        )
    with suppress(HeaderAlteredError, NotAVaultError):
        if load_header(target).vault != _vault_of(source):
            raise RestoreRefusedError(folder=target, why="another vault is there", advice=advice)
    return target


@contextmanager
def _shut(there: Path | None, newer: Path | None, source: Path) -> Iterator[VaultLock | None]:
    """Let nobody else enter anything in the vaults among these; give the lock of the one in the way.

    A wrong passphrase is noted with the first of them, as where it is unlocked (H3); VaultBusyError is raised
    where somebody has one open.
    """
    others = dict.fromkeys(path.resolve() for path in (newer, source) if path and _is_plain(path))
    with ExitStack() as stack:
        lock = stack.enter_context(VaultLock(there)) if there else None
        for vault in others:
            with suppress(CannotWriteError):  # where nothing can be written, nothing is entered
                stack.enter_context(VaultLock(vault))
        try:
            yield lock
        except WrongPassphraseError:
            if first := there or next(iter(others), None):
                Attempts(first).note()
            raise


def _is_plain(folder: Path) -> bool:
    return _holds_a_vault(folder) and not store.is_backup(folder)


def _holds_a_vault(folder: Path) -> bool:
    """Tell whether what is in `folder` was a vault, however damaged it is now."""
    try:
        return folder.is_dir() and (
            (folder / HEADER_NAME).exists() or (folder / MASTERS).is_dir() or any(folder.glob("ledger-*.db"))
        )
    except OSError as error:
        raise CannotReadError(file=folder, why=durable.reason(error)) from error


def _vault_of(source: Path) -> str:
    return load_manifest(source).body.vault if store.is_backup(source) else load_header(source).vault


def _refuse_to_forget(target: Path, source: Path, newer: Path | None) -> None:
    """Refuse where nothing is at `target` and a vault put aside from there would count for nothing.

    A restore cut short leaves it so where two folders cannot be exchanged; only that one may know the last
    entries.
    """
    for path in [] if newer else put_aside_of(target)[:1]:
        with suppress(HeaderAlteredError, NotAVaultError, CannotReadError):
            if path != source and load_header(path).vault == _vault_of(source):
                raise RestoreRefusedError(
                    folder=target,
                    why=f"the vault that was there lies beside it as “{path.name}”",
                    advice="Name that one as the newer ledger; or move it elsewhere if a later one is known.",
                )


def _size(source: Path) -> int:
    if store.is_backup(source):
        return load_manifest(source).size
    return sum(path.stat().st_size for path in source.glob("**/*") if path.is_file())


def _lost(choice: Chosen, typed: Checkpoint | None) -> int | None:
    """Return how many entries are in no ledger here, by what is known outside them; None: nobody knows."""
    head = choice.head
    known, certain = list(choice.known), choice.is_present
    try:
        if choice.base.vault.compare_head() and not choice.former:
            certain = True
    except FormerKeysError as error:  # what came after the renewal was noted under the keys made then
        known.append(int(error.facts["kept"]))
        certain = False
    except (TailCutError, OlderVaultError) as error:
        known.append(int(error.facts["kept"]))
        certain = not choice.former
    except TamperError:  # rewritten, or the note outside was
        return None
    if typed:
        if ledger.compare(typed, choice.digest(typed.number)) == "differs":
            return None
        known.append(typed.number)
        certain |= typed.number >= head.number  # an older one says nothing of the end
    return max(number - head.number for number in [*known, head.number]) if certain else None


def _agreed(  # noqa: PLR0917 - one fact each
    target: Path,
    choice: Chosen,
    register: Register,
    clock: Clock,
    facts: dict[str, Any],
    files: Sequence[Path],
    disposed: Sequence[str],
) -> list[Known]:
    """Refuse now what would else be refused in the copy alone; return what is to be replayed."""
    _refuse_unwitnessed(target, choice, facts)
    hand = Hand(register.operator(choice.base.vault.operator).operator, clock().astimezone())
    restores.check_restore(register, hand, **facts)
    replays.check_typed(register, hand, disposed, facts["witness"])
    return replaying.known(choice, register, files, disposed)


def _refuse_unwitnessed(target: Path, choice: Chosen, facts: dict[str, Any]) -> None:
    """Refuse a loss that nobody stands by, before anything is entered or replaced."""
    lost = facts["lost"]
    if lost == 0 or (facts["witness"].strip() and facts["reason"].strip()):
        return
    after = "nobody knows what came after it" if lost is None else f"entries lost after it: {lost}"
    raise LossNotWitnessedError(
        folder=target,
        why=f"it would end with entry {choice.head.number}, and {after}",
        advice="Look for a newer ledger or backup first. Else give a witness and the reason.",
    )


def _called(manifest: Manifest | None, register: Register) -> str:
    """Return what the entry calls the thing that the vault was restored from."""
    if manifest is None:
        return "a vault that was put aside"
    medium = register.media.get(manifest.body.medium)
    return f"{medium.medium} “{medium.label}”" if medium else manifest.body.medium


def _bring_masters(  # noqa: PLR0917 - one fact each
    choice: Chosen,
    register: Register,
    laid: Path,
    beside: Path | None,
    meter: Meter,
    again: Sequence[Known],
) -> list[str]:
    """Put each master that entries name in its place, verified; return those that are nowhere whole.

    Those whose keys go again are left where they are.
    """
    ended = replaying.ended_masters(again)
    folder = choice.base.folder / MASTERS
    identities = dict(choice.base.identities)
    missing = []
    with writing(folder):
        for master in named_masters(register):
            if master.name in ended:
                continue
            there = folder / master.name
            if laid / MASTERS != folder:
                with suppress(FileNotFoundError):
                    (laid / MASTERS / master.name).rename(there)
            if _is_whole(there, master, identities, meter):
                continue
            there.unlink(missing_ok=True)
            if not (beside and _copied(beside / MASTERS / master.name, there)):
                missing.append(master.where)
            elif not _is_whole(there, master, identities, meter):
                there.unlink()
                missing.append(master.where)
        sync_folder(folder)  # the names of those that were moved
    return missing


def _copied(source: Path, target: Path) -> bool:
    try:
        copy(source, target)
    except (FileNotFoundError, CannotReadError):
        return False
    return True


def _is_whole(path: Path, master: Named, identities: dict[str, str], meter: Meter) -> bool:
    try:
        identity = Identity.parse(identities[master.name])
        sealed.verify(path, identity, master.sha256, progress=meter.of_one())
    except (KeyError, IdentityError, MasterAlteredError, MasterMissingError, CannotReadError):
        return False
    return True


def _entered(
    choice: Chosen, clock: Clock, facts: dict[str, Any], again: Sequence[Known]
) -> tuple[Outcome, Replayed]:
    """Enter the restore, and what is replayed; return the last entry's outcome."""
    office = opening.open_office(choice.base.vault, clock, accept_finding=True)
    try:
        outcome = office.do(restores.restore, number=choice.number, **facts)
        done = replaying.enter(office, again, facts["witness"])
        head = office.register.head
        return outcome._replace(entry=head.number, head=head), done
    finally:
        office.close()


def _put_in_place(  # noqa: PLR0917 - one fact each
    folder: Path, target: Path, day: date, lock: VaultLock | None, notes: KeptHead | None, outcome: Outcome
) -> Path | None:
    """Put the restored vault in its place, and the one that is there, of which this is the `lock`, aside."""
    if notes:
        notes.expect(outcome.head)
    aside = placing.replace(folder, target, day, lock) if lock else None
    if aside is None:
        placing.put_in_place(folder, target)
    if notes:
        with suppress(StrongroomError):  # what is expected is right until the vault is next opened
            notes.keep(outcome.head)
    return aside
