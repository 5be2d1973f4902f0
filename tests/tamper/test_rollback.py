"""Going back in time, in parts and whole: SQLCipher notices none of it; chain, fold and head must.

A page of the ledger, a journal, the ledger, the header, the vault: each as it was once, beside the rest as it
is today. What is put back is genuine to the last byte. Entries that are on their way when a program is killed
are written here through the program's own database with a cache too small for them, so that half of them
stand in the file and the journal tells of the other half.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.custody.errors import LedgerAlteredError
from desktop.store.errors import (
    CannotReadError,
    DeviceSecretMissingError,
    HeaderOlderError,
    LedgerMissingError,
    LedgerUnreadableError,
    MasterKeyMissingError,
    MasterMissingError,
    OlderVaultError,
    TailCutError,
)
from tests.tamper.conftest import Count, Days
from tests.tamper.ledger_rows import sql
from tests.tamper.scene import Scene, found

PAGE = 4096
TELLS_OF_THE_LEDGER = {LedgerUnreadableError, LedgerAlteredError, TailCutError, MasterKeyMissingError}


def pages(data: bytes) -> list[bytes]:
    return [data[at : at + PAGE] for at in range(0, len(data), PAGE)]


# --- parts of the ledger's file


def test_every_single_page_as_it_once_was_is_noticed(
    days: Days, history: list[bytes], fresh: Path, count: Count
) -> None:
    today = pages(days.today.ledger.read_bytes())
    tried = {(number, page) for once in history for number, page in enumerate(pages(once))}
    for number, page in sorted(tried - set(enumerate(today))):
        scene = days.today.copied(fresh)
        scene.ledger.write_bytes(b"".join([*today[:number], page, *today[number + 1 :]]))
        told = found(scene)
        assert told in TELLS_OF_THE_LEDGER | {None}, f"page {number}"
        assert found(scene) is told
        count("a page of the ledger as it once was", told)
        shutil.rmtree(fresh)


def test_a_ledger_cut_to_the_length_of_every_earlier_page_is_noticed(
    days: Days, fresh: Path, count: Count
) -> None:
    today = pages(days.today.ledger.read_bytes())
    for number in range(len(today)):
        scene = days.today.copied(fresh)
        scene.ledger.write_bytes(b"".join(today[:number]))
        told = found(scene)
        assert told is LedgerUnreadableError
        count("the ledger cut at a page", told)
        shutil.rmtree(fresh)


class Interrupted(NamedTuple):
    """The ledger and its journal in the middle of a long append, and both at its end."""

    midway: bytes
    journal: bytes
    committed: bytes
    whole_journal: bytes
    """As it was when the last page was written, before it was taken away."""


@pytest.fixture(scope="module")
def interrupted(days: Days, tmp_path_factory: pytest.TempPathFactory) -> Interrupted:
    """Yesterday's ledger while all that is new today is written in one transaction."""
    scene = days.yesterday.copied(tmp_path_factory.mktemp("interrupted") / "place")
    identities = sql(days.today.copied(scene.place.with_name("today")), "SELECT * FROM master")
    office = scene.office()
    connection, ledger = office.vault._ledger._connection, scene.ledger
    connection.execute("PRAGMA cache_size = 2")
    connection.execute("BEGIN IMMEDIATE")
    new = days.today.rows[len(days.yesterday.rows) :]
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", new)
    connection.executemany("INSERT OR IGNORE INTO master VALUES (?, ?)", identities)
    midway = ledger.read_bytes()
    journal = journal_of(scene).read_bytes()
    kept = scene.place / "journal"
    kept.hardlink_to(journal_of(scene))
    connection.execute("COMMIT")
    office.close()
    committed = ledger.read_bytes()
    assert days.yesterday.ledger.read_bytes() not in {midway, committed}
    return Interrupted(midway, journal, committed, kept.read_bytes())


def journal_of(scene: Scene) -> Path:
    return scene.ledger.with_name(f"{scene.ledger.name}-journal")


def test_a_program_killed_while_it_writes_leaves_yesterdays_ledger(
    days: Days, interrupted: Interrupted, fresh: Path, count: Count
) -> None:
    scene = days.yesterday.copied(fresh)
    scene.ledger.write_bytes(interrupted.midway)
    journal_of(scene).write_bytes(interrupted.journal)
    assert found(scene, read_only=True) is CannotReadError
    assert found(scene) is None
    count("a hot journal after a kill", None)


def test_the_hot_journal_removed_after_a_kill_is_noticed(
    days: Days, interrupted: Interrupted, fresh: Path, count: Count
) -> None:
    scene = days.yesterday.copied(fresh)
    scene.ledger.write_bytes(interrupted.midway)
    told = found(scene)
    assert told in TELLS_OF_THE_LEDGER
    count("the hot journal removed after a kill", told)


