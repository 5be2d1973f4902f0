"""Rows and tables of the ledger as somebody with the key left them, who did not recompute the chain.

Whatever stands in the database is either told of as an alteration of the ledger, or changes nothing that the
program shows; no value of an odd type, no trigger and no view brings it down or leads it astray.
"""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.custody.errors import LedgerAlteredError, StrongroomError
from desktop.store.errors import (
    DeviceSecretMissingError,
    LedgerRewrittenError,
    LedgerUnreadableError,
    MasterAlteredError,
    MasterKeyMissingError,
    TailCutError,
)
from tests.tamper.conftest import Count, Days
from tests.tamper.ledger_rows import Statement, put, sql
from tests.tamper.scene import Scene, Told, back_up, found

AT = 20
"""The entry that is tampered with; there are some before it and many after."""


AT_THE_END: set[Told] = {LedgerAlteredError, LedgerRewrittenError, TailCutError}
"""What fits where the last entry is another too: the head kept outside may speak first."""


def told_of(scene: Scene, fits: set[Told], count: Count, what: str) -> None:
    told = found(scene)
    assert told in fits, told
    count(what, told)
    assert found(scene, read_only=True) is told


# --- rows edited, deleted, inserted, moved


@pytest.mark.parametrize(
    "change",
    [
        "body = CAST(replace(CAST(body AS TEXT), 'Nurse', 'Clerk') AS BLOB)",
        "body = x'7b7d'",
        "body = x''",
        "body = CAST(body || x'20' AS BLOB)",
        "body = zeroblob(20000000)",
        "salt = zeroblob(16)",
        "salt = x''",
        "salt = CAST(salt || x'00' AS BLOB)",
        "digest = zeroblob(32)",
        "digest = x''",
        "number = 1000",
        "number = 9223372036854775807",
        "number = -1",
        "number = 0",
    ],
)
def test_an_edited_row_is_told(today: Scene, count: Count, change: str) -> None:
    sql(today, f"UPDATE entry SET {change} WHERE number = {AT}")  # noqa: S608 - the tests' own words
    told_of(today, {LedgerAlteredError}, count, "a row of the ledger edited")


@pytest.mark.parametrize("part", ["salt", "body", "digest"])
def test_an_edited_last_row_is_told(today: Scene, count: Count, part: str) -> None:
    last = len(today.rows)
    sql(today, f"UPDATE entry SET {part} = zeroblob(32) WHERE number = {last}")  # noqa: S608
    told_of(today, AT_THE_END, count, "the last row of the ledger edited")


@pytest.mark.parametrize("number", [1, 2, AT])
def test_a_deleted_row_is_told(today: Scene, count: Count, number: int) -> None:
    sql(today, f"DELETE FROM entry WHERE number = {number}")  # noqa: S608
    told_of(today, {LedgerAlteredError}, count, "a row of the ledger deleted")


@pytest.mark.parametrize("left", [1, 2, AT, -1])
def test_a_tail_that_was_cut_off_is_told(today: Scene, count: Count, left: int) -> None:
    left = left % len(today.rows)
    sql(today, f"DELETE FROM entry WHERE number > {left}")  # noqa: S608
    told_of(today, {TailCutError}, count, "the tail of the ledger cut off")


def test_a_ledger_without_any_row_is_told(today: Scene, count: Count) -> None:
    sql(today, "DELETE FROM entry")
    told_of(today, {TailCutError}, count, "all rows of the ledger deleted")


@pytest.mark.parametrize("number", [-(2**63), -1, 0, 10_000, 2**63 - 1])
def test_a_row_outside_the_chain_is_told(today: Scene, count: Count, number: int) -> None:
    row = (number, *today.rows[AT][1:])
    sql(today, ("INSERT INTO entry VALUES (?, ?, ?, ?)", row))
    told_of(today, {LedgerAlteredError}, count, "a row outside the chain")


@pytest.mark.parametrize(("one", "other"), [(AT, AT + 1), (1, 40), (0, -1)])
def test_rows_that_changed_places_are_told(today: Scene, count: Count, one: int, other: int) -> None:
    rows = list(today.rows)
    a, b = rows[one], rows[other]
    rows[one], rows[other] = (a[0], *b[1:]), (b[0], *a[1:])
    put(today, rows)
    told_of(today, AT_THE_END, count, "rows of the ledger reordered")


@pytest.mark.parametrize(
    ("first", "last"), [(0, 1), (AT, AT + 1), (AT, AT + 5), (AT, None), (0, None)], ids=str
)
def test_rows_of_another_vault_are_told(
    today: Scene, another: Scene, count: Count, first: int, last: int | None
) -> None:
    rows = list(today.rows)
    rows[first:last] = another.rows[first:last]
    put(today, rows)
    whole = (first, last) == (0, None)  # another's ledger is a chain of its own: only what is kept can tell
    fits = AT_THE_END - {LedgerAlteredError} if whole else AT_THE_END
    told_of(today, fits, count, "rows of another vault's ledger")


def test_rows_of_the_same_vault_doubled_are_told(today: Scene, count: Count) -> None:
    rows = [*today.rows[:AT], *today.rows[AT - 1 :]]
    put(today, [(number, *row[1:]) for number, row in enumerate(rows, 1)])
    told_of(today, AT_THE_END, count, "a row of the ledger doubled")


# --- the masters' keys


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM master",
        "UPDATE master SET identity = ''",
        "UPDATE master SET identity = lower(identity)",
        "UPDATE master SET identity = identity || 'Q'",
        "UPDATE master SET identity = (SELECT max(identity) FROM master)",
        "UPDATE master SET sealed = upper(sealed)",
        "UPDATE master SET sealed = '../' || sealed",
    ],
)
def test_altered_keys_of_masters_are_told_and_no_wrong_document_is_shown(
    today: Scene, count: Count, change: str
) -> None:
    sql(today, change)
    fits: set[Told] = {MasterAlteredError, MasterKeyMissingError, LedgerUnreadableError}
    told_of(today, fits, count, "keys of masters altered")


