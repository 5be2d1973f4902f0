"""Packages: a stranger opens, checks and reads one with public tools; nothing more is told in clear."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop.custody.packages import PackageFinished, PackageMade
from desktop.office.office import Office
from desktop.office.package_readme import CHAIN
from tests.factory import REVIEW, a_pdf
from tests.office.at_work import events
from tests.office.packed import (
    CHILD,
    OTHER,
    RECIPIENT,
    chain,
    column,
    filled,
    in_clear,
    lines,
    made,
    opened,
    paper,
    table,
    told,
    whole,
)


@pytest.fixture
def kept(office: Office, tmp_path: Path) -> Office:
    """An office with something of everything."""
    return filled(office, tmp_path)


def test_a_stranger_opens_every_master_and_gets_the_bytes_that_were_received(
    kept: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "package"
    done = made(kept, folder)
    assert whole(folder)
    plain = opened(folder, tmp_path / "opened")
    rows = table(plain, "register/versions.csv")
    assert [row["file"] for row in rows] == [
        "D-0001-v1.pdf",
        "D-0001-v2.pdf",
        "D-0002-v1.docx",
        "D-0003-v1.bin",
        "D-0005-v1.pdf",
    ]
    for row in rows:
        data = (plain / "data" / "masters" / row["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["master_sha256"]
        assert len(data) == int(row["master_size"])
    assert (plain / "data/masters/D-0002-v1.docx").read_bytes() == b"PK\x03\x04 an invented Word file"
    assert (done.handed.documents, done.handed.versions) == (4, 5)


def test_what_is_not_sealed_names_no_review_and_no_person_but_who_signs(kept: Office, tmp_path: Path) -> None:
    made(kept, tmp_path / "package", authority=f"Minute about {CHILD}", reason=f"{REVIEW} is over")
    clear = told(tmp_path / "package")
    names = [person.name for person in kept.register.people.values()]
    for secret in (REVIEW, OTHER, *CHILD.split(), "Grandparent", "who is who", *names):
        assert secret not in clear
    assert RECIPIENT in clear
    assert RECIPIENT in paper(tmp_path / "package" / "receipt.pdf")


def test_everything_in_the_payload_is_sealed_for_the_recipient(kept: Office, tmp_path: Path) -> None:
    made(kept, tmp_path / "package")
    payload = [path for path in (tmp_path / "package" / "data").rglob("*") if path.is_file()]
    assert payload
    for file in payload:
        assert file.suffix == ".age"
        assert file.read_bytes().startswith(b"age-encryption.org/v1\n-> X25519 ")


def test_the_readme_holds_a_program_that_verifies_the_chain_to_the_head_on_the_receipt(
    kept: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "package"
    done = made(kept, folder)
    text = (folder / "README.txt").read_text("utf-8")
    assert CHAIN in text
    plain = opened(folder, tmp_path / "opened")
    ran = chain(plain, text)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.strip() in text
    digest = kept.vault.digest(done.handed.entry)
    assert digest is not None
    assert ran.stdout.split() == [str(done.handed.entry), digest.hex()]
    (checkpoint,) = set(re.findall(rf"{done.handed.entry}: [0-9A-Z-]+", text))
    assert checkpoint in paper(folder / "receipt.pdf")


@pytest.mark.parametrize(
    "alter",
    [
        lambda found: found[3].update(number=9),
        lambda found: found[3].update(salt="00" * 16),
        lambda found: found[3].update(body=base64.b64encode(b"{}").decode()),
        lambda found: found[3]["entry"]["hand"].update(by="O-0002"),
        lambda found: found.pop(3),
        lambda found: found.insert(3, found[2]),
    ],
    ids=["number", "salt", "body", "reading", "removed", "added"],
)
def test_the_program_of_the_readme_finds_an_entry_that_was_altered(
    kept: Office, tmp_path: Path, alter: Callable[[list[Any]], object]
) -> None:
    folder = tmp_path / "package"
    in_clear(kept, folder)
    found = lines(folder)
    alter(found)
    ledger = folder / "data" / "ledger" / "ledger.jsonl"
    ledger.write_text("".join(f"{json.dumps(line)}\n" for line in found))
    ran = chain(folder, (folder / "README.txt").read_text("utf-8"))
    assert ran.returncode != 0
    assert "entry" in ran.stderr


def test_the_register_is_there_under_its_own_names(kept: Office, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    in_clear(kept, folder)
    assert column(folder, "register/reviews.csv", "review") == [REVIEW, OTHER]
    (copy,) = table(folder, "register/copies.csv")
    assert (copy["copy"], copy["state"], copy["responsible"]) == ("D-0001/1", "awaiting signature", "P-0001")
    (loan,) = table(folder, "register/loans.csv")
    assert (loan["copy"], loan["person"], loan["due"]) == ("D-0001/1", "P-0001", "2026-03-16")
    (person,) = table(folder, "register/people.csv")
    assert (person["name"], person["contact_telephone"]) == ("Robin Invented", "")
    assert column(folder, "register/roles.csv", "role") == ["panel member"]
    (request,) = table(folder, "register/requests.csv")
    assert (request["state"], request["decision_by"]) == ("agreed", "The Chair")
    assert column(folder, "register/interest.csv", "interest") == ["E-0001", "E-0002"]
    assert table(folder, "register/incidents.csv") == []
    assert column(folder, "register/operators.csv", "operator") == ["O-0001"]
    version = table(folder, "register/versions.csv")[0]
    assert version["master_file_name"] == f"{CHILD}.pdf"
    assert version["taken_in"] == "2026-03-02"
    assert "slip_code" not in loan


def test_a_cell_that_a_spreadsheet_would_run_cannot_be_run(kept: Office, tmp_path: Path) -> None:
    in_clear(kept, tmp_path / "package")
    version = table(tmp_path / "package", "register/versions.csv")[0]
    assert version["intake_received_from"] == "'=cmd()"
    assert column(tmp_path / "package", "register/interest.csv", "reason")[0] == "'+1 for us"


def test_each_document_has_its_custody_history(kept: Office, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    in_clear(kept, folder)
    told_of = column(folder, "custody/D-0001.csv", "kind")
    assert told_of == [
        "document-taken-in",
        "version-taken-in",
        "access-requested",
        "access-decided",
        "copies-allotted",
        "copy-printed",
        "copy-signed-out",
        "package-made",
    ]
    assert set(column(folder, "custody/D-0001.csv", "operator")) == {"Avery Example"}
    digests = {line["digest"] for line in lines(folder)}
    assert set(column(folder, "custody/D-0001.csv", "digest")) < digests
    assert column(folder, "custody/D-0005.csv", "kind") == ["document-taken-in", "package-made"]


def test_the_coding_schedule_is_left_out_everywhere_unless_it_was_asked_for(
    kept: Office, tmp_path: Path
) -> None:
    done = in_clear(kept, tmp_path / "without")
    assert (done.handed.coding_schedules, done.handed.withheld) == (1, 1)
    assert "D-0004" not in "".join(
        path.name + path.read_text("utf-8")
        for path in (tmp_path / "without" / "data").rglob("*")
        if path.suffix in {".csv", ".jsonl"}
    )
    assert "Not included: 1" in paper(done.receipt)
    ran = chain(tmp_path / "without", (tmp_path / "without" / "README.txt").read_text("utf-8"))
    assert (ran.returncode, ran.stderr) == (0, "")

    done = in_clear(kept, tmp_path / "with", coding_schedules=True)
    assert done.handed.withheld == 0
    assert (tmp_path / "with" / "data" / "masters" / "D-0004-v1.pdf").read_bytes() == a_pdf(1, "Who is who")
    assert "Included: 1" in paper(done.receipt)
    assert "Coding schedules are in it." in events(kept)[-2].said()


def test_a_package_of_one_review_holds_nothing_of_another(kept: Office, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    done = in_clear(kept, folder, review=OTHER.lower())
    assert column(folder, "register/documents.csv", "document") == ["D-0005"]
    assert column(folder, "register/reviews.csv", "review") == [OTHER]
    assert column(folder, "register/interest.csv", "interest") == ["E-0002"]
    assert table(folder, "register/people.csv") == table(folder, "register/copies.csv") == []
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert REVIEW.encode() not in everything
    bodies = [base64.b64decode(line["body"]) for line in lines(folder) if "body" in line]
    assert not any(word in body for body in bodies for word in (REVIEW.encode(), b"D-0001", b"P-0001"))
    assert [json.loads(body)["event"]["kind"] for body in bodies] == [
        "vault-founded",
        "review-opened",
        "document-taken-in",
        "interest-recorded",
        "package-made",
    ]
    assert done.handed.withheld == done.handed.entries - len(bodies)
    ran = chain(folder, (folder / "README.txt").read_text("utf-8"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "One review" in paper(done.receipt)
    assert OTHER not in paper(done.receipt)


def test_a_package_of_one_review_holds_the_people_of_that_review(kept: Office, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    in_clear(kept, folder, review=REVIEW)
    kinds = [line["entry"]["event"]["kind"] for line in lines(folder) if "entry" in line]
    assert {"person-added", "role-given", "access-requested", "copy-signed-out"} <= set(kinds)
    assert column(folder, "register/people.csv", "person") == ["P-0001"]
    payload = [path.read_bytes() for path in (folder / "data").rglob("*.*")]
    assert not any(word in data for data in payload for word in (OTHER.encode(), b"D-0005", b"E-0002"))


def test_the_making_is_entered_before_and_the_finish_after(kept: Office, tmp_path: Path) -> None:
    done = made(kept, tmp_path / "package", authority="The Board", reason="The Board ends")
    first, second = events(kept)[-2:]
    assert first == PackageMade(
        recipient=RECIPIENT,
        documents=("D-0001", "D-0002", "D-0003", "D-0005"),
        reviews=(REVIEW, OTHER),
        authority="The Board",
        reason="The Board ends",
    )
    manifest = hashlib.sha256((tmp_path / "package" / "manifest-sha256.txt").read_bytes()).hexdigest()
    assert isinstance(second, PackageFinished)
    assert (second.made, second.manifest) == (done.handed.entry, manifest)
    assert done.outcome.entry == done.handed.entry + 1
    assert " ".join(manifest[at : at + 8] for at in range(0, 64, 8)) in paper(done.receipt)


def test_the_receipt_has_a_part_for_each_side(office: Office, document: str, tmp_path: Path) -> None:
    receipt = made(office, tmp_path / "package").receipt
    assert document
    text = paper(receipt)
    assert "Board's part: keep" in text
    assert "Recipient's part" in text
    with pypdfium2.PdfDocument(receipt) as pdf:
        ordinary = len(pdf)
    office.large_print = True
    with pypdfium2.PdfDocument(made(office, tmp_path / "large").receipt) as pdf:
        assert len(pdf) > ordinary