def test_all_that_was_committed_is_there_before_a_journal_is_put_beside_it(
    days: Days, interrupted: Interrupted, fresh: Path
) -> None:
    scene = days.today.copied(fresh)
    scene.ledger.write_bytes(interrupted.committed)
    assert found(scene) is None


def test_an_old_journal_beside_a_committed_ledger_undoes_it_and_is_noticed(
    days: Days, interrupted: Interrupted, fresh: Path, count: Count
) -> None:
    whole, part = {TailCutError}, {TailCutError, LedgerUnreadableError}
    for journal, fits in ((interrupted.whole_journal, whole), (interrupted.journal, part)):
        scene = days.today.copied(fresh)
        scene.ledger.write_bytes(interrupted.committed)
        journal_of(scene).write_bytes(journal)
        told = found(scene)
        assert told in fits
        count("an old journal beside a committed ledger", told)
        shutil.rmtree(fresh)


def test_another_days_journal_does_no_harm_or_is_noticed(
    days: Days, interrupted: Interrupted, fresh: Path, count: Count
) -> None:
    whole = interrupted.whole_journal
    for cut in (*range(0, len(whole), 1024), len(whole)):
        scene = days.today.copied(fresh)
        journal_of(scene).write_bytes(whole[:cut])
        told = found(scene)
        assert told in TELLS_OF_THE_LEDGER | {None}
        count("a part of an old journal beside a ledger", told)
        shutil.rmtree(fresh)


# --- whole files


def test_the_ledger_of_yesterday_is_a_cut_tail(days: Days, today: Scene, count: Count) -> None:
    shutil.copy(days.yesterday.ledger, today.ledger)
    told = found(today)
    assert told is TailCutError
    assert found(today, read_only=True) is told
    count("yesterday's ledger in today's vault", told)


def test_the_whole_vault_of_yesterday_is_an_older_vault(days: Days, today: Scene, count: Count) -> None:
    shutil.rmtree(today.vault)
    shutil.copytree(days.yesterday.vault, today.vault)
    told = found(today)
    assert told is OlderVaultError
    count("yesterday's vault in today's place", told)


def test_masters_of_yesterday_are_missed(days: Days, today: Scene, count: Count) -> None:
    shutil.rmtree(today.vault / "masters")
    shutil.copytree(days.yesterday.vault / "masters", today.vault / "masters")
    told = found(today)
    assert told is MasterMissingError
    count("yesterday's masters in today's vault", told)


def test_yesterdays_vault_with_all_that_is_kept_outside_it_is_as_it_was_yesterday(
    days: Days, fresh: Path
) -> None:
    """The control: who puts back the head outside too leaves only papers to show it."""
    assert found(days.yesterday.copied(fresh)) is None


# --- what a renewal of the keys leaves behind


@pytest.mark.parametrize("read_only", [False, True])
def test_the_header_of_before_a_renewal_beside_the_ledger_of_after_is_an_older_header(
    days: Days, renewed: Scene, fresh: Path, count: Count, *, read_only: bool
) -> None:
    scene = replace(renewed.copied(fresh), passphrase=days.today.passphrase)
    shutil.copy(days.today.header, scene.header)
    told = found(scene, read_only=read_only)
    assert told is HeaderOlderError
    count("the header of before a renewal with the ledger of after", told)


def test_the_ledger_of_before_a_renewal_beside_the_header_of_after_is_missing_or_unreadable(
    days: Days, renewed: Scene, fresh: Path, count: Count
) -> None:
    under_its_name = renewed.copied(fresh / "one")
    under_its_name.ledger.unlink()
    shutil.copy(days.today.ledger, under_its_name.vault)
    under_the_new_name = renewed.copied(fresh / "two")
    shutil.copy(days.today.ledger, under_the_new_name.ledger)
    for scene, fits in ((under_its_name, LedgerMissingError), (under_the_new_name, LedgerUnreadableError)):
        told = found(scene)
        assert told is fits
        count("the ledger of before a renewal with the header of after", told)


def test_header_and_ledger_of_before_a_renewal_are_an_older_vault(
    days: Days, renewed: Scene, fresh: Path, count: Count
) -> None:
    scene = replace(renewed.copied(fresh), passphrase=days.today.passphrase)
    shutil.rmtree(scene.vault)
    shutil.copytree(days.today.vault, scene.vault)
    told = found(scene)
    assert told is OlderVaultError
    count("the vault of before a renewal", told)


def test_header_and_ledger_of_before_new_keys_for_the_device_do_not_open_with_them(
    days: Days, rekeyed: Scene, fresh: Path, count: Count
) -> None:
    scene = rekeyed.copied(fresh)
    shutil.rmtree(scene.vault)
    shutil.copytree(days.today.vault, scene.vault)
    told = found(scene)
    assert told is DeviceSecretMissingError
    count("the vault of before a new device secret", told)
