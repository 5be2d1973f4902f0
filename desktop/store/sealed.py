"""Sealed masters as files: sealing, reading at any place, checking, and copying out.

Rule: a master is one age v1 file for one identity, written once and never changed. No byte of it is
given out before it is authentic, and opening it checks its header and its end, so that a cut master is
found at once. Nothing is ever kept in clear on the disk. One reader or call belongs to one thread.
"""

import hashlib
import io
import stat
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.store import age
from desktop.store.ahead import ahead, buffers
from desktop.store.durable import DurableFile, reason, write_all, writing
from desktop.store.errors import CannotReadError, MasterAlteredError, MasterMissingError
from desktop.store.secret import overwrite_stack

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Progress = Callable[[int], None]
"""Told the bytes of plaintext done so far. What it raises ends the job cleanly: so it is cancelled."""

_BLOCK_CHUNKS = 16
_BLOCK = _BLOCK_CHUNKS * age.CHUNK
_SEALED_BLOCK = _BLOCK_CHUNKS * age.SEALED_CHUNK
_CHUNKS_KEPT = 32


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed: the SHA-256 of the plaintext in hexadecimal, and both sizes in bytes."""

    sha256: str
    size: int
    sealed_size: int


def seal(
    source: BinaryIO, target: Path, identity: age.Identity, *, progress: Progress | None = None
) -> Sealed:
    """Seal all that `source` gives from where it stands as the new file `target`; durable at return.

    The caller compares `size` with what was expected. Raises CannotReadError, DiskFullError or
    CannotWriteError (also where `target` exists); nothing is then left behind.
    """
    digest = hashlib.sha256()
    start, stream = age.new_file(identity)
    size, sealed_size = 0, len(start)
    with (
        DurableFile(target, replace=False) as file,
        closing(ahead(_sealed(stream, ahead(_read(source, digest.update))))) as blocks,
    ):
        file.write(start)
        for block in blocks:
            file.write(block)
            size += age.plain_size(len(block))
            sealed_size += len(block)
            if progress:
                progress(size)
    return Sealed(digest.hexdigest(), size, sealed_size)


def verify(path: Path, identity: age.Identity, sha256: str, *, progress: Progress | None = None) -> None:
    """Unseal all of the master at `path`, and compare its SHA-256 (B7).

    Raises MasterAlteredError, MasterMissingError or CannotReadError.
    """
    digest = hashlib.sha256()
    with closing(_Master(path, identity)) as master, closing(ahead(master.blocks())) as blocks:
        done = 0
        for block in blocks:
            digest.update(block)
            done += len(block)
            if progress:
                progress(done)
    if digest.hexdigest() != sha256:
        raise MasterAlteredError(file=path.name, why="it holds another document")


def copy_out(path: Path, identity: age.Identity, target: BinaryIO | DurableFile) -> None:
    """Write the plaintext of the master at `path` to `target`, which the person asked for.

    Raises MasterAlteredError, MasterMissingError or CannotReadError, and for the target DiskFullError or
    CannotWriteError. What was written by then is authentic but not whole: give a DurableFile, or discard it.
    """
    with closing(_Master(path, identity)) as master, closing(ahead(master.blocks())) as blocks:
        for block in blocks:
            with writing(_path(target)):
                write_all(target.write, block)


class SealedReader(io.RawIOBase):
    """The plaintext of a master as a file to read and seek in; only what is read is unsealed.

    Raises MasterAlteredError, MasterMissingError or CannotReadError, from the constructor and from
    every read. Once closed it keeps no plaintext.
    """

    _master: "_Master | None" = None

    def __init__(self, path: Path, identity: age.Identity) -> None:
        super().__init__()
        self._place = 0
        self._kept: OrderedDict[int, memoryview] = OrderedDict()
        self._master = _Master(path, identity)
        self.size = self._master.size
        """Bytes of plaintext."""

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place of the next read."""
        self._opened()
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to `offset` from the start, the place now, or the end; past the end nothing is read."""
        self._opened()
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        if place < 0:
            raise ValueError("a place before the start of the file")
        self._place = place
        return place

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill `buffer` from the place now; fewer bytes only at the end."""
        master = self._opened()
        wanted = memoryview(buffer).cast("B")
        count = max(0, min(len(wanted), self.size - self._place))
        done = 0
        while done < count:
            number, at = divmod(self._place, age.CHUNK)
            whole = 0 if at else (count - done) // age.CHUNK * age.CHUNK
            if whole:
                got = master.open_into(wanted[done : done + whole], number)
            else:
                part = self._chunk(master, number)[at : at + count - done]
                got = len(part)
                wanted[done : done + got] = part
            done += got
            self._place += got
        return done

    def close(self) -> None:
        """Close the file and let go of the plaintext."""
        if self._master is not None and not self.closed:
            self._kept.clear()
            self._master.close()
        super().close()

    def _opened(self) -> "_Master":
        if self.closed or self._master is None:
            raise ValueError("the master is closed")
        return self._master

    def _chunk(self, master: "_Master", number: int) -> memoryview:
        if number in self._kept:
            self._kept.move_to_end(number)
        else:
            self._kept[number] = master.chunk(number)
            if len(self._kept) > _CHUNKS_KEPT:
                self._kept.popitem(last=False)
        return self._kept[number]


