"""A bit of a file changed by chance, or a block of it: the person is told of it, or nothing has changed.

10,000 flips in the long run, some hundreds in the quick one. A failure names its seed: the same seed damages
the same place of a vault of the same make.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.custody.errors import LedgerAlteredError, StrongroomError
from desktop.store.errors import (
    DeviceSecretMissingError,
    HeaderAlteredError,
    KeptHeadAlteredError,
    KeyFileUnusableError,
    LedgerUnreadableError,
    MasterAlteredError,
)
from tests.tamper.conftest import Count
from tests.tamper.scene import Scene, Told, found

FITS: dict[str, set[type[StrongroomError]]] = {
    "header": {HeaderAlteredError},
    "ledger": {LedgerUnreadableError, LedgerAlteredError},
    "master": {MasterAlteredError},
    "key file": {KeyFileUnusableError, DeviceSecretMissingError},
    "kept head": {KeptHeadAlteredError},
    "head": set(),
    "lock": set(),
    "attempts": set(),
}
"""What may be told of a flip in each kind of file; a kind with nothing is believed by nobody."""

PARTS = {
    "header.json": "header",
    "key": "key file",
    "key.head": "kept head",
    "head": "head",
    "vault.lock": "lock",
    "attempts": "attempts",
}
ALWAYS_TOLD = {"header", "master"}
"""Every bit of these is under a check: no flip may pass."""

QUICK, LONG = 300, 10_000
QUICK_BLOCKS, LONG_BLOCKS = 120, 2_000
BLOCK = 512
"""Bytes that a disk loses or misplaces at once."""

Tried = tuple[str, Told | None]
Damage = Callable[[bytearray, random.Random], object]


def flip_a_bit(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def a_block(data: bytearray, chance: random.Random) -> slice:
    first = BLOCK * chance.randrange(-(-len(data) // BLOCK))
    return slice(first, min(first + BLOCK, len(data)))


def exchange_blocks(data: bytearray, chance: random.Random) -> None:
    one, other = a_block(data, chance), a_block(data, chance)
    if one.stop - one.start == other.stop - other.start:
        data[one], data[other] = data[other], data[one]


def lose_a_block(data: bytearray, chance: random.Random) -> None:
    place = a_block(data, chance)
    data[place] = bytes(place.stop - place.start)


def double_a_block(data: bytearray, chance: random.Random) -> None:
    place = a_block(data, chance)
    data[place] = data[place] * 2


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


DAMAGE: dict[str, Damage] = {
    "a bit": flip_a_bit,
    "a block lost": lose_a_block,
    "two blocks exchanged": exchange_blocks,
    "a block doubled": double_a_block,
    "the end cut off": cut,
}
BLOCKS = [what for what in DAMAGE if what != "a bit"]


def kind(file: Path) -> str:
    """Return which part of a vault a file is."""
    if file.parent.name == "masters":
        return "master"
    if file.name.startswith("ledger"):
        return "ledger"
    return PARTS[file.name]


def try_damage(original: Scene, fresh: Path, what: str, part: str, times: int) -> list[Tried]:
    """Damage one file of a part by chance, so often; return what was told each time."""
    tried = []
    for number in range(times):
        seed = f"{what} {part} {number}"
        chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        scene = original.copied(fresh)
        file = scene.place / chance.choice([file for file in scene.files() if kind(file) == part])
        before = file.read_bytes()
        data = bytearray(before)
        DAMAGE[what](data, chance)
        file.write_bytes(data)
        try:
            told = found(scene, read_only=number % 3 == 0)
        except Exception as error:
            error.add_note(f"seed {seed!r} in {file.name}")
            raise
        assert told in FITS[part] | {None}, (seed, file.name)
        assert told or part not in ALWAYS_TOLD or data == before, (seed, file.name)
        tried.append((f"{what}: {part}", told))
        shutil.rmtree(fresh)
    return tried


def test_every_file_of_a_vault_has_its_kind(left_by_a_crash: Scene) -> None:
    assert {kind(file) for file in left_by_a_crash.files()} == set(FITS)


@pytest.mark.parametrize("part", FITS)
def test_a_flipped_bit_is_told_by_its_name_or_does_no_harm(
    part: str, left_by_a_crash: Scene, fresh: Path, count: Count
) -> None:
    for tried in try_damage(left_by_a_crash, fresh, "a bit", part, QUICK // len(FITS)):
        count(*tried)


@pytest.mark.long
@pytest.mark.parametrize("part", FITS)
def test_ten_thousand_flipped_bits_are_told_or_do_no_harm(
    part: str, left_by_a_crash: Scene, fresh: Path, count: Count
) -> None:
    for tried in try_damage(left_by_a_crash, fresh, "a bit", part, -(-LONG // len(FITS))):
        count(*tried)


@pytest.mark.parametrize("part", FITS)
@pytest.mark.parametrize("what", BLOCKS)
def test_a_damaged_block_is_told_by_its_name_or_does_no_harm(
    part: str, what: str, left_by_a_crash: Scene, fresh: Path, count: Count
) -> None:
    times = QUICK_BLOCKS // len(FITS) // len(BLOCKS)
    for tried in try_damage(left_by_a_crash, fresh, what, part, times):
        count(*tried)


@pytest.mark.long
@pytest.mark.parametrize("part", FITS)
@pytest.mark.parametrize("what", BLOCKS)
def test_two_thousand_damaged_blocks_are_told_or_do_no_harm(
    part: str, what: str, left_by_a_crash: Scene, fresh: Path, count: Count
) -> None:
    times = -(-LONG_BLOCKS // len(FITS) // len(BLOCKS))
    for tried in try_damage(left_by_a_crash, fresh, what, part, times):
        count(*tried)
