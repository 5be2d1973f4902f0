"""Chasing in a vault: the letters are part of the act, and one that was not written is made again."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import chases, chasing
from desktop.custody.chases import HolderReminded
from desktop.custody.errors import FactMissingError
from desktop.custody.letters import LetterWritten
from desktop.office import chasing as procedures
from desktop.office import letters, papers
from desktop.office.chasing import Escalation
from desktop.office.errors import OutputInVaultError, PaperNotWrittenError
from desktop.office.movements import Handover, sign_out
from desktop.office.office import Office
from desktop.office.papers import Made, file_of
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from desktop.store.errors import CannotWriteError
from tests.factory import march, noon
from tests.office.at_work import agreed, agrees_with_the_disk, events


def text(made: Made) -> str:
    with pypdfium2.PdfDocument(file_of(made)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture
def late(office: Office, document: str, out: Path) -> Office:
    """Return an office on 23 March 2026, with D-0001/1 and D-0001/2 due back from P-0001 on the 20th."""
    run(print_copies(office, Order(document, 2), out))
    request = agreed(office, document)
    for number in (1, 2):
        handover = Handover(f"{document}/{number}", "P-0001", request, date(2026, 3, 20))
        run(sign_out(office, handover, out))
    office.clock = lambda: noon(march(23))
    return office


def test_every_letter_that_is_due_is_written_in_one_act_and_as_a_file(late: Office, out: Path) -> None:
    done = run(procedures.chase(late, out))
    assert [file_of(file).name for file in done.letters] == ["LE-0001-reminder-1.pdf"]
    assert done.references == ["LE-0001"]
    written = text(done.letters[0])
    assert "D-0001/1" in written
    assert "D-0001/2" in written
    assert chasing.to_write(late.register, march(23)) == []
    assert agrees_with_the_disk(late)


def test_a_day_without_letters_leaves_no_entry(late: Office, out: Path) -> None:
    late.clock = lambda: noon(march(4))
    head = late.register.head
    assert run(procedures.chase(late, out)).letters == []
    assert late.register.head == head


def test_letters_into_the_vault_are_refused_and_no_step_is_counted(late: Office) -> None:
    with pytest.raises(OutputInVaultError):
        run(procedures.chase(late, late.vault.folder / "letters"))
    assert not any(isinstance(event, LetterWritten | HolderReminded) for event in events(late))


def test_a_letter_that_could_not_be_written_stands_and_is_made_again(
    late: Office, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, _data: bytes) -> None:
        raise CannotWriteError(file=file, why="the disk is full")

    monkeypatch.setattr(papers, "put", full)
    with pytest.raises(PaperNotWrittenError, match="LE-0001 is entered"):
        run(procedures.chase(late, out))
    monkeypatch.undo()
    assert [step.what for step in chases.history(late.register, late.register.copy("D-0001/1"))] == [
        "reminder 1"
    ]
    assert file_of(run(letters.again(late, "LE-0001", out))).exists()


def test_without_a_folder_a_recall_is_entered_and_no_letter_written(late: Office) -> None:
    done = run(procedures.recall(late, ["D-0001/1"], "Wanted"))
    assert (done.letters, done.references) == ([], [])
    assert late.register.copy("D-0001/1").state == "recalled"


def test_a_recall_that_is_refused_is_an_entry_and_moves_nothing(late: Office, out: Path) -> None:
    with pytest.raises(FactMissingError):
        run(procedures.recall(late, ["D-0001/1"], "", where=out))
    assert late.register.copy("D-0001/1").state == "awaiting signature"
    assert events(late)[-1].__struct_config__.tag == "act-refused"


def test_an_escalation_and_a_leaving_write_their_letters(late: Office, out: Path) -> None:
    escalation = Escalation("D-0001/1", "The Chief Executive", "No answer")
    (letter,) = run(procedures.escalate(late, escalation, where=out)).letters
    assert "Dear Sir or Madam" in text(letter)
    (letter,) = run(procedures.leave(late, "P-0001", "Retires", where=out)).letters
    assert file_of(letter).name == "LE-0002-leaving.pdf"
    assert "23 March 2026" in text(letter)
    assert agrees_with_the_disk(late)


def test_the_chasing_list_holds_what_the_ladder_holds(late: Office, out: Path) -> None:
    file = run(procedures.make_list(late, out / "list.pdf"))
    printed = text(file)
    assert "Letters to write today (2)" in printed
    for step in chasing.ladder(late.register, march(23)):
        assert step.copy.copy in printed
    assert "23 March 2026" in printed


def test_an_empty_chasing_list_says_so(office: Office, out: Path) -> None:
    assert "No copy is overdue" in text(run(procedures.make_list(office, out / "list.pdf")))
