"""The ledger taken out of the vault: whole or in part, on paper, as a table, as JSON lines (H3, H4)."""

import base64
import csv
import io
import json
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import account, account_paper, ledger, people
from desktop.custody.account import APART, View
from desktop.custody.errors import CancelledError, FactMissingError
from desktop.custody.observations import ActRefused, LedgerSearched, PaperMade
from desktop.office import accounts
from desktop.office.errors import FileInTheWayError
from desktop.office.office import Office
from desktop.office.procedure import Step, run
from desktop.office.take_in import Accession, take_in
from tests.factory import REVIEW
from tests.office.at_work import agreed, events, last, unlocked


def of(office: Office, about: str) -> View:
    return account.view(office.register, about=about)


def a_schedule(office: Office, pdf: Path) -> str:
    return run(take_in(office, pdf, Accession(REVIEW, "coding-schedule", "identified"))).document


def lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_search_returns_the_entries_and_is_one(office: Office, document: str) -> None:
    agreed(office, document)
    found = run(accounts.search(office, of(office, "P-0001")))
    told = run(accounts.numbered(office, found.numbers))
    assert [entry.kind for entry in told] == [
        "person-added",
        "role-given",
        "access-requested",
        "access-decided",
    ]
    assert last(office) == LedgerSearched(sought="entries about P-0001", found=4)


def test_a_search_in_a_vault_that_is_open_for_reading_alone_leaves_nothing(
    office: Office, document: str
) -> None:
    office.vault.close()
    reader = unlocked(office.vault.folder, read_only=True)
    before = reader.register.head
    assert run(accounts.search(reader, of(reader, document))).outcome is None
    assert reader.register.head == before
    reader.vault.close()


@pytest.mark.usefixtures("document")
def test_the_whole_ledger_as_json_lines_verifies_from_its_first_line_to_its_last(
    office: Office, out: Path
) -> None:
    done = run(accounts.export(office, out / "ledger.jsonl"))
    rows = [
        (
            line["number"],
            bytes.fromhex(line["salt"]),
            base64.b64decode(line["body"]),
            bytes.fromhex(line["digest"]),
        )
        for line in lines(done.file)
    ]
    assert len(list(ledger.verified(rows))) == done.entries == office.register.head.number  # type: ignore[arg-type] # as JSON gives them


@pytest.mark.usefixtures("document")
def test_a_part_as_json_lines_holds_the_same_lines_and_withholds_what_is_kept_apart(
    office: Office, pdf: Path, out: Path
) -> None:
    schedule = a_schedule(office, pdf)
    done = run(accounts.export(office, out / "part.jsonl", of(office, REVIEW)))
    whole = run(accounts.export(office, out / "whole.jsonl"))
    every = {line["number"]: line for line in lines(whole.file)}
    part = lines(done.file)
    withheld = [line for line in part if "withheld" in line]
    assert len(withheld) == 1
    assert schedule not in done.file.read_text("utf-8")
    assert all(line == every[line["number"]] for line in part if "withheld" not in line)
    assert len(part) < len(every)


@pytest.mark.usefixtures("document")
def test_a_table_can_do_no_harm_in_a_spreadsheet(office: Office, out: Path) -> None:
    office.do(people.add, name="=HYPERLINK(1)", post="+1", agency="@x", role="Reader", start=None)
    done = run(accounts.export(office, out / "ledger.csv"))
    rows = list(csv.reader(io.StringIO(done.file.read_text("utf-8-sig"))))
    assert tuple(rows[0]) == account_paper.HEADINGS
    assert len(rows) == done.entries + 1
    cells = [cell for row in rows[1:] for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_a_paper_holds_the_entries_asked_for_and_names_no_document_kept_apart(
    office: Office, document: str, pdf: Path, out: Path
) -> None:
    schedule = a_schedule(office, pdf)
    done = run(accounts.export(office, out / "extract.pdf", of(office, REVIEW)))
    with pypdfium2.PdfDocument(done.file) as paper:
        said = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    said = " ".join(said.split())
    assert f"Entries about {REVIEW}" in said
    assert f"Document taken in: {APART}." in said
    assert document in said
    assert schedule not in said
    assert "oding" not in said


def test_an_export_is_an_entry_that_says_of_what(office: Office, document: str, out: Path) -> None:
    run(accounts.export(office, out / "extract.pdf", of(office, document)))
    assert last(office) == PaperMade(paper="An export of the ledger", about=f"entries about {document}")


def test_an_export_takes_the_place_of_no_file(office: Office, document: str, out: Path) -> None:
    run(accounts.export(office, out / "extract.csv", of(office, document)))
    before = len(events(office))
    with pytest.raises(FileInTheWayError):
        run(accounts.export(office, out / "extract.csv"))
    assert len(events(office)) == before


@pytest.mark.usefixtures("document")
def test_more_entries_than_a_paper_takes_are_refused_with_what_to_do(
    office: Office, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MOST_PRINTED", 2)
    with pytest.raises(FactMissingError, match="3 entries are too many for a paper, which takes 2"):
        run(accounts.export(office, out / "extract.pdf", View(until=office.hand().day)))
    assert isinstance(last(office), ActRefused)
    assert not (out / "extract.pdf").exists()


def test_a_long_reading_can_be_stopped(office: Office, document: str) -> None:
    procedure = accounts.numbers_of(office, of(office, document))
    step: Step = next(procedure)
    assert step.can_stop
    with pytest.raises(CancelledError):
        procedure.throw(CancelledError(what="Reading the ledger", left="Nothing half done is left."))
