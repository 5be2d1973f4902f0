"""Backing the vault up to a medium, and drilling a backup: restored to a private place, verified whole (A5).

Rule: an entry tells of a backup only once what is new in it was read back from the medium; what lay there
before is known by its size, and proved by a drill. What a drill lays out is taken away again whatever
happens, and it is sealed as the vault is. A drill names every problem.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from desktop.custody import disposals, ledger, media
from desktop.custody.errors import RuleError, StrongroomError, TamperError, WrongStateError
from desktop.custody.kept import everything
from desktop.custody.ledger import Head
from desktop.custody.register import Register
from desktop.custody.text import folded
from desktop.office.meter import Meter
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.verification import Problem
from desktop.store import sealed
from desktop.store.age import Identity, IdentityError
from desktop.store.backup import Backup, Made, Source
from desktop.store.backup_errors import NotABackupError
from desktop.store.backup_folder import MASTERS, look_at, refuse_unless_earlier
from desktop.store.errors import (
    CannotReadError,
    LedgerMovedError,
    MasterAlteredError,
    OtherKeysError,
    WriteForbiddenError,
)
from desktop.store.manifest import Manifest, Seal, authenticate, load_manifest
from desktop.store.private_place import LAID_OUT, private_place
from desktop.store.restore import lay_out
from desktop.store.shredding import there
from desktop.store.vault import Vault

SEAL = "manifest"
"""What the key is called with which the vault seals its manifests."""


class BackedUp(NamedTuple):
    """What was copied, in files and bytes, and to which medium.

    `missing`: sealed masters that neither vault nor backup has to read. `kept`: those that the vault has lost
    or changed, and the backup still has.
    """

    outcome: Outcome
    medium: str
    files_copied: int
    bytes_copied: int
    missing: list[str]
    kept: list[str]


class Drilled(NamedTuple):
    """What a drill found.

    `opened`: whether the present keys open the backup's ledger; where they do not, it needs its own
    passphrase and device secret, or the recovery shares of that time, and only its masters were verified.
    `behind`: entries that the vault has more; `lacking`: documents of the vault that are not whole in it.
    """

    outcome: Outcome | None
    medium: str
    head: Head
    opened: bool
    masters: int
    problems: list[Problem]
    behind: int
    lacking: list[str]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong with the backup; being behind is nothing wrong."""
        return not self.problems


def back_up(
    office: Office, folder: Path, *, label: str = "", place: str = "", keeper: str = ""
) -> Procedure[BackedUp]:
    """Back the vault up to `folder`, by itself on a medium.

    A medium that is new is registered under the label written on it, with the place where it is kept and its
    keeper; one that holds a backup of this vault, or has that label, is known. Raises BackupRefusedError,
    what the acts raise, and errors as `Backup`.
    """
    if office.vault.read_only:
        raise WriteForbiddenError
    folder = folder.absolute()
    earlier = yield from _looked_at(office, folder)
    medium = yield from _medium(office, earlier, label, place, keeper)
    yield from office.check(media.check_back_up, medium=medium)
    doubted = office.register.media[medium].problems > 0
    backup = yield from _begun(office, folder, earlier, doubted=doubted)
    with backup:
        yield Step(
            "bench",
            lambda progress: backup.copy_masters(Meter(progress, backup.to_do).told),
            "Copying the sealed masters",
            can_stop=True,
        )
        made = office.clock().astimezone()
        manifest: Manifest = yield Step(
            "vault", lambda _progress: backup.commit(medium, made), "Finishing the backup"
        )
    outcome = yield from office.act(
        media.back_up,
        medium=medium,
        number=manifest.body.number,
        digest=manifest.body.digest,
        generation=manifest.body.generation,
        files=len(manifest.body.files),
        size=manifest.size,
    )
    return _backed_up(outcome, medium, backup.made)


