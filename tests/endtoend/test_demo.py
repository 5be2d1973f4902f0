"""`strongroom demo FOLDER` as a person runs it: a process of its own, with keys derived in full (K6)."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

ROOT = Path(__file__).resolve().parents[2]
WINDOW = ("PySide6", "shiboken6")
ENDED = "SCR-2024-02"
NO_WINDOW = """from pathlib import Path

Path(__file__).with_name("asked-for").touch()
raise ImportError("the command line needs no window")
"""
CHECKPOINT = re.compile(r"\d+: (?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
INVENTED = (b"INVENTED EXAMPLE", b"Child A lived", b"Exampleshire", b"Amina Sample")
"""Words that stand in the documents or the register, in clear before they are sealed."""


def python(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in `cwd` without a display; a Qt library asked for there leaves a mark and is refused."""
    screen = {"DISPLAY", "WAYLAND_DISPLAY"}
    environment = {name: value for name, value in os.environ.items() if name not in screen}
    environment["PYTHONPATH"] = os.pathsep.join([str(cwd / "no-window"), str(ROOT)])
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@dataclass(frozen=True)
class Demo:
    """A worked example, made once for all tests here."""

    folder: Path
    told: dict[str, Any]

    @property
    def vault(self) -> Path:
        return Path(self.told["vault"])

    @property
    def files(self) -> list[Path]:
        return [Path(file) for file in self.told["files"]]

    def papers(self, pattern: str) -> list[Path]:
        found = sorted(file for file in self.files if file.match(f"papers/{pattern}"))
        assert found, pattern
        return found

    def say(self, *words: str) -> dict[str, Any]:
        """Run a command on the example's vault, with what lies beside it."""
        opened = ("--vault", self.told["vault"], "--key-file", self.told["key_file"])
        known = ("--passphrase-file", self.told["passphrase_file"])
        done = python("-m", "desktop", *opened, *known, "--json", *words, cwd=self.folder)
        assert (done.returncode, done.stderr) == (0, "")
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    blocked = folder / "no-window"
    blocked.mkdir()
    for name in WINDOW:
        (blocked / f"{name}.py").write_text(NO_WINDOW, "utf-8")
    done = python("-m", "desktop", "demo", "example", "--json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return Demo(folder, json.loads(done.stdout))


def text(file: Path, passphrase: str | None = None) -> str:
    """Return the words of a PDF, whatever the spaces between them."""
    with PdfDocument(file, password=passphrase) as pdf:
        assert len(pdf) > 0
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def passphrase_of(demo: Demo, file: Path) -> str | None:
    """Return the passphrase on the slip of an electronic copy, or None for any other file."""
    slips = (file.with_name(f"{file.stem}-slip.pdf"), file.with_name(f"{file.name[:6]}-passphrase.pdf"))
    slip = next((one for one in slips if one in demo.files and one != file), None)
    found = re.search(r"As it is typed ([a-z-]+)", text(slip)) if slip else None
    return found[1] if found else None


def test_everything_the_demo_names_is_there_and_nothing_else_outside_the_vault(demo: Demo) -> None:
    example = demo.folder / "example"
    assert demo.vault == example / "vault"
    there = [path for path in example.rglob("*") if path.is_file() and not path.is_relative_to(demo.vault)]
    assert sorted(demo.files) == sorted(there)
    assert {Path(demo.told[name]) for name in ("passphrase_file", "key_file")} <= set(demo.files)


def test_the_passphrase_lies_in_a_text_file_beside_the_vault(demo: Demo) -> None:
    file = Path(demo.told["passphrase_file"])
    assert (file.parent, file.suffix) == (demo.vault.parent, ".txt")
    (passphrase,) = file.read_text("utf-8").splitlines()
    assert passphrase in (demo.vault.parent / "README.txt").read_text("utf-8")


def test_the_papers_carry_their_facts(demo: Demo) -> None:
    for copy in demo.papers("D-0008-copy-?.pdf"):
        number = copy.stem[-1]
        words = text(copy, passphrase_of(demo, copy))
        for page in range(1, 6):
            assert f"Copy {number} of D-0008 · page {page} of 5" in words
        assert words.count("SCR-2026-01 · Overview report, anonymised edition, version 1") == 5
    for slip in demo.papers("*-slip-*.pdf"):
        for fact in (
            "Sign-out slip",
            "Office's part: keep",
            "Holder's part",
            "Due back",
            "Terms of the loan",
        ):
            assert fact in text(slip), (slip.name, fact)
    for receipt in demo.papers("*-accession-receipt-1.pdf"):
        assert f"Accession receipt {receipt.name[:6]}" in text(receipt)
    (back,) = demo.papers("*-return-receipt-*.pdf")
    assert "5 of 5" in text(back)


def test_the_access_log_and_its_table_tell_who_was_agreed_refused_and_asked_from_outside(demo: Demo) -> None:
    (log,), (table,) = demo.papers("*-access-log.pdf"), demo.papers("*-access-log.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = " ".join(" ".join(row) for row in csv.reader(file))
    words = text(log)
    for fact in ("R-0006", "R-0011", "Refused", "D-0008/4", "Exampleton Gazette (invented)"):
        assert fact in words
        assert fact.lower() in rows.lower()
    (head,) = set(CHECKPOINT.findall(words))
    assert f"The ledger stood at {head}" in words


def test_one_review_has_ended_with_all_its_papers(demo: Demo) -> None:
    review = demo.say("review", "show", ENDED)
    assert (review["closed"] > review["concluded"] > review["decided"], review["unaccounted"]) == (True, [])
    states = Counter(one["state"] for one in demo.say("copy", "list", "--review", ENDED)["copies"])
    assert states == {"destroyed here": 4, "destroyed by holder": 1, "kept by holder": 1}
    kept = demo.say("retention", "show", ENDED)
    assert (kept["kept_until"], kept["difference"]) == (kept["computed"], None)
    papers = demo.vault.parent / "papers" / ENDED
    for paper, facts in {
        "DB-0001-certificate.pdf": ("D-0004/6", "P-5", "Bag 0001", "Dilys Placeholder (invented)"),
        "D-0004-copy-5-holder-certificate.pdf": ("D-0004/5", "Dorothea Pattern-Montgomery"),
        "approved-exceptions.pdf": ("D-0004/4", "It keeps its papers under its own Act"),
        f"{ENDED}-told.pdf": ("Who is told of the decision", "By letter"),
        f"{ENDED}-clock.pdf": ("HM Coroner for Exampleshire (invented)",),
        f"{ENDED}-action-plan.pdf": ("OB-0003", "Seen at the visit, 3"),
        f"{ENDED}-progress-report-4.pdf": ("0 open, 3 met",),
        f"retention-schedule-{ENDED}.pdf": ("Rhys Records (invented)", "75th birthday"),
        f"panel-pack/{ENDED}-panel-pack.pdf": ("DB-0001", "Amina Sample"),
        f"panel-pack-wider/{ENDED}-panel-pack-wider.pdf": ("for wider circulation",),
    }.items():
        words = text(papers / paper)
        assert CHECKPOINT.search(words), paper
        for fact in facts:
            assert fact in words, (paper, fact)


def test_one_review_is_under_way_and_each_screen_has_something_to_show(demo: Demo) -> None:
    matters = {one["matter"] for one in demo.say("vault", "today")["waiting"]}
    waiting = ("overdue", "due soon", "awaiting signature", "awaiting decision", "awaiting an answer")
    assert matters >= {*waiting, "to be told", "objective overdue", "answer", "receipt outstanding"}
    assert ENDED not in {one["reference"] for one in demo.say("vault", "today")["waiting"]}


def test_every_pdf_of_the_demo_is_sound(demo: Demo) -> None:
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.skip("the qpdf program is not installed")
    pdfs = [file for file in demo.files if file.suffix == ".pdf"]
    assert len(pdfs) > 10
    for file in pdfs:
        password = f"--password={passphrase_of(demo, file) or ''}"
        command = [qpdf, password, "--check", str(file)]
        checked = subprocess.run(command, check=False, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_vault_verifies_clean_and_a_slip_of_the_demo_matches(demo: Demo) -> None:
    printed = set(CHECKPOINT.findall(text(demo.papers("*-slip-*.pdf")[0])))
    assert len(printed) == 1
    found = demo.say("vault", "verify", "--slip", printed.pop())
    assert (found["ok"], found["masters"], found["problems"], found["slip"]) == (True, 9, [], "matches")


def test_nothing_of_a_document_lies_in_clear_in_the_vault(demo: Demo) -> None:
    sealed = [path.read_bytes() for path in demo.vault.rglob("*") if path.is_file()]
    received = [file for file in demo.files if "received" in file.relative_to(demo.folder).parts]
    assert len(received) == len(list((demo.vault / "masters").iterdir())) == 9
    assert any(INVENTED[1].decode() in text(file) for file in received)
    for file in received:
        document = file.read_bytes()
        middle = document[len(document) // 2 :][:32]
        for data in sealed:
            assert middle not in data
            assert b"%PDF" not in data
    for words in INVENTED:
        assert not any(words in data or words.decode().encode("utf-16-le") in data for data in sealed)


def test_no_qt_library_is_loaded_without_a_window(demo: Demo) -> None:
    mark = demo.folder / "no-window" / "asked-for"
    assert not mark.exists()
    for name in WINDOW:
        assert python("-c", f"import {name}", cwd=demo.folder).returncode != 0
        assert mark.exists()
        mark.unlink()
