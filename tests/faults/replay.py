"""Power cuts on any file system: a record of calls, and every state of the disk it may leave.

Rule: only what was synced is certain. Bytes are certain after a sync of their file, names after a sync of
their folder; all else may be on the disk or not, in any order, and a write may be there in part. So ALICE
(Pillai et al., OSDI 2014) and CrashMonkey (Mohan et al., OSDI 2018) think of a disk: not as one file system,
but as what the calls promise, which covers the FAT of a stick too, where the kernel cannot mount one.
"""

import hashlib
import itertools
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_HEAD = struct.Struct("=6q")
_SECTOR = 512
_EVERY_CHOICE = 7


class Call(NamedTuple):
    """A call that changed something: the shim's letter, three numbers, one path or two, and bytes."""

    letter: str
    file: int
    second: int
    third: int
    path: str
    other: str
    data: bytes


Names = dict[tuple[int, str], int]
"""What stands under each name of each folder: files and folders have numbers, and the disk itself is 0."""


class Change(NamedTuple):
    """What a call does to the disk: to bytes, or to names.

    Bytes: `data` at `place` of file `file`; if `data` is None, its size is `place` from then on. Names: in
    each (folder, name) of `names` stands a file from then on, or nothing (0).
    """

    file: int = 0
    place: int = 0
    data: bytes | None = None
    names: tuple[tuple[int, str, int], ...] = ()


class State(NamedTuple):
    """What may be on the disk: each file by its path (None: a folder), after how many receipts, and why."""

    files: dict[str, bytes | None]
    shown: int
    cut: str

    def digest(self) -> bytes:
        """Return what tells two states apart."""
        made = hashlib.sha256(str(self.shown).encode())
        for path, content in sorted(self.files.items()):
            made.update(f"{path}\0{-1 if content is None else len(content)}\0".encode())
            made.update(content or b"")
        return made.digest()

    def write(self, folder: Path) -> None:
        """Put the state into a new folder."""
        folder.mkdir()
        for path, content in sorted(self.files.items()):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                target.mkdir(exist_ok=True)
            else:
                target.write_bytes(content)


def calls(record: Path) -> Iterator[Call]:
    """Read a record as the shim wrote it."""
    data = record.read_bytes()
    at = 0
    while at < len(data):
        letter, file, second, third, one, two = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        path, other = data[at : at + one].decode(), data[at + one : at + one + two].decode()
        at += one + two
        size = third if chr(letter) == "W" else 0
        yield Call(chr(letter), file, second, third, path, other, data[at : at + size])
        at += size


