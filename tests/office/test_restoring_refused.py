"""A restore takes the place of nothing: what it refuses, and what it leaves where it fails (A5)."""

import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from desktop.custody.errors import (
    CancelledError,
    TamperError,
)
from desktop.office import opening, restoring
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.verification import verify
from desktop.store.backup_errors import (
    BackupDamagedError,
    ManifestAlteredError,
    NotABackupError,
    RestoreRefusedError,
)
from desktop.store.errors import (
    CannotWriteError,
    DeviceSecretMissingError,
    DiskFullError,
    VaultBusyError,
    WrongPassphraseError,
)
from desktop.store.manifest import MANIFEST_NAME, encode_manifest, load_manifest, make_manifest
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, a_small_disk
from tests.office.at_work import unlocked
from tests.office.restore_scene import OTHER, SEEN, Scene, left, no_folder_but, opened
from tests.office.share_holders import made, recovered


@pytest.fixture
def scene(office: Office, document: str) -> Iterator[Scene]:
    """A vault with one document."""
    assert document
    yield Scene(office)
    office.vault.close()


# --- nothing is replaced


def test_a_vault_that_is_open_is_left_alone(scene: Scene) -> None:
    scene.back_up()
    scene.end()
    office = unlocked(scene.vault)
    with pytest.raises(VaultBusyError):
        restoring.restore(scene.backup, scene.vault, passphrase=PASSPHRASE, key_file=scene.key, bounds=CHEAP)
    office.close()
    assert no_folder_but(scene)


def another_vault(scene: Scene) -> Path:
    opening.create(
        scene.here / "other",
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=scene.here / "other.key",
        bounds=CHEAP,
    ).close()
    return scene.here / "other"


def another_thing(scene: Scene) -> Path:
    (scene.here / "papers").mkdir()
    (scene.here / "papers" / "letter.txt").write_text("invented")
    return scene.here / "papers"


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (another_vault, "another vault is there"),
        (another_thing, "it is not empty"),
        (lambda scene: scene.backup, "lies in it"),
        (lambda scene: scene.backup / "again", "it lies in what"),
        (lambda scene: scene.here, "lies in it"),
    ],
    ids=["another vault", "papers", "the backup", "in the backup", "round the backup"],
)
def test_nothing_else_is_written_over(scene: Scene, target: Callable[[Scene], Path], why: str) -> None:
    scene.back_up()
    folder = target(scene)
    scene.end()
    before = left(scene.here)
    with pytest.raises(RestoreRefusedError, match=why):
        scene.restore(folder, **SEEN)
    assert left(scene.here) == before


def test_wrong_keys_change_nothing(scene: Scene) -> None:
    scene.back_up()
    scene.end()
    before = left(scene.here)
    with pytest.raises(WrongPassphraseError):
        scene.restore(passphrase=OTHER, **SEEN)
    with pytest.raises(DeviceSecretMissingError):
        scene.restore(key_file=scene.here / "none", **SEEN)
    assert left(scene.here) == before


def test_a_backup_of_a_newer_program_is_named_as_such(scene: Scene) -> None:
    scene.back_up()
    of_the_future(scene.backup)
    with pytest.raises(NotABackupError, match="newer Strongroom"):
        scene.restore(**SEEN)
    assert not scene.again.exists()


def of_the_future(folder: Path) -> None:
    raw = json.loads((folder / MANIFEST_NAME).read_bytes())
    raw["body"]["format"] = 2
    del raw["check"]

    def canonical(value: object) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    raw["check"] = hashlib.sha256(canonical(raw)).hexdigest()
    (folder / MANIFEST_NAME).write_bytes(canonical(raw) + b"\n")


def test_a_cancelled_restore_changes_nothing(scene: Scene) -> None:
    scene.back_up()
    scene.end()
    before = left(scene.here)
    for stop_at in (0.1, 0.6, 0.65):

        def stop(part: float, stop_at: float = stop_at) -> None:
            if part >= stop_at:
                raise CancelledError(what="The restore", left="Nothing was changed.")

        with pytest.raises(CancelledError):
            scene.restore(scene.vault, progress=stop, **SEEN)
        assert left(scene.here) == before


