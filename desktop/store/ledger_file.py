"""The ledger's file: one SQLCipher database with an append-only table of entries, and the masters' keys.

Rule: what is read is verified by the chain, never by the database (SQLCipher does not notice going back in
time). An append is one transaction, whole or not at all, and expects the head it was decided on. The
file is looked at before SQLCipher opens it: it takes an empty file for an empty vault. Its tables are those
the program makes, to the letter: who has the key could leave others, which forget what is entered.
"""

import contextlib
import itertools
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlcipher3.dbapi2 as sqlcipher

from desktop.custody import ledger
from desktop.custody.errors import StrongroomError
from desktop.custody.ledger import EMPTY, Head, Stored
from desktop.store.durable import is_full, reason, writing
from desktop.store.errors import (
    CannotReadError,
    CannotWriteError,
    DiskFullError,
    LedgerMissingError,
    LedgerMovedError,
    LedgerUnreadableError,
    LibraryTooOldError,
)
from desktop.store.secret import wipe

LEDGER = re.compile(r"ledger-([1-9][0-9]{0,9})\.db\Z")
"""The name of a ledger's file, with the generation of its key."""

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a database (the WAL-reset fault, up to 3.51.2)."""

_PAGE = 4096
_PLENTY = 1024 * 1024
_DISK_ERRORS = {sqlcipher.SQLITE_IOERR, sqlcipher.SQLITE_CANTOPEN}
_PLAIN = b"SQLite format 3\0"
_SETTINGS = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
)
_TABLES = (
    """CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    salt   BLOB NOT NULL,
    body   BLOB NOT NULL,
    digest BLOB NOT NULL
) STRICT""",
    """CREATE TABLE master (
    sealed   TEXT PRIMARY KEY,
    identity TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
)
"""As every ledger has them, letter by letter: they are compared when one is opened."""

_SCHEMA = {("table", statement.split()[2], statement) for statement in _TABLES}
_BEFORE_ANY = -(2**63)
"""The least number a row can have: one that stands before the first entry is read, and found out."""

Kept = tuple[str, str]
"""A master's name and the identity that opens it."""


def ledger_name(generation: int) -> str:
    """Return the name of the ledger's file under the keys of that generation."""
    return f"ledger-{generation}.db"


