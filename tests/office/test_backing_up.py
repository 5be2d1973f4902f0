"""A backup is entered once it is whole, a drill restores it elsewhere and names what is wrong (A5)."""

import shutil
from pathlib import Path
from typing import cast

import pytest

from desktop.custody import media, people
from desktop.custody.errors import (
    CancelledError,
    FactMissingError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.ledger import Head
from desktop.custody.media import BackupMade, MediumRegistered, MediumTested
from desktop.custody.observations import ActRefused
from desktop.office import keys, opening
from desktop.office.backing_up import BackedUp, Drilled, back_up, drill
from desktop.office.errors import OutputInVaultError
from desktop.office.office import Office
from desktop.office.procedure import Procedure, Progress, Step, quiet, run
from desktop.office.take_in import Accession, take_in
from desktop.store.backup_errors import BackupRefusedError, ManifestAlteredError, NotABackupError
from desktop.store.errors import CannotWriteError, LedgerMovedError, WriteForbiddenError
from desktop.store.manifest import MANIFEST_NAME, encode_manifest, load_manifest, make_manifest
from desktop.store.restore import check_backup
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, a_pdf
from tests.office.at_work import events, last, masters, stopped_at, unlocked

ABOUT = {"label": "Blue drive", "place": "the bank", "keeper": "The Chair"}


@pytest.fixture
def folder(tmp_path: Path, document: str) -> Path:
    """Where the backup of a vault with one document is to be; not there yet."""
    assert document
    return tmp_path / "backup"


def backed_up(office: Office, folder: Path) -> BackedUp:
    return run(back_up(office, folder, **ABOUT))


def drilled(office: Office, folder: Path) -> Drilled:
    """Drill, and see that nothing is left of it."""
    private = folder.parent / "private"
    private.mkdir(exist_ok=True)
    found = run(drill(office, folder, private))
    assert list(private.iterdir()) == []
    return found


def another(office: Office, folder: Path) -> str:
    """Take one more document in; return its reference."""
    file = folder / "letter.pdf"
    file.write_bytes(a_pdf(3))
    return run(take_in(office, file, Accession(REVIEW, "other", "identified"))).document


def finished(procedure: Procedure[BackedUp], step: Step) -> BackedUp:
    """Run a procedure from `step` to its end."""
    while True:
        try:
            step = procedure.send(step.work(quiet))
        except StopIteration as done:
            return cast("BackedUp", done.value)


def other_office(folder: Path) -> Office:
    return opening.create(
        folder,
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=folder.with_name("other.key"),
        bounds=CHEAP,
    )


# --- backing up


def test_a_backup_registers_its_medium_and_is_entered_with_the_head_it_holds(
    office: Office, folder: Path
) -> None:
    done = backed_up(office, folder)

    manifest = check_backup(folder).manifest
    registered, made = events(office)[-2:]
    assert registered == MediumRegistered(medium="M-0001", **ABOUT)
    assert made == BackupMade(
        medium="M-0001",
        number=office.register.head.number - 1,
        digest=manifest.body.digest,
        generation=1,
        files=3,
        size=manifest.size,
    )
    assert (done.medium, done.files_copied, done.bytes_copied) == ("M-0001", 3, manifest.size)
    assert (done.missing, done.kept) == ([], [])
    assert manifest.head.number == made.number
    assert check_backup(folder).faults == []


def test_the_next_backup_knows_its_medium_and_copies_what_is_new(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    backed_up(office, folder)
    another(office, tmp_path)

    done = run(back_up(office, folder))
    assert (done.medium, done.files_copied) == ("M-0001", 3)
    assert len(office.register.media) == 1
    assert len(load_manifest(folder).masters) == 2


def test_a_new_medium_needs_a_label_before_anything_is_written(office: Office, folder: Path) -> None:
    with pytest.raises(FactMissingError, match="label"):
        run(back_up(office, folder))
    assert not folder.exists()


def test_the_drive_of_another_label_is_refused_before_anything_is_written(
    office: Office, folder: Path
) -> None:
    backed_up(office, folder)
    before = load_manifest(folder)
    with pytest.raises(WrongStateError, match="M-0001, whose label is Blue drive"):
        run(back_up(office, folder, label="Red drive"))
    assert load_manifest(folder) == before
    assert run(back_up(office, folder, label="BLUE drive")).medium == "M-0001"


def test_a_drive_made_empty_is_known_by_its_label(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    shutil.rmtree(folder)
    assert run(back_up(office, folder, label="blue  drive")).medium == "M-0001"


def test_a_cancelled_backup_is_not_entered_and_its_medium_is_known(office: Office, folder: Path) -> None:
    def stop(_part: float) -> None:
        raise CancelledError(what="The backup", left="")

    with pytest.raises(CancelledError):
        run(back_up(office, folder, **ABOUT), lambda step: stop if step.can_stop else quiet)
    assert not isinstance(last(office), BackupMade)
    assert backed_up(office, folder).medium == "M-0001"
    assert (check_backup(folder).faults, check_backup(folder).strays) == ([], [])


def test_a_refused_folder_is_left_alone_and_the_refusal_is_recorded(office: Office, folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("invented")
    with pytest.raises(BackupRefusedError):
        backed_up(office, folder)
    refused = last(office)
    assert isinstance(refused, ActRefused)
    assert refused.act == "back up"
    assert office.register.media == {}


def test_nothing_is_backed_up_from_a_vault_that_is_open_for_reading(office: Office, folder: Path) -> None:
    office.vault.close()
    reading = unlocked(office.vault.folder, read_only=True)
    with pytest.raises(WriteForbiddenError):
        backed_up(reading, folder)
    reading.close()
    assert not folder.exists()


def test_a_destroyed_medium_is_never_written_again(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    office.do(media.destroy, medium="M-0001", how="shredded", witness="Robin Invented")
    before = load_manifest(folder)
    with pytest.raises(WrongStateError, match="destroyed"):
        run(back_up(office, folder))
    assert load_manifest(folder) == before


def test_the_ledger_is_copied_as_it_was_when_an_act_comes_between(office: Office, folder: Path) -> None:
    procedure = back_up(office, folder, **ABOUT)
    step = stopped_at(procedure, "Copying the sealed masters")
    number = office.register.head.number
    office.do(people.add, name="Robin Invented", post="Nurse", agency="Invented Trust", role="panel member")
    assert finished(procedure, step).medium == "M-0001"
    assert load_manifest(folder).head.number == number
    found = drilled(office, folder)
    assert found.ok
    assert found.behind == 3


def test_an_act_before_the_ledger_is_copied_stops_the_backup(office: Office, folder: Path) -> None:
    step = stopped_at(back_up(office, folder, **ABOUT), "Copying the ledger")
    office.do(people.add, name="Robin Invented", post="Nurse", agency="Invented Trust", role="panel member")
    with pytest.raises(LedgerMovedError):
        step.work(quiet)
    assert not folder.exists()


def test_new_keys_made_meanwhile_stop_the_backup_and_spoil_nothing(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    before = load_manifest(folder)
    procedure = back_up(office, folder)
    step = stopped_at(procedure, "Finishing")
    run(keys.add_operator(office, name="Deputy Invented", passphrase="other invented words"))  # noqa: S106
    with pytest.raises(LedgerMovedError) as moved:
        step.work(quiet)
    with pytest.raises(LedgerMovedError):
        procedure.throw(moved.value)
    assert check_backup(folder).manifest == before
    assert check_backup(folder).faults == []
    assert backed_up(office, folder).medium == "M-0001"
    assert load_manifest(folder).body.generation == 2


def test_a_master_the_vault_lost_is_named_and_stays_in_the_backup(office: Office, folder: Path) -> None:
    (name,) = masters(office)
    backed_up(office, folder)
    (office.vault.folder / "masters" / name).unlink()

    assert run(back_up(office, folder)).kept == [f"masters/{name}"]
    assert drilled(office, folder).ok


# --- drilling


def test_a_sound_backup_is_restored_verified_and_entered_as_tested(office: Office, folder: Path) -> None:
    backed_up(office, folder)

    found = drilled(office, folder)
    assert found.ok
    assert found.opened
    assert (found.masters, found.behind, found.lacking) == (1, 1, [])
    assert last(office) == MediumTested(medium="M-0001", number=found.head.number, problems=0, behind=1)
    assert office.register.media["M-0001"].tested is not None


def test_a_drill_tells_what_the_vault_has_and_the_backup_has_not(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    backed_up(office, folder)
    more = another(office, tmp_path)

    found = drilled(office, folder)
    assert found.ok
    assert (found.behind, found.lacking) == (2, [more])


def test_a_drill_names_a_damaged_a_missing_and_a_swapped_master(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    another(office, tmp_path)
    another(office, tmp_path)
    backed_up(office, folder)
    one, two, three = sorted((folder / "masters").iterdir())
    data = one.read_bytes()
    one.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    two.unlink()
    three.write_bytes(three.read_bytes() + b"more")

    found = drilled(office, folder)
    assert {problem.where for problem in found.problems} == {
        f"masters/{path.name}" for path in (one, two, three)
    }
    assert office.register.media["M-0001"].problems == 3


def test_the_backup_after_a_failed_drill_puts_right_a_damaged_master_of_the_same_size(
    office: Office, folder: Path
) -> None:
    backed_up(office, folder)
    (held,) = (folder / "masters").iterdir()
    data = held.read_bytes()
    held.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert not drilled(office, folder).ok

    backed_up(office, folder)
    assert held.read_bytes() == data
    assert drilled(office, folder).ok


def test_a_master_that_was_spoilt_before_it_was_backed_up_is_found(office: Office, folder: Path) -> None:
    (name,) = masters(office)
    path = office.vault.folder / "masters" / name
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    backed_up(office, folder)
    assert check_backup(folder).faults == []

    (problem,) = drilled(office, folder).problems
    assert problem.where == "D-0001, version 1"


def test_a_backup_under_former_keys_says_what_it_needs_and_its_masters_are_verified(
    office: Office, folder: Path
) -> None:
    backed_up(office, folder)
    run(keys.add_operator(office, name="Deputy Invented", passphrase="other invented words"))  # noqa: S106

    found = drilled(office, folder)
    assert not found.opened
    (problem,) = found.problems
    assert problem.where == "the ledger"
    assert (
        problem.what == "backup was made under former keys of this vault, which no longer open anything else."
    )

    (name,) = masters(office)
    (folder / "masters" / name).unlink()
    assert len(drilled(office, folder).problems) == 2


def test_a_forged_manifest_is_found_by_its_seal(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    body = load_manifest(folder).body
    forged = make_manifest(
        vault=body.vault,
        medium=body.medium,
        generation=body.generation,
        head=Head(body.number, bytes.fromhex(body.digest)),
        made=body.made,
        files=body.files[:-1],  # a document is left out
        seal=lambda _data: "00" * 32,
    )
    (folder / MANIFEST_NAME).write_bytes(encode_manifest(forged))
    assert check_backup(folder).faults == []

    (problem,) = drilled(office, folder).problems
    assert "the seal of the vault's key does not fit it" in problem.what
    with pytest.raises(ManifestAlteredError):
        run(back_up(office, folder))


def test_another_vaults_backup_and_no_backup_are_not_drilled(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    backed_up(office, folder)
    other = other_office(tmp_path / "other")
    with pytest.raises(NotABackupError, match="another vault"):
        run(drill(other, folder))
    other.close()
    with pytest.raises(NotABackupError):
        run(drill(office, tmp_path))


def test_a_drill_of_a_medium_nobody_registered_is_refused(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    del office.register.media["M-0001"]
    with pytest.raises(UnknownReferenceError):
        run(drill(office, folder))


def test_a_vault_open_for_reading_is_drilled_without_an_entry(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    office.vault.close()
    reading = unlocked(office.vault.folder, read_only=True)
    found = drilled(reading, folder)
    reading.close()
    assert found.ok
    assert found.outcome is None


def test_a_drill_tells_another_history(office: Office, folder: Path, tmp_path: Path) -> None:
    office.vault.close()
    shutil.copytree(office.vault.folder, tmp_path / "twin")
    office = unlocked(office.vault.folder)
    backed_up(office, folder)
    office.close()
    twin = unlocked(tmp_path / "twin", read_only=True)
    found = drilled(twin, folder)
    twin.close()
    assert "another history" in found.problems[0].what


def test_a_private_place_that_is_not_there_is_named(office: Office, folder: Path) -> None:
    backed_up(office, folder)
    with pytest.raises(CannotWriteError):
        run(drill(office, folder, folder / "nowhere"))
    with pytest.raises(OutputInVaultError):
        run(drill(office, folder, office.vault.folder))


def test_a_cancelled_drill_leaves_nothing_and_enters_nothing(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    backed_up(office, folder)
    number = office.register.head.number
    (tmp_path / "private").mkdir()
    for stop_at in (0.1, 0.6, 0.9):

        def stop(part: float, stop_at: float = stop_at) -> None:
            if part >= stop_at:
                raise CancelledError(what="The drill", left="")

        def watched(step: object, stop: Progress = stop) -> Progress:
            return stop if getattr(step, "can_stop", False) else quiet

        with pytest.raises(CancelledError):
            run(drill(office, folder, tmp_path / "private"), watched)
        assert list((tmp_path / "private").iterdir()) == []
    assert office.register.head.number == number
