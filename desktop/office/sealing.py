"""Sealing what comes into custody: sealed first, verified, then read by the worker; the entry comes last.

Rule: nothing reads what came from outside before it is sealed, and nothing is left when any step fails: a
sealed file that the ledger surely does not name is removed, any other is left, since a stray is cheap.
"""

import contextlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from desktop.custody.documents import Master
from desktop.custody.errors import FileRefusedError, StrongroomError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.paper.reading_room import Inspection
from desktop.store.durable import reason
from desktop.store.vault import SealedMaster

_LARGEST = 16 * 1024**3
"""Bytes; a document of more is no document."""


def sealed_file(
    office: Office, file: Path, *, act: str = "take in"
) -> Procedure[tuple[SealedMaster, Master]]:
    """Seal a file of a person's choosing; return it with what an entry will say of it.

    Raises FileRefusedError, which is recorded as a refusal of `act`, and errors as `Vault.seal`.
    """
    sealing = Step("bench", lambda progress: _seal_file(office, file, progress), "Sealing", can_stop=True)
    try:
        sealed: SealedMaster = yield sealing
    except FileRefusedError as error:
        yield from office.refused(act, error)
        raise
    return (yield from _looked_at(office, sealed, file.name))


def sealed_bytes(office: Office, data: bytes) -> Procedure[tuple[SealedMaster, Master]]:
    """Seal what the program made, which came under no name; return it with what an entry will say of it."""

    def seal(progress: Progress) -> SealedMaster:
        return office.vault.seal(io.BytesIO(data), lambda done: progress(done / len(data)))

    sealed: SealedMaster = yield Step("bench", seal, "Sealing", can_stop=True)
    return (yield from _looked_at(office, sealed, ""))


def discarding(office: Office, sealed: SealedMaster, act: str, error: StrongroomError) -> Procedure[None]:
    """Remove a sealed file that was refused before any entry named it, and record the refusal."""
    office.vault.discard(sealed)
    yield from office.refused(act, error)


def _looked_at(office: Office, sealed: SealedMaster, name: str) -> Procedure[tuple[SealedMaster, Master]]:
    """Verify what was sealed and have the worker read it; remove it if that fails."""
    try:
        yield Step(
            "bench",
            lambda progress: office.vault.verify(
                sealed.name, sealed.opener, sealed.sha256, lambda done: progress(done / sealed.size)
            ),
            "Checking the master",
            can_stop=True,
        )
        found: Inspection = yield Step("bench", lambda _progress: _inspect(office, sealed, name), "Reading")
    except BaseException:
        office.vault.discard(sealed)
        raise
    master = Master(
        sealed=sealed.name,
        sha256=sealed.sha256,
        size=sealed.size,
        file_name=name.encode("utf-8", "replace").decode(),
        format=found.format,
        pages=found.pages,
        notes=tuple(found.notes),
        works=found.works,
    )
    return sealed, master


def entered(office: Office, sealed: SealedMaster, act: Procedure[Outcome]) -> Procedure[Outcome]:
    """Run the act; if it fails, remove the sealed file, but only when the ledger surely does not name it."""
    try:
        return (yield from act)
    except GeneratorExit:
        raise  # nobody can ask the ledger any more: a stray is cheap, a lost master is not
    except BaseException:
        with contextlib.suppress(StrongroomError):  # the first error is the one to tell; a stray is listed
            yield Step("vault", lambda _progress: office.vault.discard_unless_entered(sealed), "Tidying up")
        raise


def _seal_file(office: Office, file: Path, progress: Progress) -> SealedMaster:
    with opened_file(file) as (source, size):
        sealed = office.vault.seal(source, lambda done: progress(done / size))
        try:
            whole = sealed.size == size == os.fstat(source.fileno()).st_size
        except OSError as error:
            office.vault.discard(sealed)
            raise _unreadable(file, error) from error
        if not whole:
            office.vault.discard(sealed)
            raise FileRefusedError(
                file=file.name,
                why="it changed while it was read",
                advice="Wait until it is whole, then take it in.",
            )
    return sealed


def _inspect(office: Office, sealed: SealedMaster, name: str) -> Inspection:
    with office.vault.reader(sealed.name, sealed.opener) as document:
        return office.room.inspect(document, name=name)


@contextlib.contextmanager
def opened_file(file: Path) -> Iterator[tuple[io.BufferedReader, int]]:
    """Open a file of a person's choosing: a regular one, neither empty nor absurdly large."""

    def refused(why: str, advice: str) -> FileRefusedError:
        return FileRefusedError(file=file.name or file, why=why, advice=advice)

    try:
        source, found = _opened(file)
    except FileNotFoundError:
        raise refused("there is no such file", "Check its name and folder.") from None
    except OSError as error:
        if os.path.isdir(file):  # noqa: PTH112 - Path.is_dir raises again what was raised here
            raise refused("it is a folder", "Take its documents in one by one.") from None
        raise _unreadable(file, error) from error
    except ValueError:
        raise refused("its name cannot be used", "Give the file another name.") from None
    try:
        if not stat.S_ISREG(found.st_mode):
            raise refused("it is no file but a device or a pipe", "Save the document as a file first.")
        if found.st_size == 0:
            raise refused("it is empty", "Ask for the document again.")
        if found.st_size > _LARGEST:
            raise refused("it is larger than 16 GiB", "Ask for the document in parts.")
        yield source, found.st_size
    finally:
        with contextlib.suppress(OSError):  # it was only read: a disk that is gone loses nothing
            source.close()


def _opened(file: Path) -> tuple[io.BufferedReader, os.stat_result]:
    """Open what there is, without waiting for the other end of a pipe; raises OSError, ValueError."""
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        found = os.fstat(handle)  # first: once the file has the handle, that is the file's to close
        return os.fdopen(handle, "rb"), found
    except BaseException:
        os.close(handle)
        raise


def _unreadable(file: Path, error: OSError) -> FileRefusedError:
    why = f"it cannot be read ({reason(error)})"
    advice = "Check that you may read it and that its disk is connected."
    return FileRefusedError(file=file.name or file, why=why, advice=advice)
