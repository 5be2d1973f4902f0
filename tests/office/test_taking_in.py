"""Taking in: the file byte for byte, or nothing at all."""

import contextlib
import os
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.custody.documents import DocumentTakenIn, Intake, VersionTakenIn
from desktop.custody.errors import (
    AlreadyThereError,
    CancelledError,
    FactMissingError,
    FileRefusedError,
    ImpossibleDateError,
    ReviewConcludedError,
    UnknownReferenceError,
)
from desktop.custody.observations import ActRefused
from desktop.office.office import Office
from desktop.office.procedure import quiet, run
from desktop.office.take_in import supersede, take_in
from desktop.store.errors import DiskFullError, LedgerMovedError
from tests.factory import Facts, a_pdf, a_small_disk, march, noon
from tests.office.at_work import (
    REPORT,
    agrees_with_the_disk,
    conclude,
    events,
    last,
    masters,
    reopened,
    stopped_at,
    taken_in,
    unlocked,
)


def content(office: Office, document: str, version: int = -1) -> bytes:
    """Return the plaintext of a document's master."""
    master = office.register.documents[document].versions[version].master
    opener = office.vault.identity(master.sealed)
    office.vault.verify(master.sealed, opener, master.sha256)
    with office.vault.reader(master.sealed, opener) as reader:
        return reader.read()


@pytest.fixture
def nothing_changes(office: Office) -> Iterator[None]:
    """Check afterwards that the vault keeps neither a master nor an entry of one."""
    yield
    assert masters(office) == []
    assert not office.register.documents
    assert not any(isinstance(event, DocumentTakenIn) for event in events(office))
    assert agrees_with_the_disk(office)


def test_a_document_is_kept_byte_for_byte_with_what_the_program_found(office: Office, pdf: Path) -> None:
    taken = run(take_in(office, pdf, REPORT))
    assert (taken.document, taken.version) == ("D-0001", 1)
    assert (taken.master.format, taken.master.pages, taken.master.file_name) == ("pdf", 2, "report.pdf")
    assert taken.master.size == pdf.stat().st_size
    assert content(reopened(office), "D-0001") == pdf.read_bytes()


@pytest.mark.parametrize("data", [b"x", b"PK\3\4 an invented letter", b"%PDF-1.7\nnot really", bytes(70_000)])
def test_any_file_is_kept_byte_for_byte(office: Office, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "letter").write_bytes(data)
    assert content(office, taken_in(office, tmp_path / "letter")) == data


def test_no_plaintext_lies_in_the_vault(office: Office, tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"an invented secret " * 1_000)
    taken_in(office, tmp_path / "letter")
    for path in office.vault.folder.rglob("*"):
        assert path.is_dir() or b"invented secret" not in path.read_bytes()
        assert "letter" not in path.name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("name", ["two\nlines", "\u202egpj.exe", "-rf", "x" * 255, "a\udcff"])
def test_the_name_it_came_under_is_kept_as_text_and_never_used(
    office: Office, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"an invented letter")
    document = taken_in(office, tmp_path / name)
    kept = office.register.documents[document].current.master
    assert kept.file_name == name.replace("\udcff", "?")
    assert len(kept.sealed) == 36
    assert agrees_with_the_disk(office)


def test_a_discrepancy_is_noted_at_once(office: Office, pdf: Path) -> None:
    run(take_in(office, pdf, REPORT._replace(intake=Intake(pages_stated=3))))
    event = last(office)
    assert isinstance(event, DocumentTakenIn)
    assert event.intake.discrepancy == "3 pages were counted by hand, 2 by the program."


