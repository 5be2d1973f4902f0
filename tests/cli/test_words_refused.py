"""What the command line refuses: each with its sentence, hint and exit code, and the vault as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.cli.spoken import PASSPHRASE, REVIEW, Desk, a_pdf, empty_desk

DESCRIBED = ("--review", REVIEW, "--kind", "minutes", "--edition", "anonymised")
LENT = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", "papers")
REFUSED = {
    "an unknown document": (("document", "show", "D-0009"), 10),
    "a second review of the same reference": (
        ("review", "open", "--reference", REVIEW.lower(), "--authority", "X"),
        11,
    ),
    "an empty authority": (("review", "open", "--reference", "SCR-2", "--authority", " "), 12),
    "a reference with a line break": (("review", "open", "--reference", "A\nB", "--authority", "X"), 12),
    "an unknown kind": (
        ("document", "take-in", "report.pdf", "--review", REVIEW, "--kind", "poem", "--edition", "redacted"),
        10,
    ),
    "no copies at all": (("copy", "print", "D-0001", "--number-of-copies", "0", "--out", "papers"), 12),
    "more copies than the limit": (
        ("copy", "print", "D-0001", "--number-of-copies", "99", "--out", "papers"),
        15,
    ),
    "a sign-out due in the past": (
        ("copy", "sign-out", "D-0001/1", *LENT[:4], "--due", "2026-03-01", "--out", "papers"),
        18,
    ),
    "the return of a copy that is in the safe": (
        ("copy", "return", "D-0001/1", "--pages", "2", "--condition", "good"),
        14,
    ),
    "a slip code for a copy that is not out": (
        ("copy", "confirm", "D-0001/1", "--slip-code", "ABCD-1234"),
        14,
    ),
    "a second decision": (("request", "decide", "R-0001", "--refused", "--by", "X", "--reason", "Y"), 14),
    "a day that does not exist": (
        ("person", "end-role", "P-0001", "--role", "panel member", "--to", "2026-02-30"),
        18,
    ),
    "an act that lies ahead": (("review", "conclude", REVIEW, "--authority", "X", "--at", "2027-01-01"), 18),
    "an unknown state": (("copy", "list", "--state", "eaten"), 12),
    "an access log of no review": (("report", "access-log", "--review", "SCR-0", "--out", "log.pdf"), 10),
}
USAGE = {
    "nothing of the sort": ("frobnicate",),
    "a noun alone": ("review",),
    "an unknown verb": ("vault", "backup"),
    "an option cut short": ("review", "show", REVIEW, "--quie"),
    "an option that is missing": ("review", "open", "--reference", "SCR-2"),
    "both decisions": ("request", "decide", "R-0001", "--agreed", "--refused", "--by", "X", "--reason", "Y"),
    "no number": ("copy", "print", "D-0001", "--number-of-copies", "two", "--out", "papers"),
    "a negative number": ("copy", "return", "D-0001/1", "--pages", "-1", "--condition", "good"),
    "a time that is none": ("review", "conclude", REVIEW, "--authority", "X", "--at", "yesterday"),
    "a time for what is not an act": ("--at", "2026-03-01T10:00", "copy", "list"),
    "an empty path": ("document", "take-in", "", *DESCRIBED),
    "a path that holds NUL": ("document", "receipt", "D-0001", "--out", "pap\0ers"),
    "a document without its kind": ("document", "take-in", "report.pdf", "--review", REVIEW),
    "a reason without what is superseded": ("document", "take-in", "report.pdf", *DESCRIBED, "--reason", "X"),
    "another kind for a new version": (
        *("document", "take-in", "report.pdf", "--supersedes", "D-0001", "--reason", "X", "--kind", "other"),
    ),
    "a new version without its reason": ("document", "take-in", "report.pdf", "--supersedes", "D-0001"),
    "a report that is neither paper nor table": (
        *("report", "access-log", "--review", REVIEW, "--out", "log.doc"),
    ),
}


def entries(desk: Desk) -> list[tuple[int, str]]:
    return [(entry["number"], entry["kind"]) for entry in desk.json("ledger", "list")["entries"]]


@pytest.fixture
def inside(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the desk, with its folder as the working directory."""
    monkeypatch.chdir(desk.folder)
    return desk


