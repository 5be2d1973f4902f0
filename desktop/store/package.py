"""A package as a folder: BagIt 1.0 (RFC 8493), its payload in clear or each file sealed for one recipient.

Rule: the folder has its name only when the package is whole and on the disk; what ends earlier leaves
nothing. What is meant for the recipient alone is sealed as it is read: it never lies on the disk in clear.
Why our own: digests taken while the payload is written save reading all of it again, and nothing is moved
about or left undurable. Any BagIt program validates the result.
"""

import errno
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple, Self

from desktop.custody.text import shown
from desktop.store import age
from desktop.store.ahead import ahead, buffers
from desktop.store.durable import PARTIAL, DurableFile, sync_folder, writing
from desktop.store.sealed import Progress

Source = io.RawIOBase | BinaryIO

SEALED = ".age"
"""How the name of a sealed file ends."""

_BLOCK_CHUNKS = 16
_BLOCK = _BLOCK_CHUNKS * age.CHUNK
_SEALED_BLOCK = _BLOCK_CHUNKS * age.SEALED_CHUNK
_ALGORITHMS = (
    "sha256",
    "sha512",
)  # RFC 8493, 2.4: both are known everywhere; a new bag should have the second
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class Payload(NamedTuple):
    """The payload as it lies there: how many files, their bytes, and the SHA-256 of its manifest."""

    files: int
    size: int
    manifest: str


class Package:
    """A package being written. Leaving `with` before `finish` was reached leaves nothing behind.

    Raises DiskFullError or CannotWriteError; also where `target` is there already.
    """

    def __init__(self, target: Path, recipient: age.Recipient | None) -> None:
        self._target = target
        self._recipient = recipient
        self._payload: list[_Written] = []
        self._tags: list[_Written] = []
        with writing(target):
            self._refuse_to_replace()
            self._folder = Path(tempfile.mkdtemp(PARTIAL, "package-", target.parent))  # for its owner alone

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)  # after `finish` there is no such folder

    def place(self, name: str) -> str:
        """Return where a payload file called `name` lies in the package."""
        return f"data/{name}{SEALED if self._recipient else ''}"

    def put(self, name: str, source: Source, *, progress: Progress | None = None) -> str:
        """Put all that `source` gives into the payload as `name`; return its SHA-256 before sealing.

        `source` gives as much as it is asked for but at its end, as a SealedReader does. Raises what it
        raises.
        """
        digest = hashlib.sha256()
        done = 0

        def seen(block: bytes) -> None:
            nonlocal done
            digest.update(block)
            done += len(block)

        def told() -> None:
            if progress:
                progress(done)

        with closing(ahead(self._blocks(source, seen))) as blocks:
            self._payload.append(self._write(self.place(name), blocks, told))
        return digest.hexdigest()

    def describe(self, facts: Mapping[str, str]) -> Payload:
        """Write the declaration, `facts` as bag-info.txt, and the manifests of the payload."""
        size = sum(written.size for written in self._payload)
        facts = {**facts, "Payload-Oxum": f"{size}.{len(self._payload)}"}
        self.tag("bagit.txt", _DECLARATION)
        self.tag("bag-info.txt", "".join(f"{name}: {shown(fact)}\n" for name, fact in facts.items()).encode())
        for algorithm in _ALGORITHMS:
            self.tag(_manifest_name(algorithm), _manifest(self._payload, algorithm))
        manifest = hashlib.sha256(_manifest(self._payload, "sha256")).hexdigest()
        return Payload(len(self._payload), size, manifest)

    def tag(self, name: str, data: bytes) -> None:
        """Write a file beside the payload, in clear."""
        self._tags.append(self._write(name, [data]))

    def finish(self) -> None:
        """Write the manifests of the tag files, and give the folder its name; durable at return."""
        for algorithm in _ALGORITHMS:
            self._write(f"tag{_manifest_name(algorithm)}", [_manifest(self._tags, algorithm)])
        with writing(self._target):
            for folder, _folders, _files in os.walk(self._folder):
                sync_folder(Path(folder))
            self._refuse_to_replace()
            self._folder.rename(self._target)
            try:
                sync_folder(self._target.parent)
            except OSError:
                self._target.rename(self._folder)
                raise

    def _blocks(self, source: Source, seen: Callable[[bytes], None]) -> "Generator[bytes | memoryview]":
        if self._recipient is None:
            for block, _last in _read(source, seen):
                yield block
            return
        start, stream = age.new_file(self._recipient)
        yield start
        ring = buffers(_SEALED_BLOCK)
        for number, (block, last) in enumerate(_read(source, seen)):
            sealed = next(ring)[: age.sealed_size(len(block))]
            stream.seal_into(sealed, block, number * _BLOCK_CHUNKS, final=last)
            yield sealed

    def _write(
        self, name: str, blocks: "Iterable[bytes | memoryview]", told: Callable[[], None] | None = None
    ) -> "_Written":
        path = self._folder / name
        with writing(self._target / name):
            for above in reversed(PurePath(name).parents):
                (self._folder / above).mkdir(mode=0o700, exist_ok=True)
        digests = {algorithm: hashlib.new(algorithm) for algorithm in _ALGORITHMS}
        size = 0
        with DurableFile(path, replace=False) as file:
            for block in blocks:
                size += file.write(block)
                for digest in digests.values():
                    digest.update(block)
                if told:
                    told()
        return _Written(name, size, {algorithm: digest.hexdigest() for algorithm, digest in digests.items()})

    def _refuse_to_replace(self) -> None:
        if os.path.lexists(self._target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


class _Written(NamedTuple):
    """A file of the package: its name from the top, the bytes that were written, and their digests."""

    name: str
    size: int
    digests: Mapping[str, str]


def _read(source: Source, seen: Callable[[bytes], None]) -> Iterator[tuple[bytes, bool]]:
    """Yield the blocks of `source`, at least one, and whether each is the last."""
    block, last = source.read(_BLOCK) or b"", False
    while not last:
        following = (source.read(_BLOCK) or b"") if len(block) == _BLOCK else b""
        last = not following
        seen(block)
        yield block, last
        block = following


def _manifest_name(algorithm: str) -> str:
    return f"manifest-{algorithm}.txt"


def _manifest(files: Sequence[_Written], algorithm: str) -> bytes:
    lines = [
        f"{file.digests[algorithm]}  {file.name}\n" for file in sorted(files, key=lambda file: file.name)
    ]
    return "".join(lines).encode()