def test_a_new_version_leaves_the_superseded_master_as_it_was(
    office: Office, pdf: Path, tmp_path: Path
) -> None:
    document = taken_in(office, pdf)
    (tmp_path / "second.pdf").write_bytes(a_pdf(3))
    taken = run(supersede(office, tmp_path / "second.pdf", document=document, reason="A page was missing"))
    assert (taken.version, taken.master.pages) == (2, 3)
    assert isinstance(last(office), VersionTakenIn)
    assert content(office, document, 0) == pdf.read_bytes()
    assert content(office, document, 1) == a_pdf(3)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"review": "SCR-9"}, UnknownReferenceError),
        ({"kind": "novel"}, UnknownReferenceError),
        ({"edition": "public"}, FactMissingError),
        ({"kind": "imr"}, FactMissingError),
        ({"title": "x" * 10_001}, FactMissingError),
        ({"intake": Intake(pages_stated=0)}, FactMissingError),
    ],
)
@pytest.mark.usefixtures("nothing_changes")
def test_a_wrong_fact_is_refused_on_the_record_and_nothing_is_kept(
    office: Office, pdf: Path, change: Facts, error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(take_in(office, pdf, REPORT._replace(**change)))
    refusal = last(office)
    assert isinstance(refusal, ActRefused)
    assert refusal.act == "take in"


def test_a_second_current_master_is_refused_and_not_kept(office: Office, pdf: Path) -> None:
    taken_in(office, pdf)
    kept = masters(office)
    with pytest.raises(AlreadyThereError):
        taken_in(office, pdf)
    with pytest.raises(FactMissingError):
        run(supersede(office, pdf, document="D-0001", reason=""))
    assert masters(office) == kept


@pytest.mark.usefixtures("nothing_changes")
def test_nothing_is_taken_in_after_the_conclusion_or_in_the_future(office: Office, pdf: Path) -> None:
    with pytest.raises(ImpossibleDateError):
        run(take_in(office, pdf, REPORT, at=noon(march(3))))
    conclude(office)
    with pytest.raises(ReviewConcludedError):
        taken_in(office, pdf)


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("what", ["missing", "empty", "folder", "pipe", "NUL", "through a file"])
def test_what_is_no_file_is_refused_by_name(office: Office, tmp_path: Path, what: str) -> None:
    file = tmp_path / ("a\0b" if what == "NUL" else "letter/in it" if what == "through a file" else "letter")
    if what == "folder":
        file.mkdir()
    elif what == "empty":
        file.touch()
    elif what == "through a file":
        file.parent.touch()
    elif what == "pipe":
        if sys.platform == "win32":
            pytest.skip("Windows has no such pipes")
        os.mkfifo(file)
    with pytest.raises(FileRefusedError, match="cannot be taken into custody"):
        taken_in(office, file)
    assert isinstance(last(office), ActRefused)


@pytest.mark.usefixtures("nothing_changes")
def test_a_file_that_shrinks_while_it_is_read_is_refused(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "shrinking"
    file.write_bytes(random.Random(1).randbytes(12 * 2**20))  # noqa: S311 - any bytes will do
    with pytest.raises(FileRefusedError, match="changed while it was read"):
        run(take_in(office, file, REPORT), lambda _step: lambda _part: os.truncate(file, 100))
    assert isinstance(last(office), ActRefused)


@pytest.mark.usefixtures("nothing_changes")
def test_a_file_that_grows_while_it_is_read_is_refused(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "growing"
    file.write_bytes(b"an invented letter")

    def grow(_part: float) -> None:
        with file.open("ab") as more:
            more.write(b"more")

    with pytest.raises(FileRefusedError, match="changed while it was read"):
        run(take_in(office, file, REPORT), lambda _step: grow)
    assert isinstance(last(office), ActRefused)


@pytest.mark.usefixtures("nothing_changes")
def test_a_cancelled_sealing_leaves_nothing(office: Office, pdf: Path) -> None:
    def cancel(_part: float) -> None:
        raise CancelledError(what="Taking in", left="Nothing was kept.")

    with pytest.raises(CancelledError):
        run(take_in(office, pdf, REPORT), lambda step: cancel if step.can_stop else quiet)


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("label", ["Reading", "Writing the ledger"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_a_step_that_fails_leaves_nothing(
    office: Office, pdf: Path, label: str, error: type[BaseException]
) -> None:
    procedure = take_in(office, pdf, REPORT)
    stopped_at(procedure, label)
    with pytest.raises(error):  # noqa: PT012 - what tidies up is a step too
        step = procedure.throw(error())
        procedure.send(step.work(quiet))
    assert masters(office) == []


def test_a_procedure_that_is_dropped_leaves_at_most_a_stray(office: Office, pdf: Path) -> None:
    for label in ("Sealing", "Reading", "Writing the ledger"):
        procedure = take_in(office, pdf, REPORT)
        stopped_at(procedure, label)
        procedure.close()
    assert not office.register.documents
    assert [f"masters/{name}" for name in masters(office)] == office.vault.strays(frozenset())
    assert agrees_with_the_disk(office)


@pytest.mark.parametrize("stop", ["interrupted", "dropped"])
def test_a_stop_after_the_entry_was_written_never_loses_the_master(
    office: Office, pdf: Path, stop: str
) -> None:
    procedure = take_in(office, pdf, REPORT)
    stopped_at(procedure, "Writing the ledger").work(quiet)
    if stop == "dropped":
        procedure.close()
    else:
        step = procedure.throw(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            procedure.send(step.work(quiet))
    again = reopened(office)
    assert content(again, "D-0001") == pdf.read_bytes()
    again.close()


def test_an_entry_that_was_written_elsewhere_meanwhile_leaves_nothing(office: Office, pdf: Path) -> None:
    procedure = take_in(office, pdf, REPORT)
    step = stopped_at(procedure, "Writing the ledger")
    office.vault.append(office.register.head, [b"{}"])
    with pytest.raises(LedgerMovedError) as moved:
        step.work(quiet)
    step = procedure.throw(moved.value)
    with pytest.raises(LedgerMovedError):
        procedure.send(step.work(quiet))
    assert masters(office) == []


def test_a_full_disk_leaves_nothing_and_the_vault_goes_on(office: Office, pdf: Path, tmp_path: Path) -> None:
    office.vault.close()
    large = tmp_path / "large"
    large.write_bytes(random.Random(1).randbytes(2 * 2**20))  # noqa: S311 - any bytes will do
    with a_small_disk(tmp_path / "small", "1m") as disk:
        shutil.copytree(office.vault.folder, disk / "vault")
        shutil.copy(tmp_path / "key", disk / "key")
        small = unlocked(disk / "vault")
        small.room = office.room
        with pytest.raises(DiskFullError):
            taken_in(small, large)
        assert masters(small) == []
        assert not small.register.documents
        assert content(small, taken_in(small, pdf)) == pdf.read_bytes()
        small.vault.close()


def test_a_ledger_that_cannot_grow_leaves_no_master(office: Office, pdf: Path, tmp_path: Path) -> None:
    office.vault.close()
    with a_small_disk(tmp_path / "small", "1m") as disk:
        shutil.copytree(office.vault.folder, disk / "vault")
        shutil.copy(tmp_path / "key", disk / "key")
        small = unlocked(disk / "vault")
        small.room = office.room
        procedure = take_in(small, pdf, REPORT)
        step = stopped_at(procedure, "Writing the ledger")
        fill(disk / "filler")
        with pytest.raises(DiskFullError) as full:
            step.work(quiet)
        step = procedure.throw(full.value)
        with pytest.raises(DiskFullError):
            procedure.send(step.work(quiet))
        assert masters(small) == []
        (disk / "filler").unlink()
        assert agrees_with_the_disk(small)
        taken_in(small, pdf)
        small.vault.close()


def fill(file: Path) -> None:
    """Use up what is left of a disk."""
    with file.open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(bytes(4096)):
            pass