def test_a_forged_or_damaged_backup_is_not_restored(scene: Scene) -> None:
    scene.back_up()
    manifest = load_manifest(scene.backup)
    body = manifest.body
    forged = make_manifest(
        vault=body.vault,
        medium=body.medium,
        generation=1,
        head=manifest.head,
        made=body.made,
        files=body.files[:-1],
        seal=lambda _data: "00" * 32,
    )
    whole = (scene.backup / MANIFEST_NAME).read_bytes()
    (scene.backup / MANIFEST_NAME).write_bytes(encode_manifest(forged))
    with pytest.raises(ManifestAlteredError, match="seal"):
        scene.restore(**SEEN)
    (scene.backup / MANIFEST_NAME).write_bytes(whole)
    (scene.backup / manifest.ledger.name).write_bytes(b"")
    with pytest.raises(BackupDamagedError, match="ledger"):
        scene.restore(**SEEN)
    assert not scene.again.exists()


def test_where_the_last_step_fails_the_vault_is_back_in_its_place(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.back_up()
    scene.end()
    before = set(left(scene.vault))
    rename = Path.rename

    def fails(path: Path, target: Path) -> Path:
        if path.parent.name.endswith(".restoring"):
            raise OSError(5, "an invented fault of the disk")
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fails)
        with pytest.raises(Exception, match="invented fault"):
            scene.restore(scene.vault)
    assert set(left(scene.vault)) == before
    assert no_folder_but(scene)
    assert scene.restore(scene.vault, **SEEN).put_aside is not None


def test_whichever_sync_fails_the_vault_is_in_its_place_or_the_restored_one_is(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.back_up()
    scene.end()
    sync, entries = os.fsync, scene.head().number
    for failing in itertools.count(1):
        calls = itertools.count(1)

        def fails(file: int, failing: int = failing, calls: Iterator[int] = calls) -> None:
            if next(calls) == failing:
                raise OSError(5, "an invented fault of the disk")
            sync(file)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fails)
            with suppress(CannotWriteError):
                done = scene.restore(scene.vault, **SEEN)
                assert done.put_aside is not None
                shutil.rmtree(done.put_aside)
                entries = done.entries
        assert no_folder_but(scene)
        office = unlocked(scene.vault, read_only=True)
        assert office.register.head.number == entries
        office.close()
        if next(calls) <= failing:  # there was no sync left to fail
            break
    assert failing > 8
    opened(scene.vault).close()


def test_a_restore_for_which_there_is_no_room_leaves_nothing(scene: Scene) -> None:
    scene.take_in()
    scene.back_up()
    with a_small_disk(scene.here / "small", "32k") as disk:
        with pytest.raises(DiskFullError):
            scene.restore(disk / "vault", **SEEN)
        assert list(disk.iterdir()) == []


def test_a_vault_put_aside_is_restored_like_a_backup(scene: Scene) -> None:
    scene.add()
    head = scene.head()
    scene.end()
    aside = scene.vault.rename(scene.here / "aside")

    done = scene.restore(scene.vault, source=aside)
    assert (done.number, done.lost, done.put_aside) == (head.number, 0, None)
    office = opened(scene.vault)
    assert office.register.restored is not None
    assert office.register.restored.source == "a vault that was put aside"
    office.close()


def test_a_vault_found_older_is_opened_again_by_a_restore_with_a_witness(scene: Scene) -> None:
    scene.end()
    shutil.copytree(scene.vault, scene.here / "older")
    office = unlocked(scene.vault)
    scene.office = office
    scene.add()
    scene.end()
    shutil.rmtree(scene.vault)
    (scene.here / "older").rename(scene.vault)
    office = unlocked(scene.vault)
    assert isinstance(office.finding, TamperError)
    office.close()

    with pytest.raises(RestoreRefusedError, match="entries lost after it: 2"):
        scene.restore(source=scene.vault)
    done = scene.restore(source=scene.vault, **SEEN)
    assert done.lost == 2
    opened(scene.again).close()


def test_on_a_new_computer_shares_restore_the_vault_and_then_recover_it(scene: Scene) -> None:
    held = made(scene.office, scene.here / "sheets", new_key_file=scene.here / "key 2")
    number = scene.back_up()
    scene.end()
    new = scene.here / "new computer"
    new.mkdir()
    for gone in ("vault", "sheets"):
        shutil.rmtree(scene.here / gone)
    for gone in ("key", "key.head", "key 2", "key 2.head"):
        (scene.here / gone).unlink(missing_ok=True)

    asked: dict[str, Any] = {"passphrase": "", "key_file": None, "shares": held.texts[1:]}
    with pytest.raises(RestoreRefusedError, match="nobody knows"):
        scene.restore(new / "vault", **asked)
    done = scene.restore(new / "vault", **asked, **SEEN)
    assert (done.number, done.lost, done.missing) == (number, None, [])
    office = recovered(new / "vault", held.texts[1:])
    assert office.register.restored is not None
    assert run(verify(office)).problems == []
    office.close()
