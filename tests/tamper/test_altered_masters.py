"""Sealed masters swapped, cut, replaced, added to, doubled, taken away, or sealed anew (T6).

The program verifies a master whole before anything is made of it: what it shows, exports or prints is the
document of the entry or nothing, and what it refuses is on hold from then on.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.custody import numbers
from desktop.custody.entries import from_bytes
from desktop.custody.errors import OnHoldError, StrongroomError
from desktop.custody.incidents import IncidentOpened
from desktop.office import viewing
from desktop.office.procedure import run
from desktop.office.verification import verify
from desktop.store import sealed
from desktop.store.errors import CannotReadError, MasterAlteredError, MasterMissingError
from tests.tamper.conftest import Count, Days
from tests.tamper.ledger_rows import sql
from tests.tamper.planted import a_pipe
from tests.tamper.scene import DOCUMENTS, Scene, found

CHUNK = 64 * 1024 + 16
ALL = [("D-0001", 1), ("D-0002", 1), ("D-0003", 1), ("D-0003", 2)]
ANOTHER = b"an invented document that nobody handed over"

Change = Callable[[Scene, Path], object]


def sealed_anew(scene: Scene, master: Path) -> None:
    """Seal another document with the master's own key."""
    office = scene.office()
    identity = office.vault.identity(master.name)
    office.close()
    master.unlink()
    sealed.seal(io.BytesIO(ANOTHER), master, identity)


def with_exchanged_chunks(scene: Scene, master: Path) -> None:
    data = master.read_bytes()
    start = len(data) - len(scene.masters["D-0002", 1]) - 3 * 16
    one, two = data[start : start + CHUNK], data[start + CHUNK : start + 2 * CHUNK]
    master.write_bytes(data[:start] + two + one + data[start + 2 * CHUNK :])


