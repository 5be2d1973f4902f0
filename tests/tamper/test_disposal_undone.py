"""A destroyed document does not come back: tried by every means at hand, each where it works before (T16).

The vault has two documents, a backup from before, and a hold raised after it. One document is disposed of.
Each test tries to have it back, beside its control: the same, without the disposal, gives the document.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.custody import disposal_traces, disposals, holds, reviews
from desktop.custody.ending_errors import DisposedError
from desktop.custody.errors import StrongroomError, UnknownReferenceError, WitnessError
from desktop.office import backing_up, disposing, opening, replaying, restoring
from desktop.office.office import Office
from desktop.office.printing import verified_master
from desktop.office.procedure import run
from desktop.office.restoring import Restored
from desktop.office.take_in import Accession, take_in
from desktop.office.verification import verify
from desktop.store.backup_errors import LossNotWitnessedError, RestoreRefusedError
from desktop.store.errors import (
    DeviceSecretMissingError,
    HeaderOlderError,
    LedgerUnreadableError,
)
from desktop.store.manifest import load_manifest
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, a_pdf, march, noon
from tests.office.disposal_scene import WITNESS, disposed, may_go, prepared, unlocked

GONE, KEPT = a_pdf(2, "Quillfeather is gone"), a_pdf(1, "Thistlewood is kept")
WITH_LOSS: dict[str, Any] = {"witness": WITNESS, "reason": "The computer was lost"}


@dataclass(frozen=True)
class World:
    """The place as it was before the disposal, after it, and where a test works."""

    before: Path
    after: Path
    here: Path

    @property
    def vault(self) -> Path:
        return self.here / "vault"


def made(place: Path) -> None:
    """Make the vault, its backup, and a hold that the backup does not know."""
    place.mkdir(parents=True)
    office = opening.create(
        place / "vault",
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=place / "key",
        bounds=CHEAP,
        clock=lambda: noon(march(2)),
    )
    office.do(reviews.open_review, reference=REVIEW, authority="The Chair")
    office.do(reviews.open_review, reference="SCR-2026-02", authority="The Chair")
    for name, content, review in (("gone", GONE, REVIEW), ("kept", KEPT, "SCR-2026-02")):
        file = place.parent / f"{name}.pdf"
        file.write_bytes(content)
        run(take_in(office, file, Accession(review, "overview-report", "anonymised")))
    run(backing_up.back_up(office, place / "backup", label="Drive 1", place="A bank", keeper="C. Keeper"))
    office.do(holds.raise_hold, about=["D-0002"], authority="The Coroner", reason="An inquest")
    office.close()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The place before and after the disposal. Nobody may change these: take a copy."""
    folder = tmp_path_factory.mktemp("disposal")
    made(folder / "before")
    shutil.copytree(folder / "before", folder / "after")
    office = unlocked(folder / "after", "key")
    disposed(office, ["D-0001"])
    run(replaying.write(office, folder / "after" / "replay.json"))
    office.close()
    return folder / "before", folder / "after"


@pytest.fixture
def world(states: tuple[Path, Path], tmp_path: Path) -> Iterator[World]:
    shutil.copytree(states[1], tmp_path / "here")
    yield World(*states, tmp_path / "here")
    shutil.rmtree(tmp_path / "here", ignore_errors=True)


def reads(office: Office, document: str) -> bytes:
    """Read a document as the program shows one."""
    master = run(verified_master(office, document))
    with office.vault.reader(master.sealed, master.opener) as reader:
        return reader.read()


def is_gone(office: Office) -> None:
    """See that the one document cannot be had in any way, that the other can, and that nothing is amiss."""
    assert office.register.documents["D-0001"].disposed
    assert office.finding is None
    with pytest.raises(DisposedError):
        reads(office, "D-0001")
    assert reads(office, "D-0002") == KEPT
    assert {name for name, _key in office.vault.identities()}.isdisjoint(disposals.shredded(office.register))
    assert [path.name for path in (office.vault.folder / "masters").iterdir()] == office.vault.masters()
    assert run(verify(office)).problems == []


