"""The manifest of a backup: which files it holds, of which vault, up to which entry. `manifest.json`.

Rule: a backup is what its manifest lists, and it counts from the moment its manifest stands there. The
file is canonical JSON with its own SHA-256 (`check`), which names damage without a key; `seal` is made with
the vault's key of that generation and alone shows that nobody else wrote it. A name in it is one of three
patterns, so none leads out of the backup's folder.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from desktop.custody.ledger import Head
from desktop.store.backup_errors import ManifestAlteredError, NotABackupError
from desktop.store.durable import reason
from desktop.store.errors import CannotReadError
from desktop.store.slots import VaultId
from desktop.store.smallfile import read_small

MANIFEST_NAME = "manifest.json"
FORMAT = 1
LARGEST_MANIFEST = 64 * 1024 * 1024
"""Bytes, for some 400,000 masters; more is refused unread."""

Seal = Callable[[bytes], str]
"""Given the manifest's body, return its seal: 64 hexadecimal digits that need the vault's key."""

_ENCODER = msgspec.json.Encoder(order="sorted")
HEADER = r"header-[0-9]{1,12}-[0-9a-f]{8}\.json"
LEDGER = r"ledger-[0-9]{1,12}-[0-9a-f]{8}\.db"
MASTER = r"masters/[0-9a-f]{32}\.age"

_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Name = Annotated[str, msgspec.Meta(pattern=rf"^({HEADER}|{LEDGER}|{MASTER})\Z")]
_Count = Annotated[int, msgspec.Meta(ge=1, lt=10**12)]
_Medium = Annotated[str, msgspec.Meta(pattern=r"^M-[0-9]{4,8}\Z")]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file: its name in the backup, its size in bytes, and the SHA-256 of its (sealed) bytes."""

    name: _Name
    sha256: _Digest
    size: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sealed. `number` and `digest` are the head of the ledger that was copied."""

    format: Annotated[int, msgspec.Meta(ge=FORMAT, le=FORMAT)]
    vault: VaultId
    medium: _Medium
    generation: _Count
    number: _Count
    digest: _Digest
    made: Annotated[datetime, msgspec.Meta(tz=True)]
    files: tuple[Entry, ...]

    def __post_init__(self) -> None:
        """Refuse a list in any but its one order, or without exactly one header and one ledger."""
        names = [entry.name for entry in self.files]
        if sorted(set(names)) != names:
            raise ValueError("the files are not in order")
        for kind in ("header-", "ledger-"):
            if sum(name.startswith(kind) for name in names) != 1:
                raise ValueError("not one header and one ledger")


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A manifest whose `check` is right; who wrote it is not known before `authenticate`."""

    body: Body
    check: _Digest
    seal: _Digest

    @property
    def head(self) -> Head:
        """The last entry of the ledger that was copied."""
        return Head(self.body.number, bytes.fromhex(self.body.digest))

    @property
    def header(self) -> Entry:
        """The copy of the vault's header."""
        return self._first("header-")

    @property
    def ledger(self) -> Entry:
        """The copy of the vault's ledger."""
        return self._first("ledger-")

    @property
    def masters(self) -> tuple[Entry, ...]:
        """The sealed masters."""
        return tuple(entry for entry in self.body.files if entry.name.startswith("masters/"))

    @property
    def size(self) -> int:
        """Bytes of all the files it lists."""
        return sum(entry.size for entry in self.body.files)

    def _first(self, kind: str) -> Entry:
        return next(entry for entry in self.body.files if entry.name.startswith(kind))


def make_manifest(
    *,
    vault: str,
    medium: str,
    generation: int,
    head: Head,
    made: datetime,
    files: Sequence[Entry],
    seal: Seal,
) -> Manifest:
    """Return the sealed manifest of a backup; `made` carries its offset from UTC.

    Raises msgspec.ValidationError, as reading it back would, when a fact is none of a manifest.
    """
    body = Body(
        format=FORMAT,
        vault=vault,
        medium=medium,
        generation=generation,
        number=head.number,
        digest=head.digest.hex(),
        made=made,
        files=tuple(sorted(files, key=lambda entry: entry.name)),
    )
    data = _ENCODER.encode(body)
    body = msgspec.json.decode(data, type=Body)  # nothing is sealed which could not be read again
    sealed = seal(data)
    return Manifest(body=body, check=_check({"body": body, "seal": sealed}), seal=sealed)


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the one spelling of `manifest`: sorted names, no spaces, one newline at the end."""
    return _ENCODER.encode(manifest) + b"\n"


def parse_manifest(data: bytes, folder: Path) -> Manifest:
    """Return the manifest that `data` spells, unauthenticated; `folder` is only named in errors.

    Raises ManifestAlteredError for anything but the exact bytes the program wrote, NotABackupError for an
    undamaged manifest of a later format (of which `body.format` and `check` stay as they are).
    """
    raw = _undamaged(data, folder)
    found = raw["body"].get("format") if isinstance(raw.get("body"), dict) else None
    if isinstance(found, int) and found > FORMAT:
        why = f"a newer Strongroom made it (format {found}; this program reads {FORMAT})"
        raise NotABackupError(folder=folder, why=why)
    try:
        manifest = msgspec.convert(raw, Manifest)
    except msgspec.ValidationError:
        raise ManifestAlteredError(folder=folder, why="it does not have the parts of a manifest") from None
    if encode_manifest(manifest) != data:  # a time can be spelled in two ways
        raise ManifestAlteredError(folder=folder, why=_NOT_OURS)
    return manifest


def authenticate(manifest: Manifest, seal: Seal, folder: Path) -> None:
    """Check that the vault's key of the manifest's generation sealed it; raise ManifestAlteredError."""
    if not hmac.compare_digest(manifest.seal, seal(_ENCODER.encode(manifest.body))):
        raise ManifestAlteredError(folder=folder, why="the seal of the vault's key does not fit it")


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of the backup in `folder`, unauthenticated.

    Raises NotABackupError for a folder that is none, CannotReadError, and as `parse_manifest`.
    """
    try:
        data = read_small(folder / MANIFEST_NAME, LARGEST_MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise NotABackupError(folder=folder, why=_what_it_is(folder)) from None
    except OSError as error:
        raise CannotReadError(file=folder / MANIFEST_NAME, why=reason(error)) from error
    return parse_manifest(data, folder)


_NOT_OURS = "it is not written the way the program writes it"


def _undamaged(data: bytes, folder: Path) -> dict[str, Any]:
    """Return the JSON object in `data` if its bytes are canonical and its check is right."""
    if len(data) > LARGEST_MANIFEST:
        raise ManifestAlteredError(folder=folder, why="it is larger than any manifest")
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ManifestAlteredError(folder=folder, why="it cannot be read") from None
    if not isinstance(raw, dict) or _ENCODER.encode(raw) + b"\n" != data:
        raise ManifestAlteredError(folder=folder, why=_NOT_OURS)
    if raw.get("check") != _check({name: part for name, part in raw.items() if name != "check"}):
        raise ManifestAlteredError(folder=folder, why="its check does not fit it")
    return raw


def _what_it_is(folder: Path) -> str:
    if folder.is_dir():
        return f"it has no {MANIFEST_NAME}"
    return "it is a file" if folder.exists() else "there is no such folder"


def _check(parts: dict[str, Any]) -> str:
    return hashlib.sha256(_ENCODER.encode(parts)).hexdigest()
