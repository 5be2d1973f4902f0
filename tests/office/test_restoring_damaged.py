"""A restore goes on from a damaged newer ledger as far as it is genuine, and from nothing less (A5, T16)."""

from collections.abc import Iterator

import pytest

from desktop.custody.restores import VaultRestored
from desktop.office import keys
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.store import restore as store
from desktop.store.backup_errors import LossNotWitnessedError
from desktop.store.errors import DiskFullError, WrongPassphraseError
from tests.factory import PASSPHRASE
from tests.office.at_work import events, unlocked
from tests.office.restore_scene import OTHER, SEEN, Scene, left, opened

_PAGE = 4096


@pytest.fixture
def scene(office: Office, document: str) -> Iterator[Scene]:
    """A vault with one document."""
    assert document
    yield Scene(office)
    office.vault.close()


def test_entries_made_under_newer_keys_stand_again_up_to_the_damage(scene: Scene) -> None:
    number = scene.back_up()
    scene.add()
    run(keys.add_operator(scene.office, name="Deputy Invented", passphrase=OTHER))
    for name in ("Sam Invented", "Kim Invented", "Alex Invented"):
        scene.add(name)
    head = scene.head()
    scene.break_entry(head.number)

    with pytest.raises(LossNotWitnessedError, match="entries lost after it: 1"):
        scene.restore(scene.vault)
    done = scene.restore(scene.vault, **SEEN)
    assert (done.number, done.replayed, done.lost) == (number, head.number - 1 - number, 1)
    office = opened(scene.vault)
    assert (office.vault.generation, office.register.generation) == (2, 2)
    assert list(office.register.operators) == ["O-0001", "O-0002"]
    assert isinstance(events(office)[done.entries - 1], VaultRestored)
    office.close()


def test_who_was_removed_gets_in_by_no_restore_from_a_damaged_ledger(scene: Scene) -> None:
    run(keys.add_operator(scene.office, name="Deputy Invented", passphrase=OTHER))
    scene.back_up()
    new = scene.here / "new key"
    run(keys.remove_operator(scene.office, operator="O-0002", reason="left", new_key_file=new))
    scene.add()
    scene.break_entry(scene.head().number)

    with pytest.raises(LossNotWitnessedError):
        scene.restore(scene.vault, key_file=new)
    scene.restore(scene.vault, key_file=new, **SEEN)
    for key in (scene.key, new):
        with pytest.raises(Exception, match=r"passphrase|belongs to"):
            unlocked(scene.vault, OTHER, key=key)
    office = unlocked(scene.vault, key=new)
    assert office.finding is None
    assert office.register.operators["O-0002"].removed is not None
    office.close()


def test_who_changed_the_passphrase_since_the_backup_keeps_what_is_genuine(scene: Scene) -> None:
    number = scene.back_up()
    run(keys.change_passphrase(scene.office, present=PASSPHRASE, passphrase=OTHER))
    scene.add()
    head = scene.head()
    scene.break_entry(head.number)

    done = scene.restore(scene.vault, passphrase=OTHER, **SEEN)
    assert (done.number, done.replayed, done.lost) == (number, head.number - 1 - number, 1)
    opened(scene.vault, OTHER).close()


def test_an_entry_whose_master_has_lost_its_key_is_lost_with_it(scene: Scene) -> None:
    number = scene.back_up()
    scene.add()
    kept = scene.head().number
    more = scene.take_in()
    lost = scene.head().number - kept
    ledger = scene.office.vault.ledger_path
    scene.end()
    data = bytearray(ledger.read_bytes())
    data[2 * _PAGE + 100] ^= 1  # the page of the masters' keys
    ledger.write_bytes(data)

    done = scene.restore(scene.vault, **SEEN)
    assert (done.number, done.replayed, done.lost) == (number, kept - number, lost)
    office = opened(scene.vault)
    assert more not in office.register.documents
    assert not office.vault.read_only
    office.close()


def test_a_key_that_only_lost_entries_name_is_not_carried_over(scene: Scene) -> None:
    scene.back_up()
    scene.add()
    scene.take_in()
    scene.break_entry(scene.head().number)
    scene.restore(scene.vault, **SEEN)
    opened(scene.vault).close()


def test_a_disk_without_room_is_no_reason_to_lose_an_entry(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.back_up()
    scene.add()
    scene.end()
    before = left(scene.vault)

    def is_full(*_facts: object, **_more: object) -> None:
        raise DiskFullError(file="newer")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_lay_out_vault", is_full)
        with pytest.raises(DiskFullError):
            scene.restore(scene.vault, **SEEN)
    assert left(scene.vault) == before
    assert scene.restore(scene.vault).lost == 0


def test_a_wrong_passphrase_tried_in_a_restore_is_noted_with_the_vault(scene: Scene) -> None:
    scene.back_up()
    for _attempt in range(2):
        with pytest.raises(WrongPassphraseError):
            scene.restore(scene.vault, passphrase=OTHER, **SEEN)
    with pytest.raises(WrongPassphraseError):
        scene.restore(source=scene.vault, passphrase=OTHER, **SEEN)
    failed = scene.office.vault.attempts.failed()
    assert failed is not None
    assert failed.times == 3


def test_nobody_knows_what_came_after_the_keys_were_renewed(scene: Scene) -> None:
    run(keys.add_operator(scene.office, name="Deputy Invented", passphrase=OTHER))
    scene.back_up()
    new = scene.here / "new key"
    run(keys.remove_operator(scene.office, operator="O-0002", reason="left", new_key_file=new))
    scene.add()

    with pytest.raises(LossNotWitnessedError, match="nobody knows"):
        scene.restore(passphrase=OTHER, operator="O-0002")
    assert scene.restore(passphrase=OTHER, operator="O-0002", **SEEN).lost is None