class LedgerFile:
    """An open ledger. It belongs to the thread that opened it."""

    def __init__(self, path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> None:
        """Open the ledger at `path` with SQLCipher's raw 32-byte key.

        Raises LedgerMissingError, LedgerUnreadableError, CannotReadError, CannotWriteError.
        """
        _refuse_old_library()
        self._path = path
        self._read_only = read_only
        self._key = bytearray(key)
        if not create:
            _look_at(path)
        with self._telling(writing=create):
            self._connection = self._connected()
            try:
                self._begin(create=create)
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and wipe its key; closing twice does no harm."""
        self._connection.close()
        self._key[:] = bytes(len(self._key))

    def rows(self, after: int = 0) -> Iterator[Stored]:
        """Yield the entries after number `after`, in order, as they are stored: nothing is verified here.

        After 0 come all rows there are, those with a number below 1 too.
        """
        first = after + 1 if after else _BEFORE_ANY
        with self._telling():
            stored = self._connection.execute(
                "SELECT number, salt, body, digest FROM entry WHERE number >= ? ORDER BY number", (first,)
            )
            for row in stored:  # noqa: UP028 - `yield from` closes the cursor, which a closed ledger refuses
                yield row

    def digest(self, number: int) -> bytes | None:
        """Return the digest of entry `number`, or None if there is none."""
        with self._telling():
            found = self._connection.execute(
                "SELECT digest FROM entry WHERE number = ?", (number,)
            ).fetchone()
        return found[0] if found else None

    def append(
        self,
        expected: Head,
        rows: Sequence[Stored],
        identities: Sequence[Kept] = (),
        ended: Iterable[str] = (),
    ) -> None:
        """Put `rows` after the head they were decided on, with new masters' names and identities.

        The identities of the masters in `ended` are taken away, and overwritten in the file.
        Durable at return. Raises LedgerMovedError if the head is another one, DiskFullError,
        CannotWriteError; nothing is then changed.
        """
        with self._telling(writing=True), self._transaction():
            if self._head() != expected:
                raise LedgerMovedError
            self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
            self._connection.executemany("INSERT INTO master VALUES (?, ?)", identities)
            self._connection.executemany("DELETE FROM master WHERE sealed = ?", [(name,) for name in ended])

    def head(self) -> Head:
        """Return the last entry's number and digest, unverified."""
        with self._telling():
            return self._head()

    def masters(self) -> list[str]:
        """Return the name of every master whose identity is kept."""
        with self._telling():
            return [name for (name,) in self._connection.execute("SELECT sealed FROM master")]

    def identities(self) -> list[Kept]:
        """Return every master's name and identity."""
        with self._telling():
            return list(self._connection.execute("SELECT sealed, identity FROM master"))

    def copy_into(
        self, other: "LedgerFile", expected: Head, rows: Sequence[Stored], ended: frozenset[str]
    ) -> None:
        """Put everything, and `rows` after it, into an empty ledger under another key. Errors as `append`.

        The identities of the masters in `ended` stay behind.
        """
        if self.head() != expected:
            raise LedgerMovedError
        whole = itertools.chain(ledger.verified(self.rows()), rows)  # nothing is carried on unverified
        other.fill(whole, [kept for kept in self.identities() if kept[0] not in ended])

    def fill(self, rows: Iterable[Stored], identities: Sequence[Kept]) -> None:
        """Put the first entries into an empty ledger; durable at return."""
        with self._telling(writing=True), self._transaction():
            self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
            self._connection.executemany("INSERT INTO master VALUES (?, ?)", identities)

    def identity(self, sealed: str) -> str | None:
        """Return the identity that opens the master of that name, or None if it is not kept."""
        with self._telling():
            query = "SELECT identity FROM master WHERE sealed = ?"
            found = self._connection.execute(query, (sealed,)).fetchone()
        return found[0] if found else None

    def _connected(self) -> Any:
        mode = "ro" if self._read_only else "rw"
        connection = sqlcipher.connect(f"{self._path.as_uri()}?mode={mode}", uri=True, isolation_level=None)
        run = connection.execute
        run("PRAGMA cipher_memory_security = ON")  # before there is a key in memory to be wiped
        run("PRAGMA cipher_log_level = NONE")  # what is wrong is told by an error, not on standard error
        order = f"PRAGMA key = \"x'{self._key.hex()}'\""
        try:
            run(order)
        finally:
            wipe(order)  # the connection remembers its last orders
        return connection

    def _begin(self, *, create: bool) -> None:
        run = self._connection.execute
        for setting in _SETTINGS:
            run(setting)
        if create:
            with self._transaction():
                for statement in _TABLES:
                    run(statement)
        # The first page is read: a wrong key shows here.
        if set(run("SELECT type, name, sql FROM sqlite_schema")) != _SCHEMA:
            raise LedgerUnreadableError(why="its tables are not those the program made")

    def _head(self) -> Head:
        query = "SELECT number, digest FROM entry ORDER BY number DESC LIMIT 1"
        found = self._connection.execute(query).fetchone()
        return Head._make(found) if found else EMPTY

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def _telling(self, *, writing: bool = False) -> Iterator[None]:
        """Turn SQLite's errors into what a person is told; our own mistakes pass through."""
        try:
            yield
        except sqlcipher.OperationalError as error:
            raise self._told(error, writing=writing) from error
        except sqlcipher.DatabaseError as error:
            if type(error) is sqlcipher.DatabaseError:  # damaged, or another key's
                raise self._not_whole(str(error)) from error
            raise

    def _told(self, error: Any, *, writing: bool) -> Exception:
        why = str(error)
        # SQLite knows a full disk, but not a full share of one.
        if "full" in why or (
            writing and error.sqlite_errorcode in _DISK_ERRORS and is_full(self._path.parent)
        ):
            return DiskFullError(file=self._path.name)
        if "malformed" in why or "not a database" in why:
            return self._not_whole(why)
        if "no such table" in why or "not decode" in why:
            return LedgerUnreadableError(why=why)
        if self._read_only and not writing and "readonly" in why:
            why = "an entry was interrupted; open the vault for writing once, and it is put right"
        elif writing or "readonly" in why:
            return CannotWriteError(file=self._path.name, why=why)
        return CannotReadError(file=self._path.name, why=why)

    def _not_whole(self, why: str) -> StrongroomError:
        """Tell a damaged ledger from a disk that did not give it: SQLite has the same words for both."""
        try:
            for path in filter(Path.exists, (self._path, _journal(self._path))):
                _read_through(path)
        except OSError as error:
            return CannotReadError(file=self._path.name, why=reason(error))
        if self._is_whole_now():
            return CannotReadError(file=self._path.name, why="its disk failed for a moment")
        return LedgerUnreadableError(why=why)

    def _is_whole_now(self) -> bool:
        try:
            with contextlib.closing(self._connected()) as again:
                return list(again.execute("PRAGMA quick_check(1)")) == [("ok",)]
        except sqlcipher.DatabaseError:
            return False


def _look_at(path: Path) -> None:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise LedgerUnreadableError(why="it is no file")
        size = found.st_size
        with path.open("rb") as file:
            start = file.read(len(_PLAIN))
        journal = _journal(path)
        has_journal = journal.exists()
        if has_journal and not stat.S_ISREG(journal.stat().st_mode):  # SQLite would wait for a pipe
            raise LedgerUnreadableError(why="its journal is no file")
    except FileNotFoundError:
        raise LedgerMissingError(file=path.name) from None
    except OSError as error:
        raise CannotReadError(file=path.name, why=reason(error)) from error
    if size < _PAGE or (size % _PAGE and not has_journal):  # SQLite puts right what a journal tells of
        raise LedgerUnreadableError(why=f"its size, {size} bytes, is not that of a ledger")
    if start == _PLAIN:
        raise LedgerUnreadableError(why="it is not encrypted")


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _read_through(path: Path) -> None:
    """Read a file whole, to see whether its disk gives it. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        while file.read(_PLENTY):
            pass


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner may read; SQLite itself would ask for no mode."""
    with writing(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _refuse_old_library() -> None:
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise LibraryTooOldError(version=sqlcipher.sqlite_version)
