"""A disposal that meets a full disk, a crash before its leftovers went, and a folder in the way (T10, G5)."""

from pathlib import Path

import pytest

from desktop.custody import disposal_traces, disposals, reviews
from desktop.custody.errors import StrongroomError
from desktop.office import disposing, opening
from desktop.office.errors import PaperNotWrittenError
from desktop.office.office import Office
from desktop.office.papers import file_of
from desktop.office.procedure import run
from desktop.office.take_in import Accession, take_in
from desktop.office.verification import verify
from desktop.store.errors import DiskFullError
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, a_pdf, a_small_disk, march, noon
from tests.office.disposal_scene import disposed, may_go, prepared, unlocked
from tests.office.packed import CLEAR, made, paper


def begun(place: Path) -> Office:
    place.mkdir(exist_ok=True)
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
    file = place.parent / "report.pdf"
    file.write_bytes(a_pdf(2))
    run(take_in(office, file, Accession(REVIEW, "overview-report", "anonymised")))
    return office


def completed(office: Office, place: Path, code: str, papers: Path) -> disposing.Completed:
    facts = {"disposal": "DP-0001", "code": code, "folder": papers, "new_key_file": place / "new key"}
    return run(disposing.complete(office, **facts))  # type: ignore[arg-type]


def test_a_full_disk_leaves_the_document_and_the_same_code_ends_it_once_there_is_room(tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "disk", "2m") as place:
        office = begun(place)
        may_go(office)
        _disposal, code = prepared(office, ["D-0001"], tmp_path / "papers")
        ballast = place / "ballast"
        with pytest.raises(OSError, match="No space"):
            ballast.write_bytes(bytes(2**21))
        with pytest.raises(DiskFullError):
            completed(office, place, code, tmp_path / "papers")
        assert [kept.document.document for kept in disposals.masters(office.register, ["D-0001"])] == [
            "D-0001"
        ]
        assert not (place / "new key").exists()
        ballast.unlink()
        assert run(verify(office)).problems == []
        assert completed(office, place, code, tmp_path / "papers").left == ()
        office.close()
        office = unlocked(place)
        assert run(verify(office)).ok
        office.close()


def test_what_a_crash_left_goes_with_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = begun(tmp_path / "place")
    may_go(office)
    _disposal, code = prepared(office, ["D-0001"], tmp_path / "papers")
    (sealed,) = (tmp_path / "place" / "vault" / "masters").iterdir()

    class KilledError(BaseException):
        """The program is gone."""

    def killed(*_facts: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr("desktop.office.disposing.shredding.shred", killed)
        with pytest.raises(KilledError):
            completed(office, tmp_path / "place", code, tmp_path / "papers")
    office.close()
    assert sealed.exists()
    assert (tmp_path / "place" / "key").exists()
    office = unlocked(tmp_path / "place")
    found = office.register.disposal("DP-0001")
    assert not sealed.exists()
    assert not (tmp_path / "place" / "key").exists(), "the former device secret opens copies from before"
    assert (found.cleared, disposal_traces.is_complete(office.register, found)) == (march(2), True)
    office.close()


def test_what_cannot_be_taken_away_is_told_and_tried_again(tmp_path: Path) -> None:
    office = begun(tmp_path / "place")
    may_go(office)
    _disposal, code = prepared(office, ["D-0001"], tmp_path / "papers")
    (sealed,) = (tmp_path / "place" / "vault" / "masters").iterdir()
    sealed.unlink()
    sealed.mkdir()
    done = completed(office, tmp_path / "place", code, tmp_path / "papers")
    assert done.left == (f"the sealed file {sealed.name}",)
    office.close()
    for _opening in range(2):
        office = unlocked(tmp_path / "place")
        entries = office.register.head.number
        office.close()
    sealed.rmdir()
    office = unlocked(tmp_path / "place")
    assert office.register.head.number == entries + 1, "an opening that changes nothing enters nothing"
    found = office.register.disposal("DP-0001")
    assert (found.left, found.cleared) == ((), march(2))
    office.close()


def test_a_certificate_that_is_not_written_leaves_the_disposal_done_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = begun(tmp_path / "place")
    may_go(office)
    _disposal, code = prepared(office, ["D-0001"], tmp_path / "papers")

    def full(file: Path, _data: bytes) -> None:
        raise DiskFullError(file=file)

    with monkeypatch.context() as patched:
        patched.setattr("desktop.office.papers.put", full)
        with pytest.raises(PaperNotWrittenError, match="are removed"):
            completed(office, tmp_path / "place", code, tmp_path / "papers")
    assert office.register.documents["D-0001"].disposed == "DP-0001"
    again = disposing.certificate_again(office, disposal="DP-0001", where=tmp_path / "papers")
    assert file_of(run(again)).name == "DP-0001-certificate.pdf"
    with pytest.raises(StrongroomError):
        disposed(office, ["D-0001"], "another key")
    office.close()


def test_a_package_made_after_it_counts_what_was_disposed_of_as_records_alone(tmp_path: Path) -> None:
    office = begun(tmp_path / "place")
    file = tmp_path / "minutes.pdf"
    file.write_bytes(a_pdf(3))
    run(take_in(office, file, Accession(REVIEW, "minutes", "anonymised")))
    disposed(office, ["D-0001"])
    some = made(office, tmp_path / "some", recipient=None, **CLEAR)
    assert (some.handed.documents, some.handed.versions, some.handed.disposed) == (1, 1, 1)
    assert "Disposed of, and on record alone 1" in paper(some.receipt)
    disposed(office, ["D-0002"], "newest key")
    none = made(office, tmp_path / "none", recipient=None, **CLEAR)
    assert not (tmp_path / "none" / "data" / "masters").exists()
    told = paper(none.receipt)
    assert "none of them is in this package, nor in the vault" in told
    assert "masters themselves stay" not in told
    assert "opened one table of the register" in told
    office.close()