@pytest.mark.parametrize(("words", "code"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_has_its_exit_code_and_leaves_at_most_its_own_entry(
    inside: Desk, words: tuple[str, ...], code: int
) -> None:
    before = entries(inside)
    files = sorted(inside.folder.rglob("*"))
    said = inside(*words, "--json")
    assert said.code == code
    assert said.refusal["error"].endswith("Error")
    after = entries(inside)
    assert after[: len(before)] == before
    assert [kind for _, kind in after[len(before) :]] in ([], ["act-refused"])
    assert sorted(inside.folder.rglob("*")) == files


@pytest.mark.parametrize("words", USAGE.values(), ids=USAGE)
def test_what_is_no_command_is_a_usage_error_and_touches_nothing(
    inside: Desk, words: tuple[str, ...]
) -> None:
    before = entries(inside)
    said = inside(*words, "--json")
    assert (said.code, said.refusal["error"]) == (2, "UsageError")
    plain = inside(*words)
    assert plain.code == 2
    assert len(plain.err.strip().splitlines()) == 2
    assert entries(inside) == before


def test_without_a_vault_and_without_a_terminal_the_person_is_told_what_to_give(desk: Desk) -> None:
    assert "--vault FOLDER" in desk.plain("vault", "status", "--json").refusal["hint"]


def test_an_executive_summary_request_needs_its_review_only_when_there_are_several(desk: Desk) -> None:
    asked = ("--name", "D. Reader", "--category", "press", "--format", "paper", "--reason", "News")
    assert desk.json("interest", "record", *asked)["request"] == "E-0001"
    desk.json("review", "open", "--reference", "SCR-2026-02", "--authority", "The Chair")
    assert "--review" in desk.refused("interest", "record", *asked)["hint"]
    assert desk.json("interest", "record", *asked, "--review", "SCR-2026-02")["request"] == "E-0002"


# What may be handed over as a document


def taken_in(desk: Desk, file: Path) -> dict[str, object]:
    return desk.json("document", "take-in", file, *DESCRIBED)


def test_a_file_that_is_no_pdf_is_kept_byte_for_byte_and_refused_by_name_when_it_is_printed(
    desk: Desk,
) -> None:
    file = desk.folder / "letter.doc"
    file.write_bytes(b"This is no PDF.\x00")
    taken = taken_in(desk, file)
    assert taken["pages"] is None
    said = desk(
        "copy", "print", str(taken["document"]), "--number-of-copies", "1", "--out", desk.papers, "--json"
    )
    assert said.code in {20, 21}
    desk.json(
        "document", "view", str(taken["document"]), "--purpose", "To see", "--out", desk.folder / "again"
    )
    assert (desk.folder / "again").read_bytes() == file.read_bytes()


def test_an_encrypted_pdf_is_kept_and_refused_by_name_when_it_is_printed(desk: Desk) -> None:
    file = desk.folder / "locked.pdf"
    with pikepdf.open(a_pdf(desk.folder / "open.pdf")) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="an owner", user="a user"))
    taken = taken_in(desk, file)
    assert taken["notes"]
    said = desk(
        "copy", "print", str(taken["document"]), "--number-of-copies", "1", "--out", desk.papers, "--json"
    )
    assert said.code in {20, 21}
    assert "Error" in said.refusal["error"]
    spoilt = [
        copy["state"] for copy in desk.json("copy", "list")["copies"] if copy["document"] == taken["document"]
    ]
    assert set(spoilt) <= {"spoilt"}


def test_a_pdf_without_pages_is_kept_and_refused_by_name_when_it_is_printed(desk: Desk) -> None:
    taken = taken_in(desk, a_pdf(desk.folder / "none.pdf", pages=0))
    said = desk(
        "copy", "print", str(taken["document"]), "--number-of-copies", "1", "--out", desk.papers, "--json"
    )
    assert said.code in {20, 21}
    assert desk.json("vault", "verify")["ok"] is True


@pytest.mark.parametrize(
    "made",
    [
        lambda folder: folder,
        lambda folder: folder / "missing.pdf",
        lambda folder: folder / "report.pdf" / "inside.pdf",
        lambda folder: folder / f"{'n' * 256}.pdf",
        lambda folder: _written(folder / "empty.pdf", b""),
    ],
    ids=[
        "a folder",
        "a file that is not there",
        "a file that cannot be read",
        "a name too long for the disk",
        "an empty file",
    ],
)
def test_what_is_no_file_to_take_in_is_refused_with_nothing_sealed(
    desk: Desk, made: Callable[[Path], Path]
) -> None:
    sealed = sorted((desk.vault / "masters").iterdir())
    said = desk("document", "take-in", made(desk.folder), *DESCRIBED, "--json")
    assert (said.code, said.refusal["error"]) == (25, "FileRefusedError")
    assert sorted((desk.vault / "masters").iterdir()) == sealed


