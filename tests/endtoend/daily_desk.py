"""The desk of a Board over some months: words said to one vault, its clock, its papers read by strangers.

Rule: what is read here is read as somebody without the program would: by pdftotext, qpdf, and Python's own
csv and json.
"""

import csv
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from tests.cli.spoken import NOW, Desk, Said

PROGRAMS = ("pdftotext", "qpdf")
FIRST, SECOND = "SCR-2026-01", "SCR-2026-02"


@dataclass
class Board(Desk):
    """A Board's desk: what was told at each step is kept for those that come later."""

    kept: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def __call__(self, *words: str | Path) -> Said:
        """Say words to this vault, and keep whatever was answered."""
        said = super().__call__(*words)
        self.told += [said.out, said.err]
        return said

    @property
    def received(self) -> Path:
        return self.folder / "received"

    def on(self, day: str, time: str = "10:00") -> "Board":
        """Move the clock on to a time; it never goes back."""
        then = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=NOW.tzinfo)
        assert then >= self.now, (then, self.now)
        self.now = then
        return self

    def person(self, *facts: str, role: str = "panel member", review: str = FIRST) -> str:
        """Enter a person from a name, a post, an agency and an address."""
        name, post, agency, address = facts
        who = ("--name", name, "--post", post, "--agency", agency, "--address", address)
        reached = ("--telephone", "01632 960001", "--role", role, "--authority", "Minute 4 of the Board")
        review_words = ("--review", review) if review else ()
        return str(self.json("person", "add", *who, *reached, *review_words)["person"])

    def take_in(self, name: str, kind: str, edition: str, *more: str, review: str = FIRST) -> str:
        """Take a file that was received into custody, with its receipt."""
        where = ("--review", review, "--kind", kind, "--edition", edition)
        told = ("--received-from", "A courier", "--arrived", "by hand", "--receipt-to", self.papers)
        return str(self.json("document", "take-in", self.received / name, *where, *told, *more)["document"])

    def agreed(self, person: str, document: str, *more: str, mode: str = "hard-copy", terms: str = "") -> str:
        """Record a request and the Chair's agreement to it."""
        asked = ("--person", person, "--document", document, "--purpose", "To prepare for the panel")
        request = str(self.json("request", "record", *asked, "--mode", mode, *more)["request"])
        conditions = ("--conditions", terms) if terms else ()
        why = ("--agreed", "--by", "G. Chair", "--reason", "Needed for the review")
        self.json("request", "decide", request, *why, *conditions)
        return request

    def sign_out(self, copy: str, person: str, request: str, due: str) -> dict[str, Any]:
        """Sign a copy out, keeping the code of its slip."""
        out = ("--person", person, "--request", request, "--due", due, "--out", self.papers)
        told = self.json("copy", "sign-out", copy, *out)
        self.kept |= {copy: told["slip_code"], f"{copy} slip": told["slip"]}
        return told

    def confirm(self, copy: str) -> None:
        """Type the code of the signed slip that came back."""
        self.json("copy", "confirm", copy, "--slip-code", self.kept[copy])

    def state(self, copy: str) -> str:
        """Return the state of a copy, as the list tells it."""
        return str(self.json("copy", "show", copy)["state"])


def a_report(file: Path, title: str, pages: int) -> Path:
    """Write a small report of invented words, each page numbered."""
    file.parent.mkdir(exist_ok=True)
    canvas = Canvas(str(file), pagesize=(595, 842), invariant=True)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(72, 740, f"{title} (invented)")
        canvas.setFont("Helvetica", 11)
        for line in range(12):
            canvas.drawString(
                72, 700 - 18 * line, f"{number}.{line + 1} Nothing of this happened to anybody."
            )
        canvas.showPage()
    canvas.save()
    return file


def words(pdf: Path, order: str = "-layout") -> str:
    """Return the words of a PDF as pdftotext reads them, single spaces between them.

    They come line by line across the page, or in the order in which they were written (`-raw`): cell by cell.
    """
    command = ["pdftotext", order, str(pdf), "-"]
    read = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return " ".join(read.stdout.split())


def sound(pdf: Path) -> bool:
    """Say whether qpdf finds a PDF without fault."""
    done = subprocess.run(["qpdf", "--check", str(pdf)], check=False, capture_output=True, text=True)
    return done.returncode == 0


def pages_of(pdf: Path) -> int:
    """Count the pages of a PDF."""
    with pikepdf.Pdf.open(pdf) as opened:
        return len(opened.pages)


def rows(table: Path) -> list[dict[str, str]]:
    """Read a CSV file by its first line."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines(file: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def lacking() -> list[str]:
    """Return the programs of strangers that are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]
