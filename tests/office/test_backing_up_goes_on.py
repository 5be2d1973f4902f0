"""Neither a damaged master nor a clock that was ahead nor a backup given up stops the next one (A5, T14)."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from desktop.custody.observations import ActRefused
from desktop.office import keys
from desktop.office.backing_up import BackedUp, back_up, drill
from desktop.office.office import Office
from desktop.office.procedure import Procedure, Step, quiet, run
from desktop.store.backup_errors import BackupRefusedError
from desktop.store.errors import DiskFullError
from desktop.store.restore import check_backup
from tests.office.at_work import last, masters, stopped_at

ABOUT = {"label": "Blue drive", "place": "the bank", "keeper": "The Chair"}


@pytest.fixture
def folder(office: Office, tmp_path: Path, document: str) -> Path:
    """The backup of a vault with one document."""
    assert document
    run(back_up(office, tmp_path / "backup", **ABOUT))
    return tmp_path / "backup"


def finished(procedure: Procedure[BackedUp], step: Step) -> BackedUp:
    """Run a procedure from `step` to its end."""
    while True:
        try:
            step = procedure.send(step.work(quiet))
        except StopIteration as done:
            return cast("BackedUp", done.value)


def damage(master: Path) -> None:
    """Change the last byte, so that the size tells nothing."""
    data = master.read_bytes()
    master.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def test_after_new_keys_a_master_damaged_in_the_vault_stops_no_backup_and_is_named(
    office: Office, folder: Path
) -> None:
    (name,) = masters(office)
    run(keys.add_operator(office, name="Deputy Invented", passphrase="other invented words"))  # noqa: S106
    damage(office.vault.folder / "masters" / name)

    assert run(back_up(office, folder)).kept == [f"masters/{name}"]
    assert run(drill(office, folder)).ok
    run(back_up(office, folder))
    assert run(drill(office, folder)).ok


def test_after_new_keys_a_master_damaged_on_the_medium_is_copied_again(office: Office, folder: Path) -> None:
    (name,) = masters(office)
    run(keys.add_operator(office, name="Deputy Invented", passphrase="other invented words"))  # noqa: S106
    damage(folder / "masters" / name)

    assert run(back_up(office, folder)).kept == []
    assert run(drill(office, folder)).ok


def test_a_second_backup_to_the_same_folder_is_refused_and_the_refusal_recorded(
    office: Office, folder: Path
) -> None:
    first = back_up(office, folder)
    step = stopped_at(first, "Copying the sealed masters")
    with pytest.raises(BackupRefusedError, match="one is being made there"):
        run(back_up(office, folder))
    refused = last(office)
    assert isinstance(refused, ActRefused)
    assert refused.act == "back up"
    finished(first, step)
    assert (check_backup(folder).faults, check_backup(folder).strays) == ([], [])
    run(back_up(office, folder))


@pytest.mark.parametrize("at", ["Copying the sealed masters", "Finishing the backup"])
def test_a_backup_that_is_given_up_lets_the_next_one_in(office: Office, folder: Path, at: str) -> None:
    given_up = back_up(office, folder)
    stopped_at(given_up, at)
    given_up.close()
    assert run(back_up(office, folder)).medium == "M-0001"


def test_a_backup_that_cannot_begin_lets_the_next_one_in(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_small = shutil.disk_usage(folder)._replace(free=0)
    step = stopped_at(back_up(office, folder), "Copying the ledger")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _folder: too_small)
        with pytest.raises(DiskFullError):
            step.work(quiet)
    run(back_up(office, folder))


def test_a_clock_that_was_ahead_once_stops_no_backup_and_no_drill(office: Office, folder: Path) -> None:
    right = office.clock
    office.clock = lambda: right() + timedelta(days=200)
    run(back_up(office, folder))
    office.clock = right
    run(back_up(office, folder))
    assert run(drill(office, folder)).ok