@pytest.mark.parametrize("name", ["a\nb.pdf", "a\u202efdp.exe", "-leading.pdf", "\udcff.pdf", "<b>&amp;.pdf"])
def test_a_hostile_file_name_is_shown_harmlessly_and_the_document_is_taken_in(desk: Desk, name: str) -> None:
    file = desk.folder / name
    try:
        a_pdf(desk.folder / "plain.pdf").rename(file)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system takes no such name")
    taken = taken_in(desk, file)
    assert taken["pages"] == 2
    printed = desk("document", "show", str(taken["document"]))
    refused = desk("document", "take-in", file / "inside", *DESCRIBED)
    for text in (printed.out, refused.err):
        assert "\u202e" not in text
        assert all(line.isprintable() for line in text.splitlines())
    assert len(refused.err.splitlines()) == 2


# What may be wrong with a vault


def test_a_wrong_passphrase_is_one_plain_message_and_is_in_the_ledger_afterwards(desk: Desk) -> None:
    (desk.folder / "passphrase").write_text("not the passphrase\n", "utf-8")
    said = desk("review", "conclude", REVIEW, "--authority", "X")
    assert said.code == 40
    assert said.err.splitlines()[0] == "That passphrase does not open this vault."
    (desk.folder / "passphrase").write_text(f"{PASSPHRASE}\n", "utf-8")
    desk.json(
        "interest", "record", "--name", "D", "--category", "press", "--format", "paper", "--reason", "R"
    )
    assert "unlocks-failed" in [kind for _, kind in entries(desk)]


def test_a_key_file_that_is_missing_or_another_is_refused(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = empty_desk(tmp_path_factory.mktemp("other"))
    other.json("vault", "create", "--board", "Another Board", "--operator", "A. Keeper")
    shutil.copyfile(other.folder / "key", desk.folder / "key")
    assert 40 <= desk("vault", "status").code < 70
    (desk.folder / "key").unlink()
    assert 40 <= desk("vault", "status").code < 70


def test_a_folder_that_is_no_vault_is_refused(bare: Desk) -> None:
    assert bare.refused("vault", "status")["error"] == "NotAVaultError"
    bare.vault.mkdir()
    said = bare("vault", "status", "--json")
    assert (said.code, said.refusal["error"]) == (41, "NotAVaultError")


def test_a_vault_is_not_made_over_anything(desk: Desk) -> None:
    made = ("vault", "create", "--board", "Another Board", "--operator", "X")
    assert desk.refused(*made)["error"] == "VaultExistsError"
    assert desk.json("vault", "status")["board"] == "Invented Board"


@pytest.mark.parametrize("place", [0, 100, -2])
def test_a_header_with_one_byte_changed_is_refused_as_tampering_or_damage(desk: Desk, place: int) -> None:
    header = desk.vault / "header.json"
    data = bytearray(header.read_bytes())
    data[place] ^= 1
    header.write_bytes(data)
    said = desk("vault", "status", "--json")
    assert (said.code, said.refusal["error"]) == (70, "HeaderAlteredError")


def test_a_missing_database_is_refused_and_none_is_made(desk: Desk) -> None:
    (desk.vault / "ledger-1.db").unlink()
    for words in (("vault", "status"), ("review", "conclude", REVIEW, "--authority", "X")):
        said = desk(*words, "--json")
        assert (said.code, said.refusal["error"]) == (76, "LedgerMissingError")
    assert not (desk.vault / "ledger-1.db").exists()


def test_a_missing_master_is_named(desk: Desk) -> None:
    (master,) = (desk.vault / "masters").iterdir()
    master.unlink()
    said = desk("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers, "--json")
    assert said.code == 73
    assert desk.refused("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers)[
        "error"
    ] == ("OnHoldError")


def test_a_paper_is_never_written_over_a_file_that_is_there(desk: Desk) -> None:
    before = (desk.papers / "D-0001-copy-1.pdf").read_bytes()
    (desk.papers / "D-0001-copy-3.pdf").write_bytes(b"mine")
    said = desk("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers, "--json")
    assert 40 <= said.code < 70
    assert (desk.papers / "D-0001-copy-3.pdf").read_bytes() == b"mine"
    assert (desk.papers / "D-0001-copy-1.pdf").read_bytes() == before
    assert said.refusal["error"] == "FileInTheWayError"
    assert desk.json("copy", "list", "--state", "spoilt")["copies"] == []


def _written(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file
