"""Nothing is written but where it belongs: every command, and the window, watched by strace (T13)."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from desktop.cli import program
from desktop.paper.libreoffice import installed
from tests.crash import disclosed, everything, plaintext, scenario, witness
from tests.crash.acts import PAPERS
from tests.crash.orders import Case
from tests.crash.rig import ROOT, Zygote, built
from tests.office.share_holders import words_on

_OF_THE_SYSTEM = (Path("/dev"), Path("/proc"))
_VAULT_FILES = {"header.json", "head", "vault.lock", "attempts"}


class Watched:
    """The folder in which every command was said, and what strace saw of it."""

    def __init__(self, folder: Path, changes: list[witness.Change]) -> None:
        self.folder = folder
        self.changes = changes


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """Say every command there is, one after the other, under the eyes of strace."""
    base = tmp_path_factory.mktemp("leftovers")
    folder, traces = base / "case", base / "trace"
    scenario.prepare(folder)
    zygote = Zygote(built(base), witness.command(traces))
    try:
        for act in (*scenario.STORY, everything.REST):
            case = Case(act.name, folder)
            died = zygote.act(case)
            assert (died.code, died.left_behind) == (0, 0), (act.name, case.errors.read_text("utf-8"))
    finally:
        zygote.end()
    own = {base / "case.calls", base / "case.errors"}
    return Watched(folder, [change for change in witness.changes(traces) if change.path not in own])


def test_every_command_there_is_was_watched() -> None:
    assert set(_verbs()) == everything.said()


def test_no_file_is_changed_but_where_it_belongs(watched: Watched) -> None:
    case = watched.folder
    places = [case / name for name in (PAPERS, "handed", "medium", "other", "private", "answers")]
    places += [case / "lost", case / "typed"]
    places += _OF_THE_SYSTEM
    others = {
        change.path
        for change in watched.changes
        if change.done
        and not change.in_memory
        and not any(change.path.is_relative_to(place) for place in places)
        and not str(change.path).startswith(f"{case}/vault")  # the vault, and what a restore puts beside it
    }
    keys = {
        path
        for path in others
        if path.parent == case and (path.name.startswith("key") or path.suffix == ".partial")
    }
    assert len(watched.changes) > 500
    assert others - keys == {case}  # its names were synced, for the key file


def test_the_vault_holds_nothing_but_its_own_kinds_of_file(watched: Watched) -> None:
    vault = watched.folder / "vault"
    names = {str(path.relative_to(vault)) for path in vault.rglob("*") if path.is_file()}
    ledgers = {name for name in names if name.startswith("ledger-") and name.endswith(".db")}
    assert len(ledgers) == 1
    assert all(name.startswith("masters/") for name in names - ledgers - _VAULT_FILES)


def test_the_folder_for_temporary_files_was_never_written_to(watched: Watched) -> None:
    folder = watched.folder / "tmp"
    assert [change for change in watched.changes if change.path.is_relative_to(folder)] == []
    assert list(folder.iterdir()) == []


def test_no_document_is_left_in_clear_but_where_a_person_asked_for_it(watched: Watched) -> None:
    asked = [watched.folder / "received", watched.folder / PAPERS]
    assert plaintext.files_with(scenario.HIDDEN, asked) != []
    assert plaintext.files_with(scenario.HIDDEN, [watched.folder], apart=asked) == []


def test_no_word_of_the_ledger_is_left_in_clear_but_in_papers_and_answers(watched: Watched) -> None:
    asked = [watched.folder / PAPERS, watched.folder / "answers"]
    assert plaintext.files_with(scenario.NAMED, asked) != []
    receipts = list((watched.folder / "handed").rglob("receipt.pdf"))  # papers that two people sign
    assert plaintext.files_with(scenario.NAMED, [watched.folder], apart=[*asked, *receipts]) == []


def test_no_words_of_a_share_are_left_but_on_its_sheet(watched: Watched) -> None:
    sheets = sorted((watched.folder / PAPERS).glob("*shares/*.pdf"))
    asked = [watched.folder / PAPERS, watched.folder / "typed"]
    assert len(sheets) == 6
    for sheet in sheets:
        first_words = " ".join(words_on(sheet).split()[:2])
        assert plaintext.files_with(first_words, [watched.folder], apart=asked) == []


def test_the_words_that_open_an_encrypted_file_are_left_on_its_slip_alone(watched: Watched) -> None:
    papers = watched.folder / PAPERS
    slips = [file for file in papers.rglob("*.pdf") if disclosed.is_slip(file)]
    shares = [*papers.glob("*shares"), watched.folder / "typed"]
    assert set(disclosed.files_with_words(watched.folder, apart=shares)) == set(slips)
    words = [disclosed.passphrase_on(slip) for slip in slips]
    assert len(set(words)) == len(words) > 5


def test_nobody_opens_an_encrypted_file_without_its_words(watched: Watched) -> None:
    files = [*watched.folder.rglob("D-0001-copy-3.pdf"), *watched.folder.rglob("E-0003-executive-*.pdf")]
    assert len(files) > 1
    for file in files:
        assert not plaintext.holds(file.read_bytes(), scenario.HIDDEN)
        with pytest.raises(pypdfium2.PdfiumError):
            disclosed.text_of(file)


def test_what_libreoffice_writes_is_in_memory_alone(watched: Watched) -> None:
    if installed() is None:
        pytest.skip("LibreOffice is not installed")
    written = {change.path.name for change in watched.changes if change.done and change.in_memory}
    assert {"document.rtf", "document.pdf", "registrymodifications.xcu"} <= written
    assert [
        change.path for change in watched.changes if change.done and "libreoffice" in change.path.parts
    ] == []


def test_backup_and_package_hold_every_rendition(watched: Watched) -> None:
    """Six versions of five documents, and a rendition of each of the two that are no PDF."""
    lost, backup = (watched.folder / name / "masters" for name in ("lost/vault", "other"))
    names = {file.name for file in lost.iterdir()}
    assert len(names) == 8
    assert {file.name for file in backup.iterdir()} == names
    packed = [file.name for file in (watched.folder / "handed" / "package" / "data" / "masters").iterdir()]
    assert len(packed) == 8
    assert sorted(name.split("-v")[0] for name in packed if "rendition" in name) == ["D-0004", "D-0005"]


def test_the_window_writes_nothing_but_where_it_belongs(tmp_path: Path) -> None:
    """The whole job through the window, with the person's folders in a place where each file shows."""
    home, base, temporary = (tmp_path / name for name in ("home", "base", "tmp"))
    for folder in (home, temporary):
        folder.mkdir()
    quiet = ["-q", "-s", "-p", "no:cacheprovider"]  # pytest itself would keep output in temporary files
    job = [sys.executable, "-m", "pytest", *quiet, f"--basetemp={base}"]
    done = subprocess.run(
        [*witness.command(tmp_path / "trace"), *job, "tests/ui/test_whole_job.py"],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    made = [change for change in witness.changes(tmp_path / "trace") if change.done and not change.in_memory]
    others = {
        change.path
        for change in made
        if not any(change.path.is_relative_to(place) for place in (base, *_OF_THE_SYSTEM))
    }
    assert others == set()
    assert [path for path in (home, temporary) if list(path.iterdir())] == []
    asked = [file for name in ("received.pdf", "copies") for file in base.rglob(name)]
    assert (
        plaintext.files_with("Amina Sample", [base], apart=[*base.rglob("slips"), *base.rglob("log")]) == []
    )
    assert plaintext.files_with("Type /Page", [base], apart=asked) != []


def _verbs() -> Iterator[tuple[str, ...]]:
    for noun in program.GROUPS:
        parser = program.group_parser(noun)
        found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not found:
            yield (noun,)
        for action in found:
            yield from ((noun, verb) for verb in action.choices)