def drill(office: Office, source: Path, private: Path | None = None) -> Procedure[Drilled]:
    """Restore the backup in `source` to a private place, verify all of it there, and take it away again.

    `private` is a folder in which the place is made (None: that of temporary files), and has room for it;
    what a drill that crashed left there is taken away first.
    Raises NotABackupError, ManifestAlteredError, and errors as `lay_out`.
    """
    source, private = source.absolute(), private.absolute() if private else None
    manifest: Manifest = yield Step("bench", lambda _progress: load_manifest(source), "Reading the manifest")
    if manifest.body.vault != office.vault.header.vault:
        raise NotABackupError(folder=source, why="it is the backup of another vault")
    if not office.vault.read_only:
        yield from office.check(media.check_test, medium=manifest.body.medium)
    bench = _Bench(office, source, manifest)
    private = office.outside(private) if private else None
    yield Step("vault", lambda _progress: bench.fetch_keys(), "Finding the keys")
    yield Step(
        "bench", lambda progress: bench.work(progress, private), "Restoring to a private place", can_stop=True
    )
    behind = max(0, office.register.head.number - manifest.body.number)
    outcome = None
    if not office.vault.read_only:
        outcome = yield from office.act(
            media.test,
            medium=manifest.body.medium,
            number=min(manifest.body.number, office.register.head.number),
            problems=len(bench.problems),
            behind=behind,
        )
    return Drilled(
        outcome,
        manifest.body.medium,
        manifest.head,
        bench.opened,
        len(manifest.masters),
        bench.problems,
        behind,
        _lacking(office.register, manifest),
    )


class Named(NamedTuple):
    """A master as an entry names it."""

    where: str
    name: str
    sha256: str
    size: int


def named_masters(register: Register) -> list[Named]:
    """Return every master that the register names."""
    return [
        Named(kept.where, kept.master.sealed, kept.master.sha256, kept.master.size)
        for kept in everything(register)
    ]


def _looked_at(office: Office, folder: Path) -> Procedure[Manifest | None]:
    """Return the manifest of the backup that `folder` holds; a refusal is recorded."""
    vault, head = office.vault, office.register.head

    def look(_progress: Progress) -> Manifest | None:
        found = look_at(folder, vault.folder, vault.header.vault)
        if found:
            refuse_unless_earlier(found, folder, head, vault.digest)
        return found

    found: Manifest | None = yield from _unless_refused(office, Step("vault", look, "Looking at the medium"))
    return found


def _medium(office: Office, earlier: Manifest | None, label: str, place: str, keeper: str) -> Procedure[str]:
    """Return the reference of the medium, which is registered if it is new."""
    known = office.register.media
    if earlier and earlier.body.medium in known:
        return (yield from office.asked("back up", lambda: _as_labelled(known[earlier.body.medium], label)))
    for medium in known.values():
        # A backup that was interrupted before its manifest stood there, or a drive made empty.
        if medium.destroyed is None and label and folded(medium.label) == folded(label):
            return medium.medium
    outcome = yield from office.act(media.register_medium, label=label, place=place, keeper=keeper)
    return next(event.medium for event in outcome.events if isinstance(event, media.MediumRegistered))


def _as_labelled(medium: media.Medium, label: str) -> str:
    """Return the medium's reference, unless another label was typed for it: it may be the wrong drive."""
    if label and folded(label) != folded(medium.label):
        raise WrongStateError(
            thing="The backup in that folder",
            state=f"that of {medium.medium}, whose label is {medium.label}",
            act=f"made there as {label}",
            advice="See whether it is the right drive; a known medium needs no label. Nothing was changed.",
        )
    return medium.medium


def _unless_refused(office: Office, step: Step) -> Procedure[Any]:
    """Return what the step gives; a refusal is recorded."""
    try:
        return (yield step)
    except RuleError as error:
        yield from office.refused("back up", error)
        raise


def _begun(office: Office, folder: Path, earlier: Manifest | None, *, doubted: bool) -> Procedure[Backup]:
    """Copy header and ledger; return the backup, whose folder is locked."""
    head, named = office.register.head, named_masters(office.register)

    def begin(_progress: Progress) -> Backup:
        source, seal = _source(office.vault, head, doubted=doubted)
        backup = Backup(folder, source, earlier, seal, _Genuine(named, office.vault.identities()))
        try:
            backup.copy_ledger()
        except BaseException:
            backup.close()
            raise
        return backup

    backup: Backup = yield from _unless_refused(office, Step("vault", begin, "Copying the ledger"))
    return backup


def _source(vault: Vault, head: Head, *, doubted: bool) -> tuple[Source, Seal]:
    """Return what is to be backed up, and its seal; for the lane in which nothing is written meanwhile."""
    if vault.digest(head.number) != head.digest or vault.digest(head.number + 1) is not None:
        raise LedgerMovedError
    files = tuple(vault.files())
    source = Source(vault.folder, vault.header.vault, vault.generation, head, files, doubted=doubted)

    def seal(data: bytes) -> str:
        if vault.generation != source.generation:  # new keys were made meanwhile
            raise LedgerMovedError
        return vault.seal_text(SEAL, data)

    return source, seal


