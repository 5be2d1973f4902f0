"""A restore replaces nothing, brings back nothing that had ended, and tells what is lost (A5, T4, T16)."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.custody import ledger, numbers, people
from desktop.custody.errors import (
    LedgerAlteredError,
    ReviewConcludedError,
    SlipMistypedError,
    UnknownReferenceError,
    WitnessError,
)
from desktop.custody.restores import VaultRestored
from desktop.office import keys
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.verification import verify
from desktop.store.backup_errors import (
    OtherHistoryError,
    RestoreRefusedError,
)
from desktop.store.errors import (
    WrongPassphraseError,
)
from tests.factory import OPERATOR, PASSPHRASE
from tests.office.at_work import conclude, events, masters, unlocked
from tests.office.restore_scene import OTHER, SEEN, Scene, left, no_folder_but, opened


@pytest.fixture
def scene(office: Office, document: str) -> Iterator[Scene]:
    """A vault with one document."""
    assert document
    yield Scene(office)
    office.vault.close()


# --- beside what is there


def test_a_vault_whose_ledger_is_whole_keeps_every_entry_and_gets_its_masters_back(scene: Scene) -> None:
    number = scene.back_up()
    scene.add()
    head = scene.head()
    (name,) = masters(scene.office)
    (scene.vault / "masters" / name).unlink()
    before = left(scene.vault)

    done = scene.restore(scene.vault)
    assert (done.number, done.replayed, done.lost, done.missing) == (
        number,
        head.number - number,
        0,
        [],
    )
    assert done.put_aside == scene.here / "vault put aside 2026-03-05"
    assert left(done.put_aside) == before | {"head": (done.put_aside / "head").read_bytes()}
    office = opened(scene.vault)
    assert office.vault.digest(head.number) == head.digest
    assert "P-0001" in office.register.people
    assert office.register.restored is not None
    assert office.register.restored.source == "M-0001 “Blue drive”"
    office.close()
    assert no_folder_but(scene, done.put_aside.name)


@pytest.mark.parametrize("broken", [False, True], ids=["the ledger is whole", "its end is broken"])
def test_what_ended_after_the_backup_does_not_come_back(scene: Scene, broken: bool) -> None:  # noqa: FBT001
    scene.back_up()
    conclude(scene.office)
    scene.add()
    if broken:
        scene.break_entry(scene.head().number)

    scene.restore(scene.vault, **(SEEN if broken else {}))
    office = opened(scene.vault)
    with pytest.raises(ReviewConcludedError):
        office.do(numbers.allot, document="D-0001", number_of_copies=1)
    office.close()


def test_a_new_computer_needs_a_witness_for_what_nobody_can_count(scene: Scene) -> None:
    number = scene.back_up()
    scene.lose_the_head()
    shutil.rmtree(scene.vault)

    with pytest.raises(RestoreRefusedError, match=f"end with entry {number}, and nobody knows"):
        scene.restore(scene.vault)
    assert not scene.vault.exists()
    assert no_folder_but(scene)
    done = scene.restore(scene.vault, **SEEN)
    assert (done.number, done.lost, done.replayed, done.put_aside) == (number, None, 0, None)
    office = opened(scene.vault)
    restored = office.register.restored
    assert restored is not None
    assert (restored.lost, restored.witness, restored.reason) == (None, *SEEN.values())
    office.close()


def test_what_is_lost_is_counted_against_the_head_kept_outside(scene: Scene) -> None:
    number = scene.back_up()
    scene.add()
    scene.add("Sam Invented")
    lost = scene.head().number - number
    scene.end()
    shutil.rmtree(scene.vault)

    with pytest.raises(RestoreRefusedError, match=f"entries lost after it: {lost}") as refused:
        scene.restore(scene.vault)
    assert "witness" in refused.value.hint
    assert scene.restore(scene.vault, **SEEN).lost == lost
    opened(scene.vault).close()


def test_the_witness_is_somebody_else(scene: Scene) -> None:
    scene.back_up()
    scene.end()
    shutil.rmtree(scene.vault)
    kept = scene.key.with_name("key.head").read_bytes()
    with pytest.raises(WitnessError):
        scene.restore(scene.vault, witness=OPERATOR, reason="the disk failed")
    assert scene.key.with_name("key.head").read_bytes() == kept
    assert no_folder_but(scene)


@pytest.mark.parametrize("damage", ["header gone", "header altered", "ledger gone", "ledger is noise"])
def test_a_vault_that_cannot_be_read_is_put_aside_and_its_loss_counted(scene: Scene, damage: str) -> None:
    number = scene.back_up()
    lost = scene.head().number - number
    header, book = scene.vault / "header.json", scene.office.vault.ledger_path
    scene.end()
    harm: dict[str, Callable[[], object]] = {
        "header gone": header.unlink,
        "header altered": lambda: header.write_bytes(header.read_bytes().replace(b"1", b"2")),
        "ledger gone": book.unlink,
        "ledger is noise": lambda: book.write_bytes(os.urandom(8192)),
    }
    harm[damage]()
    before = left(scene.vault)

    with pytest.raises(RestoreRefusedError, match=f"entries lost after it: {lost}"):
        scene.restore(scene.vault)
    assert left(scene.vault) == before
    done = scene.restore(scene.vault, **SEEN)
    assert done.put_aside is not None
    assert left(done.put_aside) == before
    opened(scene.vault).close()


def test_the_entries_before_a_break_are_replayed_one_by_one(scene: Scene) -> None:
    number = scene.back_up()
    more = scene.take_in()
    for name in ("Robin Invented", "Sam Invented", "Kim Invented"):
        scene.add(name)
    head = scene.head()
    scene.break_entry(head.number - 1)
    scene.end()

    with pytest.raises(RestoreRefusedError, match="entries lost after it: 2"):
        scene.restore(scene.vault)
    done = scene.restore(scene.vault, **SEEN)
    assert (done.number, done.lost, done.missing) == (number, 2, [])
    assert done.replayed == head.number - 2 - number
    office = opened(scene.vault)
    assert more in office.register.documents
    assert len(office.register.people) == 2
    assert isinstance(events(office)[done.entries - 1], VaultRestored)
    office.close()


def test_masters_that_newer_entries_name_and_nobody_has_are_said(scene: Scene) -> None:
    scene.back_up()
    more = scene.take_in()
    name = scene.office.register.documents[more].current.master.sealed
    scene.end()
    (scene.vault / "masters" / name).write_bytes(b"nothing")

    done = scene.restore(scene.vault)
    assert done.missing == [f"{more}, version 1"]
    office = unlocked(scene.vault)
    assert [problem.where for problem in run(verify(office)).problems] == [f"{more}, version 1"]
    office.close()


def test_a_master_damaged_in_the_backup_is_taken_from_the_vault(scene: Scene) -> None:
    scene.back_up()
    (name,) = masters(scene.office)
    (scene.backup / "masters" / name).write_bytes(b"nothing")
    assert scene.restore(scene.vault).missing == []
    opened(scene.vault).close()


# --- another newer ledger, a slip, former keys


def test_a_later_backup_tells_what_an_earlier_one_does_not(scene: Scene) -> None:
    number = scene.back_up()
    more = scene.take_in()
    later = scene.here / "later"
    last = scene.back_up(later, "Red drive")
    lost = scene.head().number - last
    scene.end()
    shutil.rmtree(scene.vault)

    done = scene.restore(scene.vault, newer=later, **SEEN)
    assert (done.number, done.replayed, done.lost) == (number, last - number, lost)
    assert done.missing == []
    office = opened(scene.vault)
    assert more in office.register.documents
    office.close()


def test_what_is_called_newer_and_is_older_counts_for_nothing(scene: Scene) -> None:
    older = scene.here / "older"
    scene.back_up(older, "Red drive")
    number = scene.back_up()
    scene.end()
    shutil.rmtree(scene.vault)
    done = scene.restore(scene.vault, newer=older, **SEEN)
    assert (done.number, done.replayed) == (number, 0)


def went_two_ways(scene: Scene) -> Path:
    """Copy the vault, work on in both; return the copy."""
    scene.end()
    shutil.copytree(scene.vault, scene.here / "twin")
    shutil.copy(scene.key.with_name("key.head"), scene.here / "head")
    for folder, name in (("twin", "Sam Invented"), ("vault", "Robin Invented")):
        shutil.copy(scene.here / "head", scene.key.with_name("key.head"))
        office = unlocked(scene.here / folder)
        office.do(people.add, name=name, post="Nurse", agency="Invented Trust", role="panel member")
        if folder == "vault":
            scene.office = office
            scene.back_up()
        office.close()
    return scene.here / "twin"


def test_two_histories_are_never_mixed(scene: Scene) -> None:
    twin = went_two_ways(scene)
    with pytest.raises(OtherHistoryError, match="two histories"):
        scene.restore(newer=twin, **SEEN)
    assert not scene.again.exists()


def test_another_history_in_the_place_is_put_aside_before_a_witness(scene: Scene) -> None:
    twin = went_two_ways(scene)
    with pytest.raises(RestoreRefusedError):
        scene.restore(twin)
    done = scene.restore(twin, **SEEN)
    assert done.replayed == 0
    office = opened(twin)
    assert [person.name for person in office.register.people.values()] == ["Robin Invented"]
    office.close()


def test_a_slip_tells_how_much_is_lost(scene: Scene) -> None:
    number = scene.back_up()
    early = ledger.checkpoint(scene.head())
    scene.add()
    latest, lost = ledger.checkpoint(scene.head()), scene.head().number - number
    other = ledger.checkpoint(ledger.Head(number, bytes(32)))
    scene.lose_the_head()
    shutil.rmtree(scene.vault)

    for slip, why in (
        (latest, f"entries lost after it: {lost}"),
        (early, "entries lost after it: 1"),
        (other, "nobody knows"),
    ):
        with pytest.raises(RestoreRefusedError, match=why):
            scene.restore(scene.vault, slip=slip)
    with pytest.raises(SlipMistypedError):
        scene.restore(scene.vault, slip="412: nothing")
    assert scene.restore(scene.vault, slip=latest, **SEEN).lost == lost


def test_where_the_note_outside_was_altered_nobody_knows_what_is_lost(scene: Scene) -> None:
    scene.back_up()
    scene.end()
    shutil.rmtree(scene.vault)
    note = scene.key.with_name("key.head")
    note.write_text(note.read_text().replace(":", ":0", 1))
    with pytest.raises(RestoreRefusedError, match="nobody knows"):
        scene.restore(scene.vault)
    assert scene.restore(scene.vault, **SEEN).lost is None
    opened(scene.vault).close()


def test_a_newer_ledger_that_is_named_must_open(scene: Scene) -> None:
    scene.back_up()
    run(keys.change_passphrase(scene.office, present=PASSPHRASE, passphrase=OTHER))
    with pytest.raises(WrongPassphraseError):
        scene.restore(newer=scene.vault, **SEEN)
    assert not scene.again.exists()


def test_a_backup_of_a_broken_ledger_is_not_restored(scene: Scene) -> None:
    scene.break_entry(scene.head().number)
    scene.back_up()
    with pytest.raises(LedgerAlteredError):
        scene.restore(**SEEN)
    assert not scene.again.exists()


def test_a_slip_older_than_the_backup_proves_nothing_of_its_end(scene: Scene) -> None:
    slip = ledger.checkpoint(scene.head())
    scene.back_up()
    scene.lose_the_head()
    shutil.rmtree(scene.vault)
    with pytest.raises(RestoreRefusedError, match="nobody knows"):
        scene.restore(scene.vault, slip=slip)


def test_a_backup_under_former_keys_gives_its_masters_to_the_vault_of_today(scene: Scene) -> None:
    number = scene.back_up()
    run(keys.change_passphrase(scene.office, present=PASSPHRASE, passphrase=OTHER))
    head = scene.head()
    (name,) = masters(scene.office)
    (scene.vault / "masters" / name).unlink()

    with pytest.raises(WrongPassphraseError):
        scene.restore(passphrase=OTHER)
    done = scene.restore(scene.vault, passphrase=OTHER)
    assert (done.number, done.replayed, done.lost, done.missing) == (number, head.number - number, 0, [])
    with pytest.raises(WrongPassphraseError):
        unlocked(scene.vault)
    opened(scene.vault, OTHER).close()


def test_an_operator_restores_from_a_backup_made_before_there_was_that_operator(scene: Scene) -> None:
    number = scene.back_up()
    deputy = run(keys.add_operator(scene.office, name="Dana Deputy", passphrase=OTHER))
    with pytest.raises(UnknownReferenceError):
        scene.restore(passphrase=OTHER, operator=deputy)
    done = scene.restore(scene.vault, passphrase=OTHER, operator=deputy)
    assert (done.number, done.lost, done.missing) == (number, 0, [])
    opened(scene.vault).close()


def test_former_keys_open_a_former_backup_before_a_witness(scene: Scene) -> None:
    number = scene.back_up()
    run(keys.change_passphrase(scene.office, present=PASSPHRASE, passphrase=OTHER))

    with pytest.raises(RestoreRefusedError):
        scene.restore(scene.vault)
    done = scene.restore(scene.vault, **SEEN)
    assert (done.number, done.replayed, done.lost) == (number, 0, None)
