"""A vault restored from a damaged, old or forged backup: refused by name, or true in all that it shows.

The restore is given a witness and a reason, so that nothing but what is wrong with the backup can stop it.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.custody.errors import StrongroomError
from desktop.office import restoring
from desktop.office.restoring import Restored
from desktop.store.backup_errors import (
    BackupDamagedError,
    ManifestAlteredError,
    NotABackupError,
)
from desktop.store.errors import DeviceSecretMissingError, MasterAlteredError, MasterMissingError
from tests.factory import CHEAP
from tests.tamper.conftest import Count
from tests.tamper.ledger_rows import put, rechained
from tests.tamper.scene import Scene, back_up

QUICK, LONG = 24, 500
REFUSED: set[type[StrongroomError]] = {BackupDamagedError, ManifestAlteredError, NotABackupError}
WITHOUT_ONE = "restored without that master, which is named"


def restore(scene: Scene, target: Path, backup: Path | None = None) -> Restored:
    return restoring.restore(
        backup or scene.place / "backup",
        target,
        passphrase=scene.passphrase,
        key_file=scene.key,
        witness="W. Witness",
        reason="The computer was lost",
        bounds=CHEAP,
    )


def shows_what_is_true(scene: Scene, missing: list[str]) -> None:
    """Open a restored vault, and compare every entry and every master with what they were."""
    office = scene.office()
    assert office.finding is None
    assert list(office.vault.rows())[: len(scene.rows)] == list(scene.rows)
    lacking = []
    for document in office.register.documents.values():
        for version in document.versions:
            master = version.master
            try:
                identity = office.vault.identity(master.sealed)
                office.vault.verify(master.sealed, identity, master.sha256)
                with office.vault.reader(master.sealed, identity) as reader:
                    assert reader.read() == scene.masters[document.document, version.version]
            except (MasterMissingError, MasterAlteredError):
                lacking.append(f"{document.document}, version {version.version}")
    office.close()
    assert lacking == missing


def restored_after_a_flip(scene: Scene, fresh: Path, number: int) -> type[StrongroomError] | str:
    """Flip a bit of the backup, restore it, and return what came of it."""
    chance = random.Random(f"restore {number}")  # noqa: S311 - to be repeated, not to be secret
    copy = scene.copied(fresh)
    file = chance.choice(sorted(path for path in (copy.place / "backup").rglob("*") if path.is_file()))
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    shutil.rmtree(copy.vault)
    try:
        done = restore(copy, copy.vault)
    except StrongroomError as error:
        return type(error)
    assert len(done.missing) == 1, (number, file.name)
    shows_what_is_true(copy, done.missing)
    return WITHOUT_ONE


def try_flips(scene: Scene, fresh: Path, times: int, count: Count) -> None:
    for number in range(times):
        told = restored_after_a_flip(scene, fresh, number)
        assert told == WITHOUT_ONE or told in REFUSED, number
        assert (fresh / "vault").exists() is (told == WITHOUT_ONE)
        count("a restore of a backup with a bit flipped", told)
        shutil.rmtree(fresh)


def test_a_restore_of_a_backup_with_a_bit_flipped_is_refused_or_true(
    backed_up: Scene, fresh: Path, count: Count
) -> None:
    try_flips(backed_up, fresh, QUICK, count)


@pytest.mark.long
def test_hundreds_of_restores_of_backups_with_a_bit_flipped_are_refused_or_true(
    backed_up: Scene, fresh: Path, count: Count
) -> None:
    try_flips(backed_up, fresh, LONG, count)


def test_a_sound_backup_is_restored_whole(backed_up: Scene, fresh: Path) -> None:
    """The control."""
    copy = backed_up.copied(fresh)
    shutil.rmtree(copy.vault)
    done = restore(copy, copy.vault)
    assert done.missing == []
    shows_what_is_true(copy, [])


def rewritten(scene: Scene) -> None:
    def another_trust(bodies: list[bytes]) -> None:
        bodies[5] = bodies[5].replace(b"Invented Trust", b"Another Trust")

    put(scene, rechained(scene.rows, another_trust))


def cut(scene: Scene) -> None:
    put(scene, scene.rows[:-60])


def master_altered(scene: Scene) -> None:
    master = scene.sealed("D-0002")
    master.write_bytes(master.read_bytes()[:-1])


@pytest.mark.parametrize("tamper", [rewritten, cut, master_altered])
def test_a_tampered_vault_is_put_right_from_its_backup(
    backed_up: Scene, fresh: Path, count: Count, tamper: Callable[[Scene], None]
) -> None:
    copy = backed_up.copied(fresh)
    tamper(copy)
    done = restore(copy, copy.vault)
    assert done.put_aside is not None
    shows_what_is_true(copy, [])
    count("a tampered vault restored from its backup", "put right")


def test_another_vaults_backup_is_not_restored_with_this_ones_keys(
    backed_up: Scene, another: Scene, fresh: Path, count: Count
) -> None:
    theirs = another.copied(fresh)
    office = theirs.office()
    back_up(office)
    office.close()
    target = fresh / "restored"
    with pytest.raises(DeviceSecretMissingError) as refusal:
        restore(backed_up, target, theirs.place / "backup")
    assert not target.exists()
    count("another vault's backup restored", refusal.type)
