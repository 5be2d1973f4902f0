"""P16, P17: back up 1 GiB, then 100 MiB more, then nothing new; check it; against restic and `cp -a; sync`.

Ours reads back from the disk every file that it wrote; the peers do not, so `cp` is also timed with the
reading that would make it the like. The vault lies on the same disk; nothing in it can be compressed or is
there twice, as with sealed masters. Before each check the system is told to forget the files.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from paired import Rival, call, compare

from desktop.custody.ledger import Head
from desktop.store.backup import Backup, Source
from desktop.store.manifest import MANIFEST_NAME, load_manifest
from desktop.store.restore import check_backup

_MEBIBYTE = 1024**2
_SIZES = (*[40] * 16, *[10] * 28, *[2] * 40, *[1] * 24)  # 1 GiB: scans, reports, letters
_RUNS = 5
_NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class _Vault:
    """Files like those of a vault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "masters").mkdir(parents=True)
        _fill(folder / "header.json", 1)
        _fill(folder / "ledger-1.db", 4)
        for size in _SIZES:
            self.add(size)
        self._new: Path | None = None

    def add(self, size: int) -> Path:
        path = self.folder / "masters" / f"{secrets.token_hex(16)}.age"
        _fill(path, size)
        return path

    def has_something_new(self) -> None:
        """Put 100 MiB in place of those of the run before."""
        if self._new:
            self._new.unlink()
        self._new = self.add(100)

    @property
    def source(self) -> Source:
        masters = sorted(f"masters/{path.name}" for path in (self.folder / "masters").iterdir())
        return Source(self.folder, "0a" * 16, 1, Head(1, bytes(32)), ("header.json", "ledger-1.db", *masters))


class _Restic:
    """The peer, with a repository of its own."""

    def __init__(self, folder: Path, vault: Path) -> None:
        self.repository = folder / "restic"
        self._vault = vault
        self._password = folder / "password"
        self._password.write_text("invented words")

    def run(self, *words: str) -> None:
        call("restic", "--no-cache", "-q", "-r", str(self.repository), "-p", str(self._password), *words)

    def start_anew(self) -> None:
        shutil.rmtree(self.repository, ignore_errors=True)
        if shutil.which("restic"):
            self.run("init")

    def back_up(self) -> None:
        self.run("backup", str(self._vault))

    def check(self) -> None:
        self.run("check", "--read-data")


class _Ours:
    def __init__(self, folder: Path, vault: _Vault) -> None:
        self.folder = folder / "ours"
        self._vault = vault

    def back_up(self) -> None:
        earlier = load_manifest(self.folder) if (self.folder / MANIFEST_NAME).exists() else None
        backup = Backup(self.folder, self._vault.source, earlier, lambda _body: "0" * 64)
        backup.copy_ledger()
        backup.copy_masters()
        backup.commit("M-0001", _NOW)

    def check(self) -> None:
        if check_backup(self.folder).faults:
            raise SystemExit("the backup is not what was copied")


def _fill(path: Path, mebibytes: int) -> None:
    with path.open("wb") as file:
        for _mebibyte in range(mebibytes):
            file.write(os.urandom(_MEBIBYTE))
        os.fsync(file.fileno())


def _forget(*folders: Path) -> None:
    for file in _files(*folders):
        handle = os.open(file, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print the times and ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        vault = _Vault(folder / "vault")
        ours, restic, copied = _Ours(folder, vault), _Restic(folder, vault.folder), folder / "copied"

        def nothing_there() -> None:
            shutil.rmtree(ours.folder, ignore_errors=True)
            shutil.rmtree(copied, ignore_errors=True)
            restic.start_anew()
            _have_memory(folder)

        def copy() -> None:
            call("cp", "-a", str(vault.folder), str(copied))
            call("sync")

        def copy_and_compare() -> None:
            copy()
            _forget(copied)
            call("diff", "-rq", str(vault.folder), str(copied))

        compare(
            "First backup of 1 GiB",
            Rival("back up (each file read back)", ours.back_up),
            Rival("restic backup", restic.back_up, "restic"),
            Rival("cp -a; sync", copy),
            Rival("cp -a; sync; diff -r", copy_and_compare),
            goal="restic 3.5; cp 0.85",
            runs=_RUNS,
            ready=nothing_there,
        )
        ours.back_up()
        restic.start_anew()
        restic.back_up()
        rivals = Rival("back up", ours.back_up), Rival("restic backup", restic.back_up, "restic")
        compare("100 MiB new", *rivals, goal="5", runs=_RUNS, ready=vault.has_something_new)
        compare("Nothing new", *rivals, goal="10", runs=_RUNS)
        compare(
            "Check the backup of 1.1 GiB, every byte read",
            Rival("check", ours.check),
            Rival("restic check --read-data", restic.check, "restic"),
            goal="3.5",
            runs=_RUNS,
            ready=lambda: _forget(ours.folder, restic.repository),
        )


def _have_memory(folder: Path) -> None:
    """Use as much memory as a run will: a machine's host gives memory that lay idle back slowly."""
    _fill(folder / "room", 1100)
    (folder / "room").unlink()


if __name__ == "__main__":
    main()
