"""Backups altered, rolled back, mixed and forged: what a drill of the sound vault says of them.

Every byte of a backup is under its manifest, and the manifest under the vault's key: no flip may pass. And a
backup that somebody keeps elsewhere shows a vault whose ledger was rewritten.
"""

import hashlib
import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.custody.errors import StrongroomError
from desktop.office import backing_up
from desktop.office.procedure import run
from desktop.store.backup_errors import (
    BackupDamagedError,
    BackupRefusedError,
    ManifestAlteredError,
    NotABackupError,
)
from desktop.store.errors import CannotReadError, HeaderAlteredError
from tests.store.headers import canonical
from tests.tamper.conftest import Count
from tests.tamper.ledger_rows import put, rechained
from tests.tamper.planted import MINE, PLANTED, to_itself_elsewhere
from tests.tamper.scene import PEOPLE, Scene, back_up

QUICK, LONG = 60, 2_000
FITS: set[type[StrongroomError]] = {
    ManifestAlteredError,
    NotABackupError,
    BackupDamagedError,
    HeaderAlteredError,
}

Problems = list[str]


def drilled(scene: Scene, backup: Path) -> type[StrongroomError] | Problems:
    """Return what a drill of a backup is refused with, or the problems that it names."""
    office = scene.office(read_only=True)
    try:
        found = run(backing_up.drill(office, backup, scene.place))
    except StrongroomError as error:
        return type(error)
    finally:
        office.close()
    return [problem.where for problem in found.problems]


def told(answer: type[StrongroomError] | Problems) -> type[Exception] | str:
    """Return what is counted: the error, or that problems were named."""
    return answer if isinstance(answer, type) else "problems named"


def test_a_sound_backup_and_the_one_before_it_have_no_problems(backed_up: Scene) -> None:
    """The control."""
    assert drilled(backed_up, backed_up.place / "backup") == []
    assert drilled(backed_up, backed_up.place / "earlier") == []


# --- flips


def flip(backup: Path, chance: random.Random) -> str:
    """Change one bit of one file of a backup; return its name."""
    file = chance.choice(sorted(path for path in backup.rglob("*") if path.is_file()))
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    return file.relative_to(backup).as_posix()


def try_flips(scene: Scene, tmp_path: Path, times: int, count: Count) -> None:
    for number in range(times):
        backup = tmp_path / "backup"
        shutil.copytree(scene.place / "backup", backup)
        name = flip(backup, random.Random(number))  # noqa: S311 - to be repeated, not to be secret
        answer = drilled(scene, backup)
        if isinstance(answer, type):
            assert answer in FITS, (number, name)
        else:
            assert answer == [name], number
        kind = name.split("/")[0].split("-")[0].split(".")[0]
        count(f"one bit of a backup's {kind}", told(answer))
        shutil.rmtree(backup)


def test_a_flipped_bit_in_a_backup_is_told_with_its_file(
    backed_up: Scene, tmp_path: Path, count: Count
) -> None:
    try_flips(backed_up, tmp_path, QUICK, count)


@pytest.mark.long
def test_two_thousand_flipped_bits_in_a_backup_are_told(
    backed_up: Scene, tmp_path: Path, count: Count
) -> None:
    try_flips(backed_up, tmp_path, LONG, count)


# --- files of a backup mixed, and manifests forged by who has no key


def forge(backup: Path, change: Callable[[Any], object]) -> None:
    """Change a manifest and make its check right again, which needs no key."""
    file = backup / "manifest.json"
    raw = json.loads(file.read_bytes())
    raw.pop("check")
    change(raw["body"])
    file.write_bytes(canonical(raw | {"check": hashlib.sha256(canonical(raw)).hexdigest()}) + b"\n")


def with_right_digests(backup: Path) -> None:
    """List every file as it now is."""

    def list_anew(body: Any) -> None:
        for entry in body["files"]:
            data = (backup / entry["name"]).read_bytes()
            entry.update(sha256=hashlib.sha256(data).hexdigest(), size=len(data))

    forge(backup, list_anew)


