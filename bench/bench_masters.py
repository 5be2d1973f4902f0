"""P1, P2, P5, P6: seal, take in, verify and export 1 GiB, against age and openssl on the same disk.

Sealing is compared with what does the like: age, which takes no digest, and openssl with age, which does.
Taking in is the office's whole procedure: sealed, read back and checked, looked at, and entered.

A virtual machine's host takes back memory that was free for some seconds, and a write to such memory costs
four times as much. So before each run as much memory is used and freed again, for every rival.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from paired import Rival, call, compare

from desktop.custody import reviews
from desktop.office import opening
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.take_in import Accession, take_in
from desktop.store import sealed
from desktop.store.age import Identity
from desktop.store.durable import DurableFile

_SIZE = 1024**3
_PIECE = 64 * 1024**2
_RUNS = 5
_REVIEW = "SCR-2026-01"


class _Age:
    """What a person would do with age and openssl, in a folder of its own."""

    def __init__(self, folder: Path, source: Path, identity: Identity) -> None:
        self.key = folder / "key"
        self.key.write_text(identity.encoded())
        self._recipient = identity.recipient()
        self._source = source
        self._target = folder / "theirs.age"

    def seal(self) -> None:
        self._target.unlink(missing_ok=True)
        call("age", "-r", self._recipient, "-o", str(self._target), str(self._source))
        call("sync", str(self._target))

    def digest_and_seal(self) -> None:
        call("openssl", "dgst", "-sha256", str(self._source))
        self.seal()

    def take_in(self) -> None:
        self.digest_and_seal()
        self.verify()

    def verify(self) -> None:
        command = f"age -d -i '{self.key}' '{self._target}' | openssl dgst -sha256"
        subprocess.run(["sh", "-c", command], check=True, stdout=subprocess.DEVNULL)

    def export(self, out: Path) -> None:
        out.unlink(missing_ok=True)
        call("age", "-d", "-i", str(self.key), "-o", str(out), str(self._target))
        call("sync", str(out))


def _have_memory(folder: Path) -> None:
    room = folder / "room"
    with room.open("wb") as file:
        for _piece in range(_SIZE // _PIECE + 4):
            file.write(bytes(_PIECE))
    room.unlink()


def _sealing(source: Path, target: Path, identity: Identity, theirs: _Age) -> str:
    def seal() -> sealed.Sealed:
        target.unlink(missing_ok=True)
        with source.open("rb") as file:
            return sealed.seal(file, target, identity)

    compare(
        "Seal 1 GiB: digest, cipher, durable",
        Rival("seal", seal),
        Rival("age; sync (no digest)", theirs.seal, "age"),
        Rival("openssl dgst; age; sync", theirs.digest_and_seal, "age"),
        goal="1.5 and 2.1",
        runs=_RUNS,
        ready=lambda: _have_memory(source.parent),
    )
    return seal().sha256


def _taking_in(folder: Path, source: Path, theirs: _Age) -> None:
    vault = folder / "vault"
    office = opening.create(
        vault,
        passphrase="words for a vault of an hour",  # noqa: S106 - it holds nothing
        board_name="Exampleshire (invented)",
        operator="Invented Person",
        key_file=folder / "device-secret.key",
    )
    try:
        office.do(reviews.open_review, reference=_REVIEW, authority="The Chair")
        compare(
            "Take 1 GiB into custody: sealed, read back, checked, entered",
            Rival("take in", lambda: _take_in(office, vault, source)),
            Rival("openssl dgst; age; sync; age -d | openssl dgst", theirs.take_in, "age"),
            runs=_RUNS,
            ready=lambda: _have_memory(folder),
        )
    finally:
        office.close()


def _take_in(office: Office, vault: Path, source: Path) -> None:
    for master in (vault / "masters").iterdir():
        master.unlink()
    run(take_in(office, source, Accession(_REVIEW, "other", "identified")))


def _giving_out(folder: Path, target: Path, identity: Identity, sha256: str, theirs: _Age) -> None:
    ours, other = folder / "ours", folder / "other"

    def export() -> None:
        ours.unlink(missing_ok=True)
        with DurableFile(ours) as file:
            sealed.copy_out(target, identity, file)

    compare(
        "Verify a master of 1 GiB",
        Rival("verify", lambda: sealed.verify(target, identity, sha256)),
        Rival("age -d | openssl dgst", theirs.verify, "age"),
        goal="1.5",
        runs=_RUNS,
    )
    compare(
        "Export a master of 1 GiB, durable",
        Rival("copy out", export),
        Rival("age -d; sync", lambda: theirs.export(other), "age"),
        goal="1.5",
        runs=_RUNS,
        ready=lambda: _have_memory(folder),
    )


def main() -> None:
    """Print the times and ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        source, target = folder / "source", folder / "ours.age"
        with source.open("wb") as file:
            for _piece in range(_SIZE // _PIECE):
                file.write(os.urandom(_PIECE))
            os.fsync(file.fileno())
        identity = Identity.new()
        theirs = _Age(folder, source, identity)
        sha256 = _sealing(source, target, identity, theirs)
        _giving_out(folder, target, identity, sha256, theirs)
        target.unlink()
        _taking_in(folder, source, theirs)


if __name__ == "__main__":
    main()