CHANGES: dict[str, Change] = {
    "emptied": lambda _scene, master: master.write_bytes(b""),
    "cut by a byte": lambda _scene, master: os.truncate(master, master.stat().st_size - 1),
    "cut in half": lambda _scene, master: os.truncate(master, master.stat().st_size // 2),
    "cut after a part": lambda _scene, master: os.truncate(master, master.stat().st_size % CHUNK + CHUNK),
    "cut after its header": lambda _scene, master: os.truncate(master, 200),
    "parts exchanged": with_exchanged_chunks,
    "a byte added": lambda _scene, master: master.write_bytes(master.read_bytes() + b"\0"),
    "itself added": lambda _scene, master: master.write_bytes(master.read_bytes() * 2),
    "a byte before it": lambda _scene, master: master.write_bytes(b"\n" + master.read_bytes()),
    "replaced by its plaintext": lambda scene, master: master.write_bytes(scene.masters["D-0002", 1]),
    "replaced by another age file": lambda scene, master: shutil.copy(scene.sealed("D-0001"), master),
    "sealed anew with its own key": sealed_anew,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_altered_master_is_told(today: Scene, count: Count, change: Change) -> None:
    change(today, today.sealed("D-0002"))
    told = found(today)
    assert told is MasterAlteredError
    count("a master altered", told)


def test_any_two_masters_swapped_are_told(days: Days, fresh: Path, count: Count) -> None:
    for one in ALL:
        for other in ALL:
            if one >= other:
                continue
            scene = days.today.copied(fresh)
            a, b = scene.sealed(*one), scene.sealed(*other)
            content = a.read_bytes()
            a.write_bytes(b.read_bytes())
            b.write_bytes(content)
            told = found(scene)
            assert told is MasterAlteredError
            count("two masters swapped", told)
            shutil.rmtree(fresh)


@pytest.mark.parametrize(("there", "here"), [(("D-0003", 1), ("D-0003", 2)), (("D-0003", 2), ("D-0003", 1))])
@pytest.mark.parametrize("with_its_key", [False, True])
def test_another_version_in_the_place_of_one_is_told(
    today: Scene, count: Count, there: tuple[str, int], here: tuple[str, int], *, with_its_key: bool
) -> None:
    old, new = today.sealed(*there), today.sealed(*here)
    if with_its_key:
        key = "(SELECT identity FROM master WHERE sealed = ?)"
        sql(today, (f"UPDATE master SET identity = {key} WHERE sealed = ?", (old.name, new.name)))  # noqa: S608
    shutil.copy(old, new)
    told = found(today)
    assert told is MasterAlteredError
    count("a master of another version in its place", told)


@pytest.mark.parametrize("here", ALL, ids=str)
def test_a_missing_master_is_told(today: Scene, count: Count, here: tuple[str, int]) -> None:
    today.sealed(*here).unlink()
    told = found(today)
    assert told is MasterMissingError
    count("a master taken away", told)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
@pytest.mark.parametrize(
    ("put", "fits"),
    [
        (a_pipe, MasterAlteredError),
        (Path.mkdir, MasterAlteredError),
        (lambda path: path.symlink_to("/dev/zero"), MasterAlteredError),
        (lambda path: path.symlink_to(path), CannotReadError),
        (lambda path: path.symlink_to("nowhere"), MasterMissingError),
    ],
    ids=["pipe", "folder", "device", "link to itself", "link to nowhere"],
)
def test_what_is_no_file_is_told_and_not_waited_for(
    today: Scene, count: Count, put: Callable[[Path], None], fits: type[StrongroomError]
) -> None:
    master = today.sealed("D-0002")
    master.unlink()
    put(master)
    told = found(today)
    assert told is fits
    count("something else in the place of a master", told)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_to_the_master_itself_does_no_harm(today: Scene, count: Count) -> None:
    master = today.sealed("D-0002")
    master.rename(today.place / "elsewhere")
    master.symlink_to(today.place / "elsewhere")
    told = found(today)
    assert told is None
    count("a link to a master", told)


def test_a_doubled_master_is_listed_as_a_stray_and_changes_nothing(today: Scene) -> None:
    copy = today.vault / "masters" / f"{'0' * 32}.age"
    shutil.copy(today.sealed("D-0001"), copy)
    office = today.office()
    report = run(verify(office))
    office.close()
    assert [problem.where for problem in report.problems] == [f"masters/{copy.name}"]
    copy.unlink()
    assert found(today) is None


@pytest.mark.parametrize("change", [CHANGES["sealed anew with its own key"], CHANGES["cut in half"]])
def test_nothing_of_an_altered_master_is_shown_written_or_issued(
    today: Scene, tmp_path: Path, change: Change
) -> None:
    change(today, today.sealed("D-0001"))
    office = today.office()
    out = tmp_path / "out.pdf"
    with pytest.raises(MasterAlteredError):
        run(viewing.begin(office, "D-0001", "To see it"))
    for refused in (viewing.begin(office, "D-0001", "Again"), viewing.export(office, "D-0001", "Again", out)):
        with pytest.raises(OnHoldError):
            run(refused)
    with pytest.raises(OnHoldError):
        office.do(numbers.allot, document="D-0001", number_of_copies=1)
    entries = [from_bytes(body, number).event for number, _salt, body, _digest in office.vault.rows()]
    office.close()
    assert sum(isinstance(event, IncidentOpened) for event in entries) == 1
    assert not out.exists()
    assert found(today) is not None


def test_a_vault_open_for_reading_names_an_altered_master_too(today: Scene) -> None:
    CHANGES["cut in half"](today, today.sealed("D-0001"))
    office = today.office(read_only=True)
    with pytest.raises(MasterAlteredError):
        run(viewing.begin(office, "D-0001", "To see it"))
    office.close()


def test_the_documents_are_of_one_part_and_of_several() -> None:
    sizes = sorted(len(content) for _name, content in DOCUMENTS.values())
    assert sizes[0] < CHUNK
    assert sizes[-1] > 2 * CHUNK