class Model:
    """A disk as it stands by the record: what is certain, and what is only pending."""

    def __init__(self, folder: Path, *, forget: str = "") -> None:
        """Begin with what is in `folder`; syncs of "files" or of "folders", if so told, do nothing."""
        self._root = str(folder)
        self._forget = forget
        self._numbers = itertools.count(1)
        self._bytes: dict[int, bytes | None] = {0: None}
        self._now: Names = {}
        self._by_inode: dict[int, int] = {}
        self._pending: list[Change] = []
        self.shown = 0
        for path in sorted(folder.rglob("*")):
            number = self._new(path.stat().st_ino, None if path.is_dir() else path.read_bytes())
            self._now[self._place(str(path))] = number
        self._names = dict(self._now)

    def _place(self, path: str) -> tuple[int, str]:
        """Return the folder of a path, and the name in it."""
        folder, _, name = path[len(self._root) :].strip("/").rpartition("/")
        number = 0
        for part in filter(None, folder.split("/")):
            number = self._now[number, part]
        return number, name

    def _found(self, path: str) -> int:
        """Return what stands at a path now."""
        place = self._place(path)
        return self._now[place] if place[1] else 0

    def _new(self, inode: int, content: bytes | None) -> int:
        number = next(self._numbers)
        self._bytes[number] = content
        self._by_inode[inode] = number
        return number

    def apply(self, call: Call) -> None:
        """Let a call happen."""
        match call.letter:
            case "K":
                self.shown = call.file
            case "A":
                self._new(call.file, b"")
            case "W" | "T":
                data = call.data if call.letter == "W" else None
                self._pending.append(Change(self._by_inode[call.file], call.second, data))
            case "S":
                self._sync(call)
            case "O":
                self._open(call)
            case _:
                self._name(*self._named(call))

    def _named(self, call: Call) -> list[tuple[int, str, int]]:
        """Return what stands under which names after a call that changes names."""
        folder, name = self._place(call.path)
        match call.letter:
            case "M":
                return [(folder, name, self._new(-next(self._numbers), None))]
            case "L":
                return [(folder, name, self._by_inode[call.file])]
            case "R":
                return [(folder, name, 0), (*self._place(call.other), self._now[folder, name])]
            case "X":
                other = self._place(call.other)
                return [(folder, name, self._now[other]), (*other, self._now[folder, name])]
            case _:
                return [(folder, name, 0)]

    def _open(self, call: Call) -> None:
        if not call.second:
            self._name((*self._place(call.path), self._new(call.file, b"")))
        elif call.third:
            self._pending.append(Change(self._by_inode[call.file], 0))

    def _name(self, *names: tuple[int, str, int]) -> None:
        change = Change(names=names)
        _rename(self._now, change)
        self._pending.append(change)

    def _sync(self, call: Call) -> None:
        # A file that lost its name meanwhile is known by its inode alone.
        number = self._by_inode.get(call.file, 0)
        is_folder = number == 0 or self._bytes[number] is None
        if is_folder:
            number = self._found(call.path)
        if self._forget == ("folders" if is_folder else "files"):
            return
        synced = [
            change
            for change in self._pending
            if (any(folder == number for folder, *_ in change.names) if is_folder else change.file == number)
        ]
        self._bytes, self._names = self._with(synced)
        self._pending = [change for change in self._pending if change not in synced]

    def _with(self, changes: Iterable[Change]) -> tuple[dict[int, bytes | None], Names]:
        """Return the disk after `changes` on what is certain."""
        content, names = dict(self._bytes), dict(self._names)
        for change in changes:
            if change.file:
                content[change.file] = _changed(content[change.file] or b"", change)
            _rename(names, change)
        return content, names

    def state(self, changes: Iterable[Change], cut: str) -> State:
        """Return what stands on the disk if, of what is pending, only `changes` arrived."""
        content, names = self._with(changes)
        inside: dict[int, list[tuple[str, int]]] = {}
        for (folder, name), number in names.items():
            inside.setdefault(folder, []).append((name, number))
        files: dict[str, bytes | None] = {}
        to_do = [("", 0)]
        while to_do:
            path, folder = to_do.pop()
            for name, number in inside.get(folder, []):
                files[f"{path}{name}"] = content[number]
                to_do.append((f"{path}{name}/", number))
        return State(files, self.shown, cut)

    def states(self, place: str) -> Iterator[State]:
        """Yield the states a power cut may leave now, some of them more than once.

        Of what is pending: none, all, either sort, all but one, one alone, what came before one; each write
        in part, with the rest and without; and where little is pending, every choice there is.
        """
        pending = self._pending
        if len(pending) <= _EVERY_CHOICE:
            for number in range(1 << len(pending)):
                chosen = [change for at, change in enumerate(pending) if number >> at & 1]
                yield self.state(chosen, f"{place}, choice {number:b}")
        yield self.state([], f"{place}, only what was synced")
        yield self.state(pending, f"{place}, everything")
        yield self.state([c for c in pending if c.names], f"{place}, names without bytes")
        yield self.state([c for c in pending if not c.names], f"{place}, bytes without names")
        for at, change in enumerate(pending):
            before, after = pending[:at], pending[at + 1 :]
            yield self.state(before, f"{place}, what came before change {at}")
            yield self.state([*before, *after], f"{place}, all but change {at}")
            yield self.state([change], f"{place}, change {at} alone")
            for part in _parts(change):
                yield self.state([*before, part, *after], f"{place}, change {at} in part")
                yield self.state([part], f"{place}, a part of change {at} alone")


def _rename(names: Names, change: Change) -> None:
    for folder, name, number in change.names:
        if number:
            names[folder, name] = number
        else:
            names.pop((folder, name), None)


def _changed(content: bytes, change: Change) -> bytes:
    if change.data is None:
        return content[: change.place].ljust(change.place, b"\0")
    end = change.place + len(change.data)
    return content[: change.place].ljust(change.place, b"\0") + change.data + content[end:]


def _parts(change: Change) -> Iterator[Change]:
    """Yield a write as a power cut may tear it: its first half, its last, and all but a sector of it."""
    data = change.data
    if not data or len(data) < 2:
        return
    middle = len(data) // 2
    yield change._replace(data=data[:middle])
    yield change._replace(data=data[middle:], place=change.place + middle)
    if len(data) > _SECTOR:
        yield change._replace(data=data[: len(data) - _SECTOR])


def states(model: Model, record: Path) -> Iterator[State]:
    """Yield every state that a power cut between two calls of the record may leave, each once."""
    seen: set[bytes] = set()
    for number, call in enumerate([*calls(record), None]):
        for state in model.states(f"before call {number} ({call.letter if call else 'the end'})"):
            if (digest := state.digest()) not in seen:
                seen.add(digest)
                yield state
        if call:
            model.apply(call)
