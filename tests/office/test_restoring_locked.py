"""Nothing is entered in a vault while it is replaced or read from: it would be lost unseen (T10, A5)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.office.office import Office
from desktop.store.errors import VaultBusyError
from tests.office.at_work import unlocked
from tests.office.restore_scene import Scene, opened


@pytest.fixture
def scene(office: Office, document: str) -> Iterator[Scene]:
    """A vault with one document, backed up."""
    assert document
    scene = Scene(office)
    scene.back_up()
    yield scene
    office.vault.close()


def tried(folder: Path, scene: Scene) -> list[float]:
    """Return when, while a restore goes on, another program tried to open the vault in `folder`."""
    moments: list[float] = []

    def tries(part: float) -> None:
        moments.append(part)
        with pytest.raises(VaultBusyError):
            unlocked(folder, key=scene.key)

    copy = {} if folder == scene.vault else {"newer": folder}
    scene.restore(scene.vault if folder == scene.vault else None, progress=tries, **copy)
    return moments


def test_the_vault_in_the_way_stays_locked_until_the_restored_one_is_in_its_place(scene: Scene) -> None:
    assert tried(scene.vault, scene)
    opened(scene.vault).close()
    shutil.rmtree(scene.vault)


def test_a_newer_vault_that_is_named_stays_locked(scene: Scene) -> None:
    scene.end()
    aside = scene.vault.rename(scene.here / "aside")
    assert tried(aside, scene)
    opened(scene.again).close()


def test_a_vault_that_is_restored_stays_locked(scene: Scene) -> None:
    moments: list[float] = []

    def tries(part: float) -> None:
        moments.append(part)
        with pytest.raises(VaultBusyError):
            unlocked(scene.vault)

    scene.restore(source=scene.vault, newer=scene.vault, progress=tries)
    assert moments
    opened(scene.again).close()


def test_a_newer_vault_that_somebody_has_open_is_not_read(scene: Scene) -> None:
    scene.end()
    aside = scene.vault.rename(scene.here / "aside")
    office = unlocked(aside)
    with pytest.raises(VaultBusyError):
        scene.restore(newer=aside)
    assert not scene.again.exists()
    office.close()
