"""Links, pipes, folders and strangers' files in the place of a vault's own files.

Nothing is waited for, nothing outside the vault is written, and what opens all the same reads as it was. A
link could lead the program to write over a person's file; a pipe could hold it for ever.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.custody.errors import StrongroomError
from desktop.office import keys, opening
from desktop.office.procedure import run
from desktop.office.verification import verify
from desktop.store.errors import (
    CannotReadError,
    CannotWriteError,
    HeaderAlteredError,
    KeptHeadAlteredError,
    KeyFileUnusableError,
    LedgerMissingError,
    LedgerUnreadableError,
    NotAVaultError,
    WrongPassphraseError,
)
from tests.factory import CHEAP
from tests.tamper.conftest import Count
from tests.tamper.planted import MINE, PLANTED, to_itself_elsewhere
from tests.tamper.scene import RENEWED, Scene, found

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are those of POSIX")

TOLD: dict[str, set[type[StrongroomError]]] = {
    "header.json": {CannotReadError, HeaderAlteredError, NotAVaultError},
    "ledger": {LedgerUnreadableError, LedgerMissingError, CannotReadError, CannotWriteError},
    "vault.lock": {CannotReadError, CannotWriteError, NotAVaultError},
    "journal": {LedgerUnreadableError, CannotReadError, CannotWriteError},
    "kept head": {KeptHeadAlteredError, KeyFileUnusableError},
    "head": set(),
    "attempts": set(),
}


def path_of(scene: Scene, name: str) -> Path:
    if name == "ledger":
        return scene.ledger
    if name == "journal":
        return scene.ledger.with_name(f"{scene.ledger.name}-journal")
    if name == "kept head":
        return scene.key.with_name(f"{scene.key.name}.head")
    return scene.vault / name


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("name", TOLD)
def test_what_is_planted_in_the_place_of_a_file_is_told_or_does_no_harm(
    today: Scene, count: Count, name: str, plant: Callable[[Path], None]
) -> None:
    mine = today.place / "mine"
    mine.write_bytes(MINE)
    path = path_of(today, name)
    if plant is not to_itself_elsewhere:
        path.unlink(missing_ok=True)
    plant(path)
    for read_only in (True, False):
        told = found(today, read_only=read_only)
        assert told in TOLD[name] | {None}, told
        count(f"something planted in the place of the {name}", told)
    assert mine.read_bytes() == MINE
    assert not (today.vault / "nowhere").exists()


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_a_wrong_passphrase_is_said_whatever_is_planted_for_its_note(
    today: Scene, plant: Callable[[Path], None]
) -> None:
    mine = today.place / "mine"
    mine.write_bytes(MINE)
    plant(today.vault / "attempts")
    with pytest.raises(WrongPassphraseError):
        opening.unlock(today.vault, passphrase=RENEWED, key_file=today.key, bounds=CHEAP)
    assert mine.read_bytes() == MINE


@pytest.mark.parametrize("number", [2, 99, 2**31 - 2, 2**31 - 1, 9_999_999_999, 99_999_999_999])
def test_a_planted_ledger_of_later_keys_uses_up_no_generation_and_stops_no_renewal(
    today: Scene, count: Count, number: int
) -> None:
    (today.vault / f"ledger-{number}.db").write_bytes(MINE)
    office = today.office()
    assert [problem.where for problem in run(verify(office)).problems] == [f"ledger-{number}.db"]
    before = office.vault.generation
    run(keys.change_passphrase(office, present=today.passphrase, passphrase=RENEWED))
    assert before < office.vault.generation <= before + 2
    office.close()
    count("a planted ledger of later keys", "a stray, and the keys renewed all the same")