def sealed_file(place: Path) -> Path:
    """Return the sealed file of the document, in a place where it is not disposed of."""
    office = unlocked(place, "key", read_only=True)
    name = office.register.documents["D-0001"].current.master.sealed
    office.close()
    return place / "vault" / "masters" / name


def _opened_and_read(place: Path) -> None:
    office = unlocked(place)
    try:
        is_gone(office)
    finally:
        office.close()


def restored(source: Path, target: Path, key: Path, **facts: Any) -> Restored:
    return restoring.restore(
        source,
        target,
        passphrase=PASSPHRASE,
        key_file=key,
        bounds=CHEAP,
        clock=lambda: noon(march(5)),
        **facts,
    )


# --- the vault itself


def test_the_key_is_gone_and_the_document_stays_on_record(world: World) -> None:
    office = unlocked(world.here)
    is_gone(office)
    found = office.register.documents["D-0001"]
    assert (found.review, found.current.master.size) == (REVIEW, len(GONE))
    office.close()
    office = unlocked(world.before, "key", read_only=True)  # the control
    assert reads(office, "D-0001") == GONE
    office.close()


def test_nothing_of_it_is_left_in_the_folder_or_beside_it(world: World) -> None:
    sealed = sealed_file(world.before).read_bytes()[-4096:]
    former = next((world.before / "vault").glob("ledger-*.db")).read_bytes()
    bytes_before = b"".join(path.read_bytes() for path in world.before.rglob("*") if path.is_file())
    bytes_now = b"".join(
        path.read_bytes()
        for path in world.here.rglob("*")
        if path.is_file() and world.here / "backup" not in path.parents
    )
    secret = (world.before / "key").read_text("utf-8").splitlines()[1].encode()
    assert sealed in bytes_before  # the control
    assert secret in bytes_before
    pages = [former[at : at + 4096] for at in range(0, len(former), 4096)]
    for lost in (sealed, secret, b"Quillfeather", *pages):
        assert lost not in bytes_now


def test_the_former_device_secret_is_gone_from_its_place(world: World) -> None:
    assert (world.before / "key").exists()
    assert not (world.here / "key").exists()
    assert (world.here / "key.head").exists(), "a vault that is put back is still told by it"


# --- something old put back


def test_the_old_folder_put_back_opens_with_nothing_that_is_left(world: World) -> None:
    shutil.rmtree(world.vault)
    shutil.copytree(world.before / "vault", world.vault)
    with pytest.raises(DeviceSecretMissingError):
        unlocked(world.here)
    with pytest.raises(DeviceSecretMissingError):
        unlocked(world.here, "key")
    shutil.copy(world.before / "key", world.here / "key")  # the control, and the limit that is told
    office = unlocked(world.here, "key")
    assert type(office.finding).__name__ == "FormerKeysError"
    office.close()


def test_the_old_ledger_and_header_put_back_open_nothing(world: World) -> None:
    shutil.copy(world.before / "vault" / "header.json", world.vault)
    with pytest.raises((HeaderOlderError, DeviceSecretMissingError)):
        unlocked(world.here)
    shutil.copy(world.before / "vault" / "ledger-1.db", world.vault)
    with pytest.raises(DeviceSecretMissingError):
        unlocked(world.here)


def test_the_old_ledger_put_in_the_place_of_the_new_one_cannot_be_read(world: World) -> None:
    shutil.copy(world.before / "vault" / "ledger-1.db", world.vault / "ledger-2.db")
    with pytest.raises(LedgerUnreadableError):
        unlocked(world.here)


def test_the_old_ledger_put_beside_the_new_one_is_written_over(world: World) -> None:
    shutil.copy(world.before / "vault" / "ledger-1.db", world.vault)
    office = unlocked(world.here)
    is_gone(office)
    office.close()
    assert not (world.vault / "ledger-1.db").exists()


