"""Letters as files: the entry first, then the paper; again, word for word."""

from pathlib import Path

import pypdfium2
import pytest

from desktop.custody.blocks import Column, Table
from desktop.custody.errors import UnknownReferenceError
from desktop.custody.letters import Addressee, LetterWritten
from desktop.office import letters
from desktop.office.errors import OutputInVaultError
from desktop.office.office import Office
from desktop.office.papers import Made, file_of
from desktop.office.procedure import run
from desktop.resources import resource
from tests.factory import wording
from tests.office.at_work import events, reopened

TO = Addressee("Robin Invented", "Nurse", "Invented Trust", "1 Example Row")
TABLE = Table([Column("Copy")], [["D-0001/1"]])
FACTS = {
    "what": "1 numbered copy",
    "returns": "The Administrator",
    "bring": "bring back",
    "paper": "yes",
    "electronic": "",
}
WORDINGS = sorted(file.stem for file in resource("wording/letters").glob("*.txt"))


def text(made: Made) -> str:
    with pypdfium2.PdfDocument(file_of(made)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_letter_is_entered_and_made_and_made_again_word_for_word(office: Office, out: Path) -> None:
    first = run(letters.write(office, "reminder-1", TO, "D-0001/1", FACTS, where=out, table=TABLE))
    assert first == out / "LE-0001-reminder-1.pdf"
    morning = reopened(office)
    again = run(letters.again(morning, "le-0001", out))
    assert file_of(again).name == "LE-0001-reminder-1-2.pdf"
    assert "1 numbered copy" in text(first)
    assert text(first).split("Ledger checkpoint")[0] == text(again).split("Ledger checkpoint")[0]
    morning.vault.close()


def test_a_letter_into_the_vault_is_refused_and_not_entered(office: Office) -> None:
    inside = office.vault.folder / "letters"
    with pytest.raises(OutputInVaultError):
        run(letters.write(office, "reminder-1", TO, "D-0001/1", FACTS, where=inside))
    assert not any(isinstance(event, LetterWritten) for event in events(office))


def test_a_letter_that_was_never_written_is_not_made_again(office: Office, out: Path) -> None:
    with pytest.raises(UnknownReferenceError, match="no letter LE-0001"):
        run(letters.again(office, "LE-0001", out))


@pytest.mark.parametrize("name", WORDINGS)
def test_only_a_letter_to_somebody_from_outside_who_asked_carries_no_protective_marking(name: str) -> None:
    to_who_asked = name.startswith(("foi-", "information-", "interest-", "subject-access-"))
    assert wording(name).marking == ("" if to_who_asked else None)
    assert not any("marking" in paragraph for paragraph in wording(name).paragraphs)


def test_a_letter_without_a_marking_has_none_on_paper_and_one_to_a_holder_has_the_boards(
    office: Office, out: Path
) -> None:
    marking = office.register.founded.settings.marking
    facts = {"review": "SCR-2026-01", "received": "2 March 2026", "how": "is with this letter", "note": ""}
    asker = run(letters.write(office, "interest-sent", TO, "E-0001", facts, where=out))
    assert marking not in text(asker)
    holder = run(letters.write(office, "reminder-1", TO, "D-0001/1", FACTS, where=out, table=TABLE))
    assert marking in text(holder)


@pytest.mark.parametrize("name", WORDINGS)
def test_every_wording_names_its_version_and_its_subject_and_has_words(name: str) -> None:
    found = wording(name)
    assert found.version.isdigit()
    assert found.subject
    assert not found.subject.endswith(".")
    assert len(found.paragraphs) > 1
