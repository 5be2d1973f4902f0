"""The ledger's file on the real cipher: atomic, encrypted, looked at before it opens, safe from a kill."""

import errno
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from desktop.custody import ledger
from desktop.custody.errors import LedgerAlteredError
from desktop.custody.ledger import EMPTY, Head, Row, Stored
from desktop.store.errors import (
    CannotReadError,
    CannotWriteError,
    DiskFullError,
    LedgerMissingError,
    LedgerMovedError,
    LedgerUnreadableError,
)
from desktop.store.ledger_file import OLDEST_SQLITE, LedgerFile, make_private_file
from tests.factory import a_small_disk

KEY = bytes(range(32))
ROOT = Path(__file__).resolve().parents[2]
APPENDING = """
import sys
from pathlib import Path
from desktop.custody import ledger
from desktop.store.ledger_file import LedgerFile

with LedgerFile(Path(sys.argv[1]), bytes(range(32))) as file:
    head = ledger.EMPTY
    while True:
        rows = list(ledger.chain(head, [b"body" * 2_000] * 3, [bytes(16)] * 3))
        file.append(head, rows)
        head = ledger.Head(rows[-1].number, rows[-1].digest)
        print(head.number, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of three entries and one master's key, closed."""
    path = tmp_path / "ledger.db"
    make_private_file(path)
    with LedgerFile(path, KEY, create=True) as file:
        file.append(EMPTY, rows_after(EMPTY, 3), [("m.age", "AGE-SECRET-KEY-1")])
    return path


@pytest.fixture
def file(path: Path) -> Iterator[LedgerFile]:
    """The same ledger, open."""
    with LedgerFile(path, KEY) as file:
        yield file


def rows_after(head: Head, count: int, size: int = 20) -> list[Row]:
    return list(ledger.chain(head, [b"b" * size] * count, [bytes(16)] * count))


def head_of(rows: Sequence[Stored]) -> Head:
    number, _salt, _body, digest = rows[-1]
    return Head(number, digest)


def test_what_was_appended_is_read_back_in_order(file: LedgerFile) -> None:
    rows = rows_after(EMPTY, 3)
    assert list(file.rows()) == rows
    assert list(file.rows(after=2)) == rows[2:]
    assert (file.digest(2), file.digest(4)) == (rows[1].digest, None)
    assert (file.identity("m.age"), file.identity("n.age")) == ("AGE-SECRET-KEY-1", None)


def test_an_append_on_another_head_changes_nothing(file: LedgerFile) -> None:
    rows = [Row._make(row) for row in file.rows()]
    for head in (EMPTY, Head(2, rows[1].digest), Head(3, bytes(32)), Head(4, rows[2].digest)):
        with pytest.raises(LedgerMovedError):
            file.append(head, rows_after(head, 2), [("n.age", "AGE-SECRET-KEY-2")])
    assert list(file.rows()) == rows
    assert file.identity("n.age") is None


def test_an_append_is_whole_or_not_at_all(file: LedgerFile) -> None:
    rows = list(file.rows())
    more = rows_after(head_of(rows), 2)
    with pytest.raises(sqlcipher.IntegrityError):
        file.append(head_of(rows), [*more, more[0]])
    with pytest.raises(sqlcipher.IntegrityError):
        file.append(head_of(rows), more, [("m.age", "another key for a master that has one")])
    assert list(file.rows()) == rows
    file.append(head_of(rows), more)
    assert len(list(file.rows())) == 5


def test_two_who_decided_on_one_head_do_not_both_append(path: Path) -> None:
    with LedgerFile(path, KEY) as one, LedgerFile(path, KEY) as other:
        rows = list(one.rows())
        one.append(head_of(rows), rows_after(head_of(rows), 1))
        with pytest.raises(LedgerMovedError):
            other.append(head_of(rows), rows_after(head_of(rows), 1, size=9))