@pytest.mark.parametrize("name", ["../../mine", "../mine", "", ".", "a\0b", "x", f"{'0' * 32}.age"])
def test_a_planted_key_that_no_entry_names_leads_out_of_no_folder(
    today: Scene, count: Count, name: str
) -> None:
    """A backup takes what the table names: it may neither read nor write anywhere else for it."""
    mine = today.place / "mine"
    mine.write_bytes(b"something of mine")
    before = mine.stat()
    sql(today, ("INSERT INTO master SELECT ?, max(identity) FROM master", (name,)))
    told = found(today)
    if told is None:
        office = today.office()
        try:
            with suppress(StrongroomError):
                back_up(office)
        finally:
            office.close()
    after = mine.stat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino,
        before.st_mode,
        before.st_mtime_ns,
    )
    count("a planted key of a master", told)


# --- tables that are not those the program made


def loose(table: str, change: str) -> list[Statement]:
    """Make a table again without its types, and put into it what no typed one takes."""
    columns = {"entry": "number, salt, body, digest", "master": "sealed, identity"}[table]
    return [
        "BEGIN",
        f"ALTER TABLE {table} RENAME TO former",
        f"CREATE TABLE {table} ({columns})",
        f"INSERT INTO {table} SELECT * FROM former",  # noqa: S608
        "DROP TABLE former",
        "COMMIT",
        f"UPDATE {table} SET {change}",  # noqa: S608
    ]


UNTYPED = [
    *(
        (f"{value} as {part}", loose("entry", f"{part} = {value} WHERE number = {AT}"))
        for part in ("salt", "body", "digest")
        for value in ("NULL", "7", "2.5", "'text'", "CAST(x'ff' AS TEXT)")
    ),
    *(
        (f"{value} as number", loose("entry", f"number = {value} WHERE number = {AT}"))
        for value in ("NULL", "'20'", "20.0", "x'14'", "20.5")
    ),
    *(
        (f"{value} as identity", loose("master", f"identity = {value}"))
        for value in ("NULL", "7", "x'00'", "CAST(identity AS BLOB)", "CAST(x'ff' AS TEXT)")
    ),
]


@pytest.mark.parametrize("statements", [pytest.param(one, id=name) for name, one in UNTYPED])
def test_a_value_of_another_type_is_told(today: Scene, count: Count, statements: list[Statement]) -> None:
    sql(today, *statements)
    told_of(today, LEDGER, count, "a value of another type in the ledger")


LEDGER: set[Told] = {LedgerAlteredError, LedgerUnreadableError}
STRANGE = {
    "table": ["CREATE TABLE planted (number INTEGER)"],
    "view": ["CREATE VIEW planted AS SELECT * FROM entry"],
    "index": ["CREATE INDEX planted ON entry (digest)"],
    "untyped tables": loose("entry", "number = number"),
    "a view for the entries": [
        "ALTER TABLE entry RENAME TO former",
        "CREATE VIEW entry AS SELECT * FROM former",
    ],
    "entries that vanish": ["CREATE TRIGGER planted BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END"],
    "entries that are taken away again": [
        "CREATE TRIGGER planted AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE number = new.number; END"
    ],
    "keys that vanish": ["CREATE TRIGGER planted BEFORE INSERT ON master BEGIN SELECT RAISE(IGNORE); END"],
    "entries that cannot be written": [
        "CREATE TRIGGER planted BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'invented'); END"
    ],
    "no entries": ["DROP TABLE entry"],
    "no keys": ["DROP TABLE master"],
}


@pytest.mark.parametrize("statements", STRANGE.values(), ids=STRANGE)
def test_tables_that_are_not_those_the_program_made_are_told(
    today: Scene, count: Count, statements: list[Statement]
) -> None:
    sql(today, *statements)
    told_of(today, LEDGER, count, "tables the program did not make")


@pytest.mark.parametrize(
    "setting",
    ["journal_mode = WAL", "user_version = 99", "application_id = 7", "auto_vacuum = 1", "locking_mode = 1"],
)
def test_settings_left_in_the_file_do_no_harm(today: Scene, count: Count, setting: str) -> None:
    sql(today, f"PRAGMA {setting}", "VACUUM")
    told = found(today)
    assert told is None
    count("settings left in the ledger's file", told)


# --- files of the same make


@pytest.mark.parametrize("part", ["ledger", "header"])
def test_a_file_of_another_vault_is_told(today: Scene, another: Scene, count: Count, part: str) -> None:
    shutil.copy(getattr(another, part), getattr(today, part))
    told = found(today)
    fits = {"ledger": LedgerUnreadableError, "header": DeviceSecretMissingError}
    assert told is fits[part]
    count(f"another vault's {part}", told)


def test_a_page_of_another_vaults_ledger_is_told(
    days: Days, another: Scene, fresh: Path, count: Count
) -> None:
    size = min(days.today.ledger.stat().st_size, another.ledger.stat().st_size)
    for at in range(0, size, 4096):
        scene = days.today.copied(fresh)
        data = bytearray(scene.ledger.read_bytes())
        data[at : at + 4096] = another.ledger.read_bytes()[at : at + 4096]
        scene.ledger.write_bytes(data)
        told = found(scene)
        # A page with nothing on it but the rest of one long entry is told as that entry altered.
        assert told in {LedgerUnreadableError, LedgerAlteredError}
        count("a page of another vault's ledger", told)
        shutil.rmtree(fresh)
