"""A restore that was cut short leaves the vault before it or the restored one, nothing amiss (A5, T10)."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.custody.restores import VaultRestored
from desktop.office import restoring
from desktop.office.office import Office
from desktop.store import placing
from desktop.store.backup_errors import RestoreRefusedError
from desktop.store.kept_head import KeptHead
from tests.office.at_work import events, unlocked
from tests.office.restore_scene import SEEN, Scene, opened


class Killed(BaseException):
    """The program ended here."""


@pytest.fixture
def scene(office: Office, document: str) -> Iterator[Scene]:
    """A vault with one document, backed up, that went on and then broke: a restore of it loses entries."""
    assert document
    scene = Scene(office)
    scene.back_up()
    scene.add()
    yield scene
    office.vault.close()


def kill(
    monkeypatch: pytest.MonkeyPatch, owner: object, step: str, *, after: bool, work: Callable[[], object]
) -> None:
    """Do `work`, and end it before or after one of its steps."""
    done = getattr(owner, step)

    def kills(*facts: Any) -> None:
        if after:
            done(*facts)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, kills)
        with pytest.raises(Killed):
            work()


@pytest.mark.parametrize(
    ("owner", "step", "after", "restored"),
    [
        (restoring, "_entered", True, False),
        (KeptHead, "expect", False, False),
        (KeptHead, "expect", True, False),
        (placing, "replace", False, False),
        (placing, "replace", True, True),
        (KeptHead, "keep", False, True),
        (KeptHead, "keep", True, True),
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["nothing is lost", "entries are lost"])
def test_wherever_it_ends_the_vault_in_its_place_is_open_for_writing(  # noqa: PLR0917 - the cases
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    step: str,
    after: bool,  # noqa: FBT001
    restored: bool,  # noqa: FBT001
    whole: bool,  # noqa: FBT001
) -> None:
    head = scene.head()
    scene.end()
    ledger = scene.office.vault.ledger_path
    good = ledger.read_bytes()
    if not whole:
        ledger.write_bytes(os.urandom(8192))
    kill(monkeypatch, owner, step, after=after, work=lambda: scene.restore(scene.vault, **SEEN))
    if not whole and not restored:
        ledger.write_bytes(good)  # the very disk that was there, in health: it is neither older nor cut

    office = unlocked(scene.vault)
    assert office.finding is None
    assert not office.vault.read_only
    assert isinstance(events(office)[-1], VaultRestored) == restored
    if not restored:
        assert office.register.head == head
    office.close()
    assert scene.key.with_name("key.head").read_text().count(":") == 2  # one head alone
    opened(scene.vault).close()


def test_a_restore_refused_or_given_up_leaves_the_head_kept_outside_as_it_was(scene: Scene) -> None:
    scene.end()
    kept = scene.key.with_name("key.head").read_bytes()
    shutil.rmtree(scene.vault)
    with pytest.raises(RestoreRefusedError):
        scene.restore(scene.vault)
    assert scene.key.with_name("key.head").read_bytes() == kept


def cut_between_two_renames(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cut a restore short where no vault is in the place: on a system that cannot exchange two folders."""
    rename = placing._rename

    def kills(folder: Path, target: Path) -> None:
        if target == scene.vault:
            os._exit(9)
        rename(folder, target)

    scene.end()
    if (child := os.fork()) == 0:
        monkeypatch.setattr(placing, "exchange", lambda _one, _other: False)
        monkeypatch.setattr(placing, "_rename", kills)
        scene.restore(scene.vault)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not scene.vault.exists()
    return scene.here / "vault put aside 2026-03-05"


@pytest.mark.skipif(sys.platform == "win32", reason="it needs a process to end")
def test_the_same_words_again_never_drop_the_entries_of_the_vault_put_aside(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = scene.head()
    aside = cut_between_two_renames(scene, monkeypatch)

    with pytest.raises(RestoreRefusedError, match=f"lies beside it as “{aside.name}”") as refused:
        scene.restore(scene.vault, **SEEN)
    assert "newer ledger" in refused.value.hint
    done = scene.restore(scene.vault, newer=aside)
    assert done.lost == 0
    office = opened(scene.vault)
    assert office.vault.digest(head.number) == head.digest
    office.close()


@pytest.mark.skipif(sys.platform == "win32", reason="it needs a process to end")
def test_the_vault_put_aside_can_simply_be_given_its_name_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = scene.head()
    cut_between_two_renames(scene, monkeypatch).rename(scene.vault)
    office = unlocked(scene.vault)
    assert office.finding is None
    assert office.register.head == head
    office.close()


@pytest.mark.skipif(sys.platform != "linux", reason="it asks the system which folder is synced")
def test_the_names_of_masters_are_durable_before_the_vault_is_in_its_place(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, Path]] = []
    sync, rename = os.fsync, Path.rename

    def syncs(file: int) -> None:
        calls.append(("sync", Path(f"/proc/self/fd/{file}").readlink()))
        sync(file)

    def renames(path: Path, to: Path) -> Path:
        calls.append(("rename", to))
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", syncs)
        patch.setattr(Path, "rename", renames)
        scene.restore(scene.vault)
    masters = scene.here / "vault.restoring" / "newer" / "masters"
    moved = max(at for at, call in enumerate(calls) if call[0] == "rename" and call[1].parent == masters)
    placed = next(at for at, call in enumerate(calls) if call[0] == "rename" and call[1].parent == scene.here)
    assert ("sync", masters) in calls[moved:placed]
