"""Real documents go the whole way by the command line: in, printed twice, out, back; the vault is clean."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.spoken import REVIEW, Desk, empty_desk

DUE = "2026-03-16"
_PARTS = 5  # each short enough that a hang would be noticed
REFUSALS = {"CannotMarkError", "CannotReadDocumentError", "DocumentTooLargeError"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a vault with a review and somebody who may be lent a copy."""
    desk = empty_desk(tmp_path)
    desk.json("vault", "create", "--board", "Invented Board", "--operator", "A. Keeper")
    desk.json("review", "open", "--reference", REVIEW, "--authority", "The Chair")
    desk.json(
        "person",
        "add",
        "--name",
        "B. Nurse",
        "--post",
        "Nurse",
        "--agency",
        "Trust",
        "--role",
        "panel member",
    )
    return desk


def go_the_whole_way(desk: Desk, file: Path) -> str:
    """Take one file in, print two copies, lend the first and take it back; return how it ended."""
    taken = desk.json(
        "document", "take-in", file, "--review", REVIEW, "--kind", "other", "--edition", "redacted"
    )
    assert taken["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    document = taken["document"]
    printing = ("copy", "print", document, "--number-of-copies", "2", "--out", desk.papers)
    printed = desk(*printing, "--json")
    if printed.code:
        assert printed.refusal["error"] in REFUSALS, printed
        assert not list(desk.papers.glob(f"{document}-*"))
        return printed.refusal["error"]
    copies = printed.json["copies"]
    assert [copy["copy"] for copy in copies] == [f"{document}/1", f"{document}/2"]
    asked = ("--person", "P-0001", "--document", document, "--purpose", "A test", "--mode", "hard-copy")
    request = desk.json("request", "record", *asked)["request"]
    desk.json("request", "decide", request, "--agreed", "--by", "C. Chair", "--reason", "A test")
    lent = ("--person", "P-0001", "--request", request, "--due", DUE, "--out", desk.papers)
    code = desk.json("copy", "sign-out", f"{document}/1", *lent)["slip_code"]
    assert desk.json("copy", "confirm", f"{document}/1", "--slip-code", code)["state"] == "signed out"
    counted = ("--pages", str(copies[0]["pages"]), "--condition", "Good")
    back = desk.json("copy", "return", f"{document}/1", *counted)
    assert (back["state"], back["incident"]) == ("in safe", None)
    for paper in desk.papers.glob(f"{document}-*"):
        paper.unlink()
    return "the whole way"


def verified(desk: Desk, files: list[Path]) -> Counter[str]:
    """Take all files the whole way; the vault verifies clean, with every master kept."""
    ends = Counter(go_the_whole_way(desk, file) for file in files)
    found = desk.json("vault", "verify")
    assert (found["ok"], found["masters"], found["problems"]) == (True, len(files), [])
    assert ends["the whole way"], ends
    return ends


def pdfs(corpora: Path, folder: str) -> list[Path]:
    return sorted(file for file in (corpora / folder).iterdir() if file.stat().st_size)


def test_real_documents_go_the_whole_way_or_are_refused_by_name(desk: Desk, corpora: Path) -> None:
    verified(desk, pdfs(corpora, "pdf-samples")[::4] + pdfs(corpora, "pdf-browser")[::60])


@pytest.mark.long
@pytest.mark.parametrize("part", range(_PARTS))
@pytest.mark.parametrize("folder", ["pdf-samples", "pdf-browser", "pdf-active"])
def test_every_real_document_goes_the_whole_way_or_is_refused_by_name(
    desk: Desk, corpora: Path, folder: str, part: int
) -> None:
    ends = verified(desk, pdfs(corpora, folder)[part::_PARTS])
    print(folder, part, dict(ends))  # noqa: T201 - the counts are wanted