class _Master:
    """An open master whose header and last chunk are authentic. Each error names the file."""

    def __init__(self, path: Path, identity: age.Identity) -> None:
        self._name = path.name
        with self._telling():
            try:
                mode = path.stat().st_mode
                if not stat.S_ISREG(mode):  # a pipe would be waited for
                    raise MasterAlteredError(file=self._name, why="it is no file")
                self._file = path.open("rb", buffering=0)
            except FileNotFoundError as error:
                raise MasterMissingError(file=self._name, why="its file is not in the vault") from error
        try:
            with self._telling():
                whole = self._file.seek(0, io.SEEK_END)
                self._file.seek(0)
                self._start, self._stream = age.open_file(_filled(self._file, age.HEADER_LIMIT), identity)
                self._sealed_size = whole - self._start
                self.size = age.plain_size(self._sealed_size)
                self._last = age.chunk_count(self._sealed_size) - 1
            self.chunk(self._last)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        overwrite_stack()
        with suppress(OSError):  # it was only read, so nothing can be lost
            self._file.close()

    def chunk(self, number: int) -> memoryview:
        """Return the plaintext of one chunk."""
        with self._telling():
            sealed = self._sealed(number, 1)
            plain = memoryview(bytearray(age.plain_size(len(sealed))))
            self._stream.open_into(plain, sealed, number, final=number == self._last)
        return plain

    def open_into(self, place: memoryview, first: int) -> int:
        """Fill `place` with whole chunks from number `first` on, a block at most; return how many bytes."""
        count = min(len(place) // age.CHUNK, _BLOCK_CHUNKS)
        with self._telling():
            sealed = self._sealed(first, count)
            place = place[: age.plain_size(len(sealed))]
            try:
                self._stream.open_into(place, sealed, first, final=first + count > self._last)
            except age.AgeError:
                place[:] = bytes(len(place))  # what is not authentic goes to nobody
                raise
        return len(place)

    def blocks(self) -> Generator[memoryview]:
        """Yield all of the plaintext; each block is good until the next few are asked for."""
        ring = buffers(_BLOCK)
        with closing(ahead(self._sealed_blocks())) as blocks, self._telling():
            for first, sealed in blocks:
                plain = next(ring)[: age.plain_size(len(sealed))]
                self._stream.open_into(plain, sealed, first, final=first + _BLOCK_CHUNKS > self._last)
                yield plain

    def _sealed_blocks(self) -> Generator[tuple[int, bytes]]:
        for first in range(0, self._last + 1, _BLOCK_CHUNKS):
            yield first, self._sealed(first, _BLOCK_CHUNKS)

    def _sealed(self, first: int, count: int) -> bytes:
        at = first * age.SEALED_CHUNK
        self._file.seek(self._start + at)
        return _filled(self._file, min(count * age.SEALED_CHUNK, self._sealed_size - at))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except age.AgeError as error:
            raise MasterAlteredError(file=self._name, why=str(error)) from error
        except OSError as error:
            raise CannotReadError(file=self._name, why=reason(error)) from error


def _read(source: BinaryIO, seen: Callable[[bytes], None]) -> Generator[tuple[bytes, bool]]:
    """Yield the blocks of `source`, at least one, and whether each is the last."""
    try:
        block = _filled(source, _BLOCK)
        while True:
            following = _filled(source, _BLOCK) if len(block) == _BLOCK else b""
            seen(block)
            yield block, not following
            if not following:
                return
            block = following
    except OSError as error:
        raise CannotReadError(file=_path(source), why=reason(error)) from error


def _sealed(stream: age.Stream, blocks: Generator[tuple[bytes, bool]]) -> Generator[memoryview]:
    ring = buffers(_SEALED_BLOCK)
    first = 0
    with closing(blocks):
        for plain, final in blocks:
            block = next(ring)[: age.sealed_size(len(plain))]
            stream.seal_into(block, plain, first, final=final)
            yield block
            first += _BLOCK_CHUNKS


def _filled(source: BinaryIO | io.FileIO, size: int) -> bytes:
    """Read `size` bytes, fewer only at the end of `source`: a raw file may give less at a time."""
    data = source.read(size) or b""
    while len(data) < size and (more := source.read(size - len(data))):
        data += more
    return data


def _path(file: object) -> Path:
    return Path(str(getattr(file, "name", "the file")))
