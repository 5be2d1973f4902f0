"""A restored vault takes the place of another in one step, whatever happens on the way (A5, T10)."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.store import placing
from desktop.store.aside import name_aside, put_aside_of
from desktop.store.backup_errors import RestoreRefusedError
from desktop.store.errors import CannotWriteError, NotAVaultError
from desktop.store.exchange import exchange
from desktop.store.header import load_header
from desktop.store.lock import LOCK_NAME, VaultLock
from desktop.store.placing import replace, working_folder
from tests.store.backups import MADE

DAY = MADE.date()
ASIDE = "vault put aside 2026-03-02"


class Killed(BaseException):
    """The program ended here: nobody catches it, and nothing is tidied."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A vault that is there."""
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "header.json").write_text("before")
    return tmp_path / "vault"


@pytest.fixture
def restored(tmp_path: Path) -> Path:
    """A vault that was restored, in its working folder."""
    folder = tmp_path / "vault.restoring" / "newer"
    folder.mkdir(parents=True)
    (folder / "header.json").write_text("restored")
    (folder.parent / LOCK_NAME).touch()
    return folder


def replaced(restored: Path, target: Path) -> Path:
    with VaultLock(target) as lock:
        return replace(restored, target, DAY, lock)


def said(folder: Path) -> str:
    return (folder / "header.json").read_text()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"vault.restoring"}


def cannot_exchange(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(placing, "exchange", lambda _one, _other: False)  # a system without the call


@pytest.mark.parametrize("can_exchange", [True, False])
def test_one_is_in_the_place_and_the_other_aside(
    target: Path,
    restored: Path,
    monkeypatch: pytest.MonkeyPatch,
    can_exchange: bool,  # noqa: FBT001
) -> None:
    if not can_exchange:
        cannot_exchange(monkeypatch)
    aside = replaced(restored, target)
    assert (aside.name, said(aside), said(target)) == (ASIDE, "before", "restored")
    assert names(target.parent) == {"vault", ASIDE}
    assert not restored.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can exchange two folders")
def test_a_vault_is_in_the_place_at_every_moment(
    target: Path, restored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    sync, rename = os.fsync, Path.rename

    def syncs(file: int) -> None:
        seen.append(said(target))
        sync(file)

    def renames(path: Path, to: Path) -> Path:
        seen.append(said(target))
        done = rename(path, to)
        seen.append(said(target))
        return done

    monkeypatch.setattr(os, "fsync", syncs)
    monkeypatch.setattr(Path, "rename", renames)
    replaced(restored, target)
    assert set(seen) == {"before", "restored"}


def killed_at(call: int, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> bool:
    """Do `work` and end it at one of its syncs; tell whether there were as many."""
    sync, count = os.fsync, 0

    def kills(file: int) -> None:
        nonlocal count
        count += 1
        if count == call:
            raise Killed
        sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", kills)
        try:
            work()
        except Killed:
            return True
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can exchange two folders")
@pytest.mark.parametrize("call", [1, 2, 3, 4])
def test_the_next_restore_puts_aside_what_was_on_its_way_and_removes_what_never_was_in_the_place(
    target: Path, restored: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    assert killed_at(call, monkeypatch, lambda: replaced(restored, target))
    is_done = said(target) == "restored"
    assert is_done == (call >= 3)
    with working_folder(target):
        assert names(target.parent) == {"vault", ASIDE} if is_done else {"vault"}
    if is_done:
        assert said(target.parent / ASIDE) == "before"


@pytest.mark.parametrize("can_exchange", [True, False])
def test_whichever_call_fails_all_is_as_it_was_or_it_is_done(
    target: Path,
    restored: Path,
    monkeypatch: pytest.MonkeyPatch,
    can_exchange: bool,  # noqa: FBT001
) -> None:
    if not can_exchange:
        cannot_exchange(monkeypatch)
    rename = Path.rename
    for failing in range(1, 9):
        count = 0

        def fails(done: Callable[[], object], failing: int = failing) -> object:
            nonlocal count
            count += 1
            if count == failing:
                raise OSError(5, "an invented fault of the disk")
            return done()

        with monkeypatch.context() as patch:
            sync = os.fsync
            patch.setattr(os, "fsync", lambda file, fails=fails, sync=sync: fails(lambda: sync(file)))
            patch.setattr(Path, "rename", lambda a, b, fails=fails: fails(lambda: rename(a, b)))
            try:
                aside = replaced(restored, target)
            except CannotWriteError:
                assert (said(target), said(restored)) == ("before", "restored")
                assert names(target.parent) == {"vault"}
                continue
        assert (said(target), said(aside)) == ("restored", "before")
        break
    assert failing > 4


@pytest.mark.parametrize(
    "what",
    ["papers/letter.txt", "backup/letter.txt", "newer/masters/letter.txt", "vault.lock/letter.txt", "backup"],
)
def test_a_folder_of_that_name_that_no_restore_made_is_left_as_it_is(target: Path, what: str) -> None:
    theirs = target.with_name("vault.restoring") / what
    theirs.parent.mkdir(parents=True)
    theirs.write_text("invented")
    if what != "backup":
        (target.with_name("vault.restoring") / "vault.lock").mkdir(exist_ok=True)
    with pytest.raises(RestoreRefusedError, match=r"beside it as “vault.restoring”"), working_folder(target):
        pytest.fail("it was taken for ours")
    assert theirs.read_text() == "invented"


@pytest.mark.parametrize("kind", ["a file", "a link"])
def test_what_is_no_folder_is_not_worked_in(target: Path, kind: str) -> None:
    folder = target.with_name("vault.restoring")
    if kind == "a file":
        folder.write_text("invented")
    else:
        (target.parent / "empty").mkdir()
        folder.symlink_to(target.parent / "empty")
    with pytest.raises(RestoreRefusedError), working_folder(target):
        pytest.fail("it was taken for ours")
    assert folder.is_symlink() or folder.read_text() == "invented"


def test_where_a_restore_cannot_tidy_up_the_next_one_can_begin_all_the_same(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_facts: object) -> None:
        raise OSError(5, "an invented fault of the disk")

    with monkeypatch.context() as patch, working_folder(target) as working:
        (working / "backup").mkdir()
        patch.setattr(shutil, "rmtree", fails)
    with working_folder(target) as working:
        assert not (working / "backup").exists()


def test_what_is_put_aside_takes_no_name_that_is_taken(target: Path) -> None:
    (target.parent / ASIDE).mkdir()
    (target.parent / "vault put aside 2025-12-31").mkdir()
    (target.parent / "vault 2 put aside 2026-03-02").mkdir()
    second = name_aside(target, DAY)
    assert second.name == f"{ASIDE} (2)"
    second.mkdir()
    assert [path.name for path in put_aside_of(target)] == [second.name, ASIDE, "vault put aside 2025-12-31"]


def test_where_a_vault_was_put_aside_and_none_is_in_its_place_a_person_is_told(target: Path) -> None:
    target.rename(target.with_name(ASIDE))
    with pytest.raises(NotAVaultError, match=f"no such folder, but beside it “{ASIDE}”"):
        load_header(target)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can exchange two folders")
def test_two_folders_are_exchanged_or_neither_is_touched(target: Path, restored: Path) -> None:
    assert exchange(target, restored)
    assert (said(target), said(restored)) == ("restored", "before")
    with pytest.raises(FileNotFoundError):
        exchange(target, target.with_name("nothing"))
    assert said(target) == "restored"
