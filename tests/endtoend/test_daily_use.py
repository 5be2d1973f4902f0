"""What months of daily use left at a Board, read from its papers by programs that know nothing of ours."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from tests.endtoend.daily_desk import FIRST, Board, pages_of, sound, words

CHECKPOINT = re.compile(r"\b\d+: (?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}\b")
TYPED = re.compile(r"\b(?:[a-z]+-){7}[a-z]+\b")
ENCRYPTED = ("D-0003-copy-7.pdf", "E-0002-executive-summary.pdf", "E-0004-executive-summary.pdf")
SLIPS = ("D-0003-copy-7-slip.pdf", "E-0002-passphrase.pdf", "E-0004-passphrase.pdf")


def passphrase_on(slip: Path) -> str:
    """Read the passphrase as its recipient would: from the line that says how it is typed."""
    (phrase,) = {str(found) for found in TYPED.findall(words(slip))}
    return phrase


def in_clear(board: Board) -> list[Path]:
    """Return the papers that open without a passphrase."""
    return [file for file in sorted(board.papers.glob("*.pdf")) if file.name not in ENCRYPTED]


def test_after_months_of_use_the_vault_verifies_clean(lived: Board) -> None:
    found = lived.json("vault", "verify")
    assert (found["ok"], found["problems"]) == (True, [])
    # Ten versions of nine documents, and a rendition each of two.
    assert found["masters"] == 12


def test_every_paper_is_a_sound_pdf_and_none_of_them_is_empty(lived: Board) -> None:
    papers = in_clear(lived)
    assert len(papers) > 70
    for paper in papers:
        assert sound(paper), paper.name
        assert len(words(paper)) > 100, paper.name


def test_every_checkpoint_on_a_paper_matches_the_ledger(lived: Board) -> None:
    printed = {found for paper in in_clear(lived) for found in CHECKPOINT.findall(words(paper))}
    assert len(printed) > 40
    for checkpoint in sorted(printed):
        assert lived.json("slip", "check", checkpoint)["slip"] == "matches", checkpoint
    number, code = min(printed).split(": ")
    turned = f"{number}: {'Y' if code[0] == 'Z' else 'Z'}{code[1:]}"
    assert lived.refused("slip", "check", turned)["error"] == "SlipMistypedError"


@pytest.mark.parametrize(("file", "slip"), [*zip(ENCRYPTED, SLIPS, strict=True)])
def test_an_encrypted_file_opens_with_the_passphrase_of_its_slip_alone(
    lived: Board, tmp_path: Path, file: str, slip: str
) -> None:
    sent, phrase = lived.papers / file, passphrase_on(lived.papers / slip)
    opened = tmp_path / "opened.pdf"
    others = [passphrase_on(lived.papers / other) for other in SLIPS if other != slip]
    for wrong in ("", phrase.upper(), *others):
        shut = ["qpdf", f"--password={wrong}", "--decrypt", str(sent), str(opened)]
        assert subprocess.run(shut, check=False, capture_output=True).returncode != 0
    subprocess.run(["qpdf", f"--password={phrase}", "--decrypt", str(sent), str(opened)], check=True)
    asked = ["qpdf", f"--password={phrase}", "--show-encryption", str(sent)]
    how = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert "R = 6" in how
    assert "AESv3" in how
    mark, marking = ("D-0003", "OFFICIAL-SENSITIVE") if file.startswith("D") else (file[:6], "PUBLISHED")
    for page in range(1, pages_of(opened) + 1):
        read = words_of_page(opened, page)
        assert mark in read
        assert FIRST in read
        assert read.count(marking) >= 2
        assert "Nothing of this happened to anybody." in read


def words_of_page(pdf: Path, page: int) -> str:
    """Return the words of one page."""
    asked = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    return " ".join(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split())


def test_a_passphrase_stands_on_its_slip_and_nowhere_else(lived: Board) -> None:
    whole = lived.folder / "whole-ledger.jsonl"
    whole.unlink(missing_ok=True)
    lived.json("ledger", "export", "--out", whole)
    files = [file for file in lived.folder.rglob("*") if file.is_file()]
    papers = {paper.name: words(paper) for paper in in_clear(lived)}
    for slip in SLIPS:
        phrase = passphrase_on(lived.papers / slip)
        assert [name for name, read in papers.items() if phrase in read] == [slip]
        spellings = (phrase, phrase.replace("-", " "), phrase.replace("-", ""), phrase.replace("-", '", "'))
        for spelt in spellings:
            assert not [told for told in lived.told if spelt in told]
            for code in ("utf-8", "utf-16-le"):
                assert not [file.name for file in files if spelt.encode(code) in file.read_bytes()]


def test_a_paper_summary_names_its_request_and_needs_no_passphrase(lived: Board) -> None:
    file = Path(lived.kept["E-0001 file"])
    for page in range(1, pages_of(file) + 1):
        assert "E-0001" in words_of_page(file, page)
    letter = words(Path(lived.kept["E-0001 letter"]))
    assert "Mo Grandparent" in letter
    assert "With our condolences" in letter


def test_every_page_of_every_printed_copy_says_which_copy_it_is(lived: Board) -> None:
    for copy in lived.json("copy", "list")["copies"]:
        if copy["form"] == "electronic":
            continue
        document, number = copy["copy"].split("/")
        file = lived.papers / f"{document}-copy-{number}.pdf"
        pages = lived.json("copy", "show", copy["copy"])["pages"]
        assert pages_of(file) == pages
        for page in range(1, pages + 1):
            assert f"Copy {number} of {document} · page {page} of {pages}" in words_of_page(file, page)


def test_what_was_taken_in_comes_out_byte_for_byte_and_its_rendition_as_it_was_attached(
    lived: Board, tmp_path: Path
) -> None:
    for document, name in (("D-0001", "terms.pdf"), ("D-0005", "letter.odt"), ("D-0006", "minutes.png")):
        out = tmp_path / name
        told = lived.json("document", "view", document, "--purpose", "To compare", "--out", out)
        assert out.read_bytes() == (lived.received / name).read_bytes()
        assert hashlib.sha256(out.read_bytes()).hexdigest() == told["sha256"]
        assert lived.json("document", "views", document)["views"][-1]["purpose"] == "To compare"
    rendition = tmp_path / "letter.pdf"
    seen = ("--purpose", "To compare", "--rendition")
    lived.json("document", "view", "D-0005", *seen, "--out", rendition)
    assert rendition.read_bytes() == (lived.received / "letter.pdf").read_bytes()


def test_a_slip_carries_what_was_agreed(lived: Board) -> None:
    read = words(Path(lived.kept["D-0003/1 slip"]))
    for fact in ("Ada Nurse", "R-0001", "Not to leave the office of the Trust", "16 March 2026"):
        assert read.count(fact) >= 2, fact
    court = words(Path(lived.kept["D-0003/6 slip"]))
    for fact in ("Dov Pleader", "X/12 of 20 February 2026", "For the hearing alone", "7 April 2026"):
        assert fact in court, fact
    transfer = words(Path(lived.kept["transfer slip"]))
    for fact in ("Ada Nurse", "Ben Marsh", "The nurse's deputy", "5 May 2026", lived.kept["D-0003/1"]):
        assert fact in transfer, fact


def test_the_coding_schedule_is_in_no_report_no_search_and_no_ledger_view(
    lived: Board, tmp_path: Path
) -> None:
    made = [tmp_path / name for name in ("ledger.pdf", "log.pdf", "ledger.csv", "apart.jsonl")]
    lived.json("ledger", "export", "--about", FIRST, "--out", made[0])
    lived.json("report", "access-log", "--review", FIRST, "--out", made[1])
    lived.json("ledger", "export", "--about", FIRST, "--out", made[2])
    lived.json("ledger", "export", "--about", "D-0004", "--out", made[3])
    read = [words(made[0]), words(made[1]), made[2].read_text("utf-8-sig"), made[3].read_text("utf-8")]
    for name, told in zip(made, read, strict=True):
        for secret in ("Coding schedule", "who-is-who", "The schedule is not needed", "Child A is"):
            assert secret not in told, (name.name, secret)
    assert "a document kept apart" in read[0]
    found = [one["reference"] for one in lived.json("find", "coding schedule")["found"]]
    assert "D-0004" not in found


def test_the_publication_the_submission_and_the_decisions_are_on_paper_as_recorded(lived: Board) -> None:
    facts = {
        f"{FIRST}-publication-record.pdf": (
            "D-0009",
            "5 May 2026",
            "N. Checker",
            "23 April 2026",
            "website of the Board",
        ),
        "SU-0001-sheet.pdf": ("Ofsted", "D-0008", "D-0009", "courier", "6 May 2026"),
        "TH-0001-decision.pdf": (
            "Adult B",
            "Invented Health Trust",
            "The dates alone are needed",
            "Two dates",
        ),
        "AP-0001-report.pdf": ("Invented Health Trust", "7 May 2026", "29 May 2026", "16 June 2026"),
        "LA-0001-legal-advice.pdf": ("H. Counsel", "D-0003", "May go to the court alone", "J. Lawyer agrees"),
        "I-0002-report.pdf": (
            "D-0003/2",
            "30 March 2026, 15:30",
            "1 April 2026, 08:45",
            "The car was searched",
        ),
    }
    for name, wanted in facts.items():
        read = words(lived.papers / name)
        for fact in wanted:
            assert fact in read, (name, fact)