FORGED: dict[str, Callable[[Any], object]] = {
    "a later head": lambda body: body.update(number=body["number"] + 7),
    "another digest": lambda body: body.update(digest="0" * 64),
    "another day": lambda body: body.update(made="2026-03-03T12:00:00Z"),
    "another medium": lambda body: body.update(medium="M-0007"),
    "another generation": lambda body: body.update(generation=body["generation"] + 1),
    "another vault": lambda body: body.update(vault="0" * 32),
    "a master less": lambda body: body["files"].pop(),
    "a file from outside": lambda body: body["files"][0].update(name="../../key"),
    "a later format": lambda body: body.update(format=2),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_manifest_forged_without_the_key_is_told(
    backed_up: Scene, tmp_path: Path, count: Count, change: Callable[[Any], object]
) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(backed_up.place / "backup", backup)
    forge(backup, change)
    answer = drilled(backed_up, backup)
    assert answer
    assert not isinstance(answer, type) or answer in FITS
    count("a manifest forged without the key", told(answer))


def mixed(backup: Path, earlier: Path, kind: str) -> None:
    """Put a file of the earlier backup under the name of the later one, and list it as it is."""
    (old,), (new,) = (list(folder.glob(f"{kind}-*")) for folder in (earlier, backup))
    shutil.copy(old, new)
    with_right_digests(backup)


def two_masters_swapped(backup: Path, _earlier: Path) -> None:
    one, other = sorted((backup / "masters").iterdir())[:2]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    with_right_digests(backup)


MIXED: dict[str, Callable[[Path, Path], None]] = {
    "the ledger of the backup before": lambda backup, earlier: mixed(backup, earlier, "ledger"),
    "two masters swapped": two_masters_swapped,
}


@pytest.mark.parametrize("change", MIXED.values(), ids=MIXED)
def test_files_mixed_and_listed_as_they_are_without_the_key_are_told(
    backed_up: Scene, tmp_path: Path, count: Count, change: Callable[[Path, Path], None]
) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(backed_up.place / "backup", backup)
    change(backup, backed_up.place / "earlier")
    answer = drilled(backed_up, backup)
    assert answer
    assert not isinstance(answer, type) or answer in FITS
    count("files of a backup mixed, and listed as they are", told(answer))


def test_the_backup_of_another_vault_is_told(
    backed_up: Scene, another: Scene, tmp_path: Path, count: Count
) -> None:
    theirs = another.copied(tmp_path / "another")
    office = theirs.office()
    back_up(office)
    office.close()
    answer = drilled(backed_up, theirs.place / "backup")
    assert answer is NotABackupError
    count("the backup of another vault", answer)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are those of POSIX")
@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("part", ["manifest", "header", "ledger", "masters"])
def test_what_is_planted_in_the_place_of_a_backups_file_is_told_and_not_waited_for(
    backed_up: Scene, tmp_path: Path, count: Count, part: str, plant: Callable[[Path], None]
) -> None:
    backup, mine = tmp_path / "backup", tmp_path / "mine"
    shutil.copytree(backed_up.place / "backup", backup)
    mine.write_bytes(MINE)
    file = min((backup / "masters").iterdir() if part == "masters" else backup.glob(f"{part}*"))
    if plant is not to_itself_elsewhere:
        file.unlink()
    plant(file)
    answer = drilled(backed_up, backup)
    if isinstance(answer, type):
        assert answer in FITS | {CannotReadError}
    else:
        assert answer == [file.relative_to(backup).as_posix()]
    assert mine.read_bytes() == MINE
    count(f"something planted in the place of a backup's {part}", told(answer))


# --- a backup as a witness of the vault


def rewritten(bodies: list[bytes]) -> None:
    bodies[5] = bodies[5].replace(b"Invented Trust", b"Another Trust")


def test_a_backup_kept_elsewhere_shows_a_rewritten_ledger(
    backed_up: Scene, tmp_path: Path, count: Count
) -> None:
    """Who rewrote it also took away the head kept on the computer."""
    scene = backed_up.copied(tmp_path / "rewritten")
    put(scene, rechained(scene.rows, rewritten))
    scene.key.with_name(f"{scene.key.name}.head").unlink()
    for backup in ("backup", "earlier"):
        answer = drilled(scene, scene.place / backup)
        assert answer
        count("a backup's manifest against a rewritten ledger", told(answer))
    office = scene.office()
    with pytest.raises(BackupRefusedError):
        back_up(office)
    office.close()


def test_a_backup_kept_elsewhere_shows_a_cut_ledger(backed_up: Scene, tmp_path: Path, count: Count) -> None:
    scene = backed_up.copied(tmp_path / "cut")
    put(scene, scene.rows[:-90])
    scene.key.with_name(f"{scene.key.name}.head").unlink()
    answer = drilled(scene, scene.place / "backup")
    assert answer
    count("a backup's manifest against a cut ledger", told(answer))


def test_the_backup_before_in_the_place_of_the_last_is_behind(backed_up: Scene) -> None:
    office = backed_up.office(read_only=True)
    last, before = (
        run(backing_up.drill(office, backed_up.place / name, backed_up.place))
        for name in ("backup", "earlier")
    )
    office.close()
    assert before.behind > 2 * PEOPLE > last.behind
    assert last.head.number - before.head.number == before.behind - last.behind