def test_the_settings_of_the_database_are_those_of_the_house(file: LedgerFile) -> None:
    settings = {
        name: file._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "secure_delete",
            "temp_store",
            "trusted_schema",
            "cell_size_check",
            "cipher_memory_security",
        )
    }
    assert {name: str(value) for name, value in settings.items()} == {
        "journal_mode": "delete",
        "synchronous": "3",  # EXTRA
        "secure_delete": "1",
        "temp_store": "2",  # MEMORY
        "trusted_schema": "0",
        "cell_size_check": "1",
        "cipher_memory_security": "1",
    }


def test_the_library_is_none_of_those_that_corrupt_a_database() -> None:
    assert sqlcipher.sqlite_version_info >= OLDEST_SQLITE


def test_the_file_is_encrypted_from_its_first_byte(path: Path) -> None:
    data = path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"b" * 20 not in data
    assert b"AGE-SECRET-KEY" not in data
    assert b"CREATE TABLE" not in data


def test_the_journal_of_an_append_is_encrypted_too_and_gone_afterwards(path: Path, file: LedgerFile) -> None:
    rows = list(file.rows())
    file.append(head_of(rows), rows_after(head_of(rows), 1))
    assert [one.name for one in path.parent.iterdir()] == ["ledger.db"]


def test_another_key_does_not_open_it(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(LedgerUnreadableError):
        LedgerFile(path, bytes(32))
    assert path.read_bytes() == before


@pytest.mark.parametrize("size", [0, 1, 4_095, 4_097])
def test_a_file_of_another_size_is_no_ledger(path: Path, size: int) -> None:
    data = path.read_bytes()
    path.write_bytes((data * 2)[:size])
    with pytest.raises(LedgerUnreadableError, match=f"{size} bytes"):
        LedgerFile(path, KEY)
    assert path.stat().st_size == size


def test_a_plain_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE entry (number INTEGER PRIMARY KEY, salt BLOB, body BLOB, digest BLOB)")
    plain.close()
    with pytest.raises(LedgerUnreadableError, match="not encrypted"):
        LedgerFile(path, KEY)


def test_a_ledger_cut_at_a_page_is_refused_at_once_or_when_it_is_read(path: Path) -> None:
    with LedgerFile(path, KEY) as file:
        rows = list(file.rows())
        file.append(head_of(rows), rows_after(head_of(rows), 20, size=2_000))
    whole = path.read_bytes()
    for pages in range(1, len(whole) // 4096):
        path.write_bytes(whole[: pages * 4096])
        with pytest.raises(LedgerUnreadableError), LedgerFile(path, KEY) as cut:
            list(cut.rows())


@pytest.mark.parametrize("at", [0, 16, 100, 4_000, 4_096 + 50, -1])
def test_a_changed_byte_is_noticed(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(LedgerUnreadableError):
        read_all(path)


def read_all(path: Path) -> None:
    with LedgerFile(path, KEY) as file:
        list(file.rows())
        file.identity("m.age")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE planted (number INTEGER)",
        "CREATE INDEX planted ON entry (digest)",
        "CREATE VIEW planted AS SELECT * FROM entry",
        "CREATE TRIGGER planted BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END",
        "ALTER TABLE entry ADD COLUMN more TEXT",
        "DROP TABLE master",
    ],
)
def test_tables_that_the_program_did_not_make_are_found_at_once(path: Path, statement: str) -> None:
    with LedgerFile(path, KEY) as file:
        file._connection.execute(statement)
    with pytest.raises(LedgerUnreadableError, match="tables are not those"):
        LedgerFile(path, KEY)


@pytest.mark.parametrize("number", [-(2**63), -1, 0])
def test_a_row_before_the_first_entry_is_read_too(file: LedgerFile, number: int) -> None:
    file._connection.execute("INSERT INTO entry VALUES (?, x'00', x'00', x'00')", (number,))
    assert [found for found, *_ in file.rows()] == [number, 1, 2, 3]
    with pytest.raises(LedgerAlteredError, match="Entry 1"):
        list(ledger.verified(file.rows()))


def test_a_disk_that_failed_for_a_moment_is_not_taken_for_tampering(file: LedgerFile) -> None:
    """SQLite says the same of a damaged ledger and of one that the disk did not give; so it is read again."""
    told = file._not_whole("database disk image is malformed")
    assert isinstance(told, CannotReadError)


def test_a_ledger_that_its_disk_does_not_give_is_not_taken_for_damaged(
    path: Path, file: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(path.read_bytes())
    data[4096 + 50] ^= 1
    path.write_bytes(data)
    assert isinstance(file._not_whole("malformed"), LedgerUnreadableError)

    def unread(_path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("desktop.store.ledger_file._read_through", unread)
    told = file._not_whole("malformed")
    assert isinstance(told, CannotReadError)
    assert "input/output error" in told.message


def test_a_missing_file_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissingError, match=r"ledger\.db"):
        LedgerFile(tmp_path / "ledger.db", KEY)
    assert not list(tmp_path.iterdir())


def test_a_folder_in_its_place_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    with pytest.raises((CannotReadError, LedgerUnreadableError)):
        LedgerFile(tmp_path / "ledger.db", KEY)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
@pytest.mark.parametrize("read_only", [True, False])
def test_a_pipe_in_the_place_of_the_journal_is_not_waited_for(path: Path, *, read_only: bool) -> None:
    os.mkfifo(path.with_name(f"{path.name}-journal"))
    with pytest.raises(LedgerUnreadableError, match="its journal is no file"):
        LedgerFile(path, KEY, read_only=read_only)


def test_a_ledger_opened_for_reading_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with LedgerFile(path, KEY, read_only=True) as file:
        rows = list(file.rows())
        with pytest.raises(CannotWriteError):
            file.append(head_of(rows), rows_after(head_of(rows), 1))
        assert list(file.rows()) == rows
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["ledger.db"]


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path, path: Path) -> None:
    with a_small_disk(tmp_path / "small", "256k") as disk:
        small = disk / "ledger.db"
        shutil.copy(path, small)
        with LedgerFile(small, KEY) as file:
            rows = list(file.rows())
            head = head_of(rows)
            with pytest.raises(DiskFullError, match=r"ledger\.db"):
                file.append(head, rows_after(head, 40, size=10_000), [("n.age", "AGE-SECRET-KEY-2")])
            assert list(file.rows()) == rows
            assert file.identity("n.age") is None
            file.append(head, rows_after(head, 1))
        with LedgerFile(small, KEY) as file:
            assert [number for number, *_ in ledger.verified(file.rows())] == [1, 2, 3, 4]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
@pytest.mark.parametrize("acknowledged", [1, 2, 5])
def test_every_acknowledged_entry_outlives_a_kill(tmp_path: Path, acknowledged: int) -> None:
    path = tmp_path / "ledger.db"
    make_private_file(path)
    LedgerFile(path, KEY, create=True).close()
    command = [sys.executable, "-c", APPENDING, str(path)]
    last = b""
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(acknowledged):
            last = process.stdout.readline()
        process.kill()
        last = (process.stdout.read().splitlines() or [last])[-1]
    assert process.returncode == -signal.SIGKILL
    with LedgerFile(path, KEY) as file:
        rows = list(ledger.verified(file.rows()))
        assert len(rows) >= int(last) >= 3 * acknowledged
        assert len(rows) % 3 == 0
        file.append(head_of(rows), rows_after(head_of(rows), 1))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes")
def test_only_its_owner_may_read_it(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_ledger_is_never_made_over_a_file_that_is_there(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(CannotWriteError):
        make_private_file(path)
    assert path.read_bytes() == before


def test_closing_twice_does_no_harm(path: Path) -> None:
    before = path.read_bytes()
    file = LedgerFile(path, KEY)
    file.close()
    file.close()
    assert path.read_bytes() == before
