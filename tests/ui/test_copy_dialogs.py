"""The dialogs about making copies."""

from pathlib import Path

import pytest

from desktop.custody import numbers
from desktop.custody.copies import CopyState
from desktop.ui.dialogs.copies import PrintCopies, ResolveCopy
from tests.ui.hands import Hands


@pytest.fixture
def printing(hands: Hands, tmp_path: Path) -> PrintCopies:
    hands.open_review()
    dialog = hands.show(PrintCopies(hands.desk, hands.desk.register.documents[hands.take_in()]))
    dialog.folder.set_path(tmp_path / "printed")
    return dialog


def test_numbered_copies_are_printed_into_the_chosen_folder(
    hands: Hands, printing: PrintCopies, tmp_path: Path
) -> None:
    printing.number.setValue(2)
    assert hands.outcome(printing) == "D-0001/1 to D-0001/2: ready, 3 pages each."
    assert len(list((tmp_path / "printed").iterdir())) == 2
    assert hands.copy("D-0001/2").state == CopyState.IN_SAFE


def test_the_limit_is_shown_and_going_over_it_needs_authority_and_reason(
    hands: Hands, printing: PrintCopies
) -> None:
    limit = printing.document.limit
    assert not printing.authority.isVisible()
    printing.number.setValue(limit + 1)
    assert printing.authority.isVisible()
    assert hands.refused(printing) == "Fill in: Authority for going over the limit."
    printing.authority.setText("The Chair (invented)")
    assert hands.refused(printing) == "Fill in: Reason for going over the limit."
    assert not hands.desk.register.copies


def test_copies_printed_for_a_person_name_the_holder(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    person = hands.add_person()
    dialog = hands.show(PrintCopies(hands.desk, hands.desk.register.documents[hands.take_in()]))
    dialog.made_for.choose(person)
    dialog.folder.set_path(tmp_path)
    assert hands.outcome(dialog) == "D-0001/1: ready, 3 pages."
    assert hands.copy("D-0001/1").made_for == person


def test_a_print_never_writes_over_a_file_that_is_there(
    hands: Hands, printing: PrintCopies, tmp_path: Path
) -> None:
    (tmp_path / "printed").mkdir()
    (tmp_path / "printed" / "D-0001-copy-1.pdf").write_bytes(b"not ours")
    hands.refused(printing)
    assert not [copy for copy in hands.desk.register.copies.values() if copy.state != CopyState.SPOILT]
    assert (tmp_path / "printed" / "D-0001-copy-1.pdf").read_bytes() == b"not ours"


def allotted(hands: Hands) -> ResolveCopy:
    hands.open_review()
    hands.do(numbers.allot, document=hands.take_in(), number_of_copies=1)
    return hands.show(ResolveCopy(hands.desk, hands.copy("D-0001/1")))


def test_an_allotted_copy_is_said_to_be_printed(hands: Hands) -> None:
    dialog = allotted(hands)
    assert hands.refused(dialog) == "Fill in: The copy."
    dialog.end.choose("printed")
    assert hands.outcome(dialog) == "D-0001/1 is now in safe."
    assert hands.copy("D-0001/1").pages == 3


def test_an_allotted_copy_is_spoilt_with_its_reason(hands: Hands) -> None:
    dialog = allotted(hands)
    dialog.end.choose("spoilt")
    assert hands.refused(dialog) == "Fill in: Reason."
    dialog.reason.setPlainText("The printer jammed")
    assert hands.outcome(dialog) == "D-0001/1 is now spoilt."
