"""A vault on the disk, and words said to it with cheap bounds: what tests of the command line share."""

import io
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
from pypdfium2 import PdfDocument

from desktop import cli
from desktop.office import opening
from desktop.office.office import Office
from desktop.office.opening import Bounds
from desktop.store.slots import KdfSettings

PASSPHRASE = "an invented passphrase"  # noqa: S105 - invented
REVIEW = "SCR-2026-01"
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=timezone(timedelta(0)))
CHEAP = Bounds(
    floor=KdfSettings(memory_kib=64, passes=1, lanes=1),
    ceiling=KdfSettings(memory_kib=256, passes=2, lanes=2),
)


@dataclass(frozen=True)
class Said:
    """What the program answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; nothing may be on standard error."""
        assert (self.code, self.err) in {(0, ""), (3, "")}, self
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def refusal(self) -> dict[str, str]:
        """The one object on standard error; nothing may be on standard output."""
        assert self.code not in {0, 3}, self
        assert self.out == "", self
        found: dict[str, str] = json.loads(self.err)
        assert set(found) == {"error", "message", "hint"}
        assert all(found.values())
        return found


@dataclass
class Desk:
    """A folder with a vault in it, and the words to say to it."""

    folder: Path
    now: datetime = NOW

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def papers(self) -> Path:
        return self.folder / "papers"

    def plain(self, *words: str | Path, stdin: io.StringIO | None = None) -> Said:
        """Say words as they are."""
        out, err = io.StringIO(), io.StringIO()
        code = cli.main(
            [str(word) for word in words],
            bounds=CHEAP,
            clock=lambda: self.now,
            stdin=stdin or io.StringIO(),
            stdout=out,
            stderr=err,
        )
        return Said(code, out.getvalue(), err.getvalue())

    def __call__(self, *words: str | Path) -> Said:
        """Say words to this vault."""
        opened = ("--vault", self.vault, "--key-file", self.folder / "key")
        return self.plain(*opened, "--passphrase-file", self.folder / "passphrase", *words)

    def json(self, *words: str | Path) -> dict[str, Any]:
        """Say words that are done, and return the object they are answered with."""
        return self(*words, "--json").json

    def refused(self, *words: str | Path) -> dict[str, str]:
        """Say words that are refused, and return the object they are refused with."""
        return self(*words, "--json").refusal

    def office(self, *, read_only: bool = False) -> Office:
        """Open the vault beside the command line."""
        return opening.unlock(
            self.vault,
            passphrase=PASSPHRASE,
            key_file=self.folder / "key",
            read_only=read_only,
            bounds=CHEAP,
            clock=lambda: self.now,
        )


def a_pdf(file: Path, pages: int = 2) -> Path:
    """Write a PDF of blank pages."""
    with pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file)
    return file


def text_of(file: str | Path) -> str:
    """Return the text of a paper, every run of white space as one blank."""
    with PdfDocument(file) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    return " ".join(" ".join(pages).split())


def code_in(file: str | Path) -> str:
    """Return the code of a sheet that is signed: two groups alone; the head of the ledger has more."""
    (code,) = set(re.findall(r"(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])", text_of(file)))
    return str(code)


def publish(desk: Desk) -> dict[str, Any]:
    """Take an executive summary in and publish it, step by step; return what the last step answered."""
    file = a_pdf(desk.folder / "summary.pdf")
    kind = ("--review", REVIEW, "--kind", "executive-summary", "--edition", "anonymised")
    document = desk.json("document", "take-in", file, *kind)["document"]
    begun = desk.json("publication", "decide", REVIEW, "--document", document, "--by", "The Board")
    desk.json("publication", "consider", REVIEW, "--by", "The panel", "--gist", "There are none")
    bodies = [one.removesuffix(" has not been briefed") for one in begun["missing"] if "briefed" in one]
    named = [word for body in bodies for word in ("--body", body)]
    desk.json("publication", "brief", REVIEW, *named)
    desk.json("publication", "check-anonymisation", REVIEW, "--by", "E. Checker")
    return desk.json("publication", "publish", REVIEW, "--where", "The website of the Board")


def ready_to_conclude(desk: Desk, review: str = REVIEW) -> None:
    """Bring a review to its end, without recommendations."""
    because = ("--authority", "The Board", "--reason", "There is nothing to recommend")
    desk.json("plan", "none", "--review", review, *because)
    for body in desk.json("board", "show")["told_of_conclusion"]:
        desk.json("review", "inform", review, "--body", body, "--whom", "The duty desk", "--how", "by letter")


def empty_desk(folder: Path) -> Desk:
    """Return a desk without a vault."""
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n", "utf-8")
    (folder / "passphrase").chmod(0o600)
    return Desk(folder)