@pytest.mark.parametrize("number", range(1, 8))
def test_an_old_page_in_the_new_ledger_is_found_out(world: World, number: int) -> None:
    old = (world.before / "vault" / "ledger-1.db").read_bytes()
    new = world.vault / "ledger-2.db"
    data, at = bytearray(new.read_bytes()), (number - 1) * 4096
    page = old[at : at + 4096]
    if not page or at >= len(data):
        pytest.skip("the ledger has fewer pages")
    data[at : at + 4096] = page
    new.write_bytes(data)
    with pytest.raises(StrongroomError):
        _opened_and_read(world.here)


def test_its_sealed_file_put_back_is_named_and_taken_away(world: World) -> None:
    file = world.vault / "masters" / sealed_file(world.before).name
    shutil.copy(sealed_file(world.before), file)
    office = unlocked(world.here, read_only=True)
    (problem,) = run(verify(office)).problems
    assert "DP-0001" in problem.what
    office.close()
    office = unlocked(world.here)
    is_gone(office)
    assert not file.exists()
    office.close()


# --- restored from what was made before


def test_a_backup_from_before_restored_over_the_vault_does_not_bring_it_back(world: World) -> None:
    shutil.copy(world.before / "key", world.here / "key")
    done = restored(world.here / "backup", world.vault, world.here / "new key")
    assert done.lost == 0
    office = unlocked(world.here, day=6)
    is_gone(office)
    assert holds.on(office.register, "D-0002"), "the hold from after the backup stands too"
    office.close()


def test_without_a_disposal_the_same_restore_gives_the_document(world: World, tmp_path: Path) -> None:
    shutil.copytree(world.before, tmp_path / "control")
    restored(tmp_path / "control" / "backup", tmp_path / "control" / "vault", tmp_path / "control" / "key")
    office = unlocked(tmp_path / "control", "key", day=6)
    assert reads(office, "D-0001") == GONE
    office.close()
    shutil.rmtree(tmp_path / "control")


def test_a_backup_from_before_knows_nothing_by_itself_and_this_is_told(world: World) -> None:
    """The limit: with the old key file, on a computer that knows nothing, two people can have it back."""
    shutil.rmtree(world.vault)
    with pytest.raises(LossNotWitnessedError):
        restored(world.here / "backup", world.vault, world.before / "key")
    shutil.copy(world.before / "key", world.here / "key")
    restored(world.here / "backup", world.vault, world.here / "key", **WITH_LOSS)
    office = unlocked(world.here, "key", day=6)
    assert reads(office, "D-0001") == GONE
    assert not holds.on(office.register, "D-0002")
    office.close()


def test_a_replay_file_ends_it_inside_the_restore_and_raises_the_hold_again(world: World) -> None:
    shutil.rmtree(world.vault)
    shutil.copy(world.before / "key", world.here / "key")
    done = restored(
        world.here / "backup",
        world.vault,
        world.here / "key",
        replay=[world.here / "replay.json"],
        **WITH_LOSS,
    )
    assert done.disposed == ("D-0001",)
    assert len(done.held) == 1
    assert not (world.vault / "masters" / sealed_file(world.before).name).exists()
    office = unlocked(world.here, "key", day=6)
    is_gone(office)
    (hold,) = holds.on(office.register, "D-0002")
    assert hold.authority == "The Coroner"
    assert office.register.disposal("DP-0001").replayed
    office.close()


def test_certificates_typed_by_two_people_end_it_inside_the_restore(world: World) -> None:
    shutil.rmtree(world.vault)
    shutil.copy(world.before / "key", world.here / "key")
    facts = {"reason": "The computer was lost", "disposed": ["d-0001"]}
    with pytest.raises(LossNotWitnessedError):
        restored(world.here / "backup", world.vault, world.here / "key", **facts)
    with pytest.raises(WitnessError):
        restored(world.here / "backup", world.vault, world.here / "key", witness=OPERATOR, **facts)
    with pytest.raises(UnknownReferenceError):
        restored(
            world.here / "backup",
            world.vault,
            world.here / "key",
            witness=WITNESS,
            reason="Lost",
            disposed=["D-0009"],
        )
    assert not world.vault.exists(), "a mistake changes nothing"
    restored(world.here / "backup", world.vault, world.here / "key", witness=WITNESS, **facts)
    office = unlocked(world.here, "key", day=6)
    is_gone(office)
    office.close()