class _Genuine:
    """Tells whether a sealed master is the one that the ledger names."""

    def __init__(self, named: Sequence[Named], identities: Iterable[tuple[str, str]]) -> None:
        self._named = {master.name: master for master in named}
        self._identities = dict(identities)

    def __call__(self, path: Path) -> None:
        """Raise MasterAlteredError, MasterMissingError or CannotReadError unless it is."""
        try:
            identity = Identity.parse(self._identities[path.name])
            sealed.verify(path, identity, self._named[path.name].sha256)
        except (KeyError, IdentityError):
            raise MasterAlteredError(file=path.name, why="its key is not in the ledger") from None


def _backed_up(outcome: Outcome, medium: str, made: Made) -> BackedUp:
    return BackedUp(outcome, medium, made.files_copied, made.bytes_copied, made.missing, made.kept)


def _lacking(register: Register, manifest: Manifest) -> list[str]:
    held = {entry.name for entry in manifest.masters}
    lacking = {kept.subject for kept in everything(register) if f"{MASTERS}/{kept.master.sealed}" not in held}
    return sorted(lacking)


class _Bench:
    """A drill at work: what it needs of the vault, and what it found."""

    def __init__(self, office: Office, source: Path, manifest: Manifest) -> None:
        self._vault = office.vault
        self._source = source
        self._manifest = manifest
        self._named = named_masters(office.register)
        self._head = office.register.head
        self._shredded = disposals.shredded(office.register)
        last = max((known.done_entry for known in office.register.disposals.values()), default=0)
        self._since_the_last_disposal = manifest.body.number >= last
        self._identities: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.opened = False

    def fetch_keys(self) -> None:
        """Fetch what only the ledger's thread can, and compare the two histories."""
        self._identities = dict(self._vault.identities())
        number, digest = self._manifest.head
        if self._vault.digest(number) != digest:
            self._found("It tells another history than the vault, or a newer one", f"entry {number}")

    def work(self, progress: Progress, private: Path | None) -> None:
        """Lay the backup out, verify it, and take it away."""
        unsealed = sum(entry.size for entry in self._manifest.masters)
        meter = Meter(progress, 2 * self._manifest.size + unsealed)
        with private_place(private) as place:
            folder = place / LAID_OUT
            laid = lay_out(self._source, folder, meter.told)
            for fault in laid.faults:
                self._found(fault.what, fault.file)
            named = self._ledger(folder)
            for name in self._put_away():
                self._found("A sealed file of a disposed document lies there", name)
            left_out = {fault.file for fault in laid.faults}
            for master in named:
                if f"{MASTERS}/{master.name}" not in left_out:
                    self._master(folder, master, meter)

    def _put_away(self) -> list[str]:
        """Return the sealed files of disposed documents that lie in a backup made since then."""
        if not self._since_the_last_disposal:
            return []
        return there(self._source / MASTERS, self._shredded)

    def _ledger(self, folder: Path) -> list[Named]:
        """Verify the copy of the ledger; return the masters it names, or those of the backup we know."""
        held = {entry.name for entry in self._manifest.masters}
        try:
            with self._vault.open_copy(folder) as copy:
                self.opened = True
                authenticate(self._manifest, lambda data: copy.seal_text(SEAL, data), self._source)
                register = Register().fold(ledger.verified(copy.rows()))
                if register.head != self._manifest.head:
                    self._found("It does not end where the manifest says", f"entry {register.head.number}")
                self._identities |= dict(copy.identities())
                return named_masters(register)
        except OtherKeysError:
            self._found(OtherKeysError(folder=self._source.name).message, "the ledger")
        except (TamperError, CannotReadError) as error:
            self._found(error.message, "the ledger")
        return [master for master in self._named if f"{MASTERS}/{master.name}" in held]

    def _master(self, folder: Path, master: Named, meter: Meter) -> None:
        path = folder / MASTERS / master.name
        try:
            identity = Identity.parse(self._identities[master.name])
            sealed.verify(path, identity, master.sha256, progress=meter.of_one())
        except (KeyError, IdentityError):
            self._found("Its key is in neither ledger", master.where)
        except StrongroomError as error:
            if isinstance(error, RuleError):  # cancelled
                raise
            self._found(error.message, master.where)

    def _found(self, what: str, where: str) -> None:
        self.problems.append(Problem(what, where))
