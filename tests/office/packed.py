"""How tests of packages fill an office, make a package, and read it as a stranger would."""

import csv
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import pypdfium2
import pytest

from desktop.custody import interest, reviews
from desktop.custody.documents import Intake
from desktop.office.movements import Handover, sign_out
from desktop.office.office import Office
from desktop.office.packages import Order, Packaged, make_package
from desktop.office.printing import Order as Print
from desktop.office.printing import print_copies
from desktop.office.procedure import run
from desktop.office.take_in import Accession, supersede, take_in
from desktop.store.age import Identity
from tests.factory import REVIEW, a_pdf
from tests.office.at_work import agreed

OTHER = "SCR-2026-02"
CHILD = "Kim Invented-Child"
IDENTITY = Identity(bytes(range(1, 33)))
RECIPIENT = IDENTITY.recipient()
CLEAR = {"reason": "The archive has no key", "witness": "Wren Witness"}


def filled(office: Office, folder: Path) -> Office:
    """Fill an office with two reviews: versions, a file that is no PDF, a coding schedule, a loan."""
    office.do(reviews.open_review, reference=OTHER, authority="The Chair")

    def taken(name: str, data: bytes, kind: str, review: str = REVIEW) -> str:
        file = folder / name
        file.write_bytes(data)
        accession = Accession(review, kind, "identified", title=f"About {CHILD}", intake=Intake("=cmd()"))
        return run(take_in(office, file, accession)).document

    report = taken(f"{CHILD}.pdf", a_pdf(2), "overview-report")
    taken(f"notes of {CHILD}.docx", b"PK\x03\x04 an invented Word file", "minutes")
    taken(f"letter.{CHILD[:3]}", b"an invented letter", "correspondence")
    taken("who is who.pdf", a_pdf(1, "Who is who"), "coding-schedule")
    taken("other.pdf", a_pdf(3), "overview-report", OTHER)
    corrected = folder / "corrected.pdf"
    corrected.write_bytes(a_pdf(4))
    run(supersede(office, corrected, document=report, reason="A page was missing"))
    request = agreed(office, report)
    run(print_copies(office, Print(report, 1), folder / "out"))
    run(sign_out(office, Handover(f"{report}/1", "P-0001", request, date(2026, 3, 16)), folder / "out"))
    facts: dict[str, Any] = {
        "category": "family",
        "format": "paper",
        "reason": "+1 for us",
        "name": "A. Grandparent",
    }
    for review in (REVIEW, OTHER):
        office.do(interest.record, **(facts | {"review": review}))
    return office


def made(office: Office, folder: Path, **order: Any) -> Packaged:
    return run(make_package(office, Order(folder, **({"recipient": RECIPIENT} | order))))


def in_clear(office: Office, folder: Path, **order: Any) -> Packaged:
    return made(office, folder, recipient=None, **(CLEAR | order))


def whole(folder: Path) -> bool:
    bagit.Bag(str(folder)).validate()
    return True


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def column(folder: Path, name: str, heading: str) -> list[str]:
    return [row[heading] for row in table(folder, name)]


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data/ledger/ledger.jsonl").read_bytes().splitlines()]


def opened(folder: Path, target: Path) -> Path:
    """Open everything in a package with the stock program; return the folder of what was in it."""
    age = shutil.which("age")
    if age is None:
        pytest.skip("the age program is not installed")
    key = target.with_suffix(".key")
    key.write_text(f"{IDENTITY.encoded()}\n", "ascii")
    for file in sorted((folder / "data").rglob("*.age")):
        plain = target / file.relative_to(folder).with_suffix("")
        plain.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([age, "-d", "-i", key, "-o", plain, file], check=True)
    return target


def chain(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run the program that stands in a README on the ledger in `folder`."""
    program = text[text.index("import base64") : text.index("It must print")]
    ledger = folder / "data" / "ledger" / "ledger.jsonl"
    return subprocess.run(
        [sys.executable, "-I", "-c", program, ledger], capture_output=True, text=True, check=False
    )


def paper(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def told(folder: Path) -> str:
    """Return all that a package tells without a key: every name in it, and every file that is not sealed."""
    names = [str(path.relative_to(folder)) for path in folder.rglob("*")]
    clear = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".age", ".pdf"}]
    return "\n".join([*names, *(path.read_text("utf-8") for path in clear), paper(folder / "receipt.pdf")])