def test_a_replay_file_that_somebody_altered_is_refused(world: World) -> None:
    shutil.rmtree(world.vault)
    file = world.here / "replay.json"
    told = json.loads(file.read_text("utf-8"))
    (told["body"]["disposals"][0]["documents"], told["body"]["disposals"][0]["masters"]) = (["D-0002"], ["x"])
    file.write_text(json.dumps(told), "utf-8")
    with pytest.raises(RestoreRefusedError, match="not as this vault signed it"):
        restored(world.here / "backup", world.vault, world.before / "key", replay=[file], **WITH_LOSS)
    file.write_bytes(b"\0 nothing of the kind")
    with pytest.raises(RestoreRefusedError, match="no replay file"):
        restored(world.here / "backup", world.vault, world.before / "key", replay=[file], **WITH_LOSS)
    assert not world.vault.exists()


@pytest.mark.parametrize(("broken", "again"), [("disposal-done", ("D-0001",)), ("keys-renewed", ())])
def test_a_damaged_ledger_does_not_forget_what_it_has_no_key_of(
    world: World, broken: str, again: tuple[str, ...]
) -> None:
    """From the damaged entry on, nothing of the ledger in use is believed: but its keys are."""
    shutil.copy(world.before / "key", world.here / "key")
    office = unlocked(world.here)
    rows = [number for number, _s, body, _d in office.vault.rows() if broken.encode() in body]
    office.vault._ledger._connection.execute(
        "UPDATE entry SET body = ? WHERE number = ?", (b"altered", rows[-1])
    )
    office.vault.close()
    done = restored(world.here / "backup", world.vault, world.here / "new key", **WITH_LOSS)
    assert done.disposed == again
    office = unlocked(world.here, day=6)
    is_gone(office)
    office.close()


# --- a medium that comes back later


def test_a_medium_from_before_gives_nothing_back_and_loses_it(world: World) -> None:
    name = sealed_file(world.before).name
    assert (world.here / "backup" / "masters" / name).exists()  # the control
    office = unlocked(world.here)
    run(backing_up.back_up(office, world.here / "backup"))
    is_gone(office)
    assert not (world.here / "backup" / "masters" / name).exists()
    assert f"masters/{name}" not in {entry.name for entry in load_manifest(world.here / "backup").body.files}
    found = office.register.disposal("DP-0001")
    assert disposal_traces.state(office.register, found, march(2)) == "key removed here"
    assert run(backing_up.drill(office, world.here / "backup")).ok
    found = office.register.disposal("DP-0001")
    assert disposal_traces.state(office.register, found, march(2)) == "complete"
    office.close()


def test_a_drill_finds_its_sealed_file_on_a_medium_made_anew(world: World) -> None:
    office = unlocked(world.here)
    run(backing_up.back_up(office, world.here / "backup"))
    shutil.copy(sealed_file(world.before), world.here / "backup" / "masters")
    found = run(backing_up.drill(office, world.here / "backup"))
    assert [problem.what for problem in found.problems] == ["A sealed file of a disposed document lies there"]
    known = office.register.disposal("DP-0001")
    assert disposal_traces.state(office.register, known, march(2)) == "key removed here"
    office.close()


# --- the disposal cut short, or refused


def test_a_hold_between_the_two_signatures_stops_it_whole(world: World, tmp_path: Path) -> None:
    shutil.copytree(world.before, tmp_path / "place")
    office = unlocked(tmp_path / "place", "key")
    may_go(office, REVIEW)
    disposal, code = prepared(office, ["D-0001"], tmp_path / "papers")
    office.do(holds.raise_hold, about=[REVIEW], authority="The Coroner", reason="An inquest")
    with pytest.raises(StrongroomError, match="H-0002"):
        run(
            disposing.complete(
                office,
                disposal=disposal,
                code=code,
                folder=tmp_path / "papers",
                new_key_file=tmp_path / "place" / "new key",
            )
        )
    assert reads(office, "D-0001") == GONE
    assert not (tmp_path / "place" / "new key").exists()
    office.close()
