"""The dialogs about a document: taken in, superseded, and its receipt."""

from pathlib import Path

from desktop.ui.dialogs.documents import AccessionReceipt, NewVersion, TakeIn
from tests.ui.hands import REVIEW, Hands, pdf


def filled(hands: Hands, file: Path) -> TakeIn:
    dialog = hands.show(TakeIn(hands.desk))
    dialog.file.set_path(file)
    dialog.kind.choose("overview-report")
    dialog.edition.choose("anonymised")
    return dialog


def test_a_document_is_taken_in_and_what_was_found_is_shown(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    dialog = filled(hands, pdf(tmp_path / "received.pdf", 4))
    assert dialog.review.value() == REVIEW
    dialog.intake.pages.setValue(5)
    dialog.intake.received_from.setText("The independent author (invented)")
    assert hands.outcome(dialog) == "D-0001 is in custody."
    facts = dict(dialog.said.facts if dialog.said else ())
    assert facts["Pages"] == "4"
    assert facts["Discrepancy"] == "5 pages were counted by hand, 4 by the program."
    assert hands.desk.register.documents["D-0001"].current.intake.pages_stated == 5


def test_a_file_that_is_not_there_is_refused_and_the_form_kept(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    dialog = filled(hands, tmp_path / "nothing.pdf")
    dialog.heading.setText("A title")
    assert hands.refused(dialog) == "Nothing.pdf cannot be taken into custody: there is no such file."
    assert dialog.heading.text() == "A title"
    assert not hands.desk.register.documents


def test_what_is_no_pdf_is_kept_and_said_to_be_neither_viewed_nor_printed(
    hands: Hands, tmp_path: Path
) -> None:
    hands.open_review()
    file = tmp_path / "note.txt"
    file.write_text("An invented note", "utf-8")
    dialog = filled(hands, file)
    hands.outcome(dialog)
    assert dialog.said is not None
    assert dialog.said.next.startswith("Kept byte for byte.")


def test_a_second_current_master_is_refused_with_advice(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    document = hands.take_in()
    dialog = filled(hands, pdf(tmp_path / "again.pdf"))
    assert document in hands.refused(dialog)
    assert "new version" in dialog.complaint.hint.text()


def test_a_new_version_needs_its_reason(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    found = hands.desk.register.documents[hands.take_in()]
    dialog = hands.show(NewVersion(hands.desk, found))
    dialog.file.set_path(pdf(tmp_path / "second.pdf", 2))
    assert hands.refused(dialog) == "Fill in: Reason."
    dialog.reason.setPlainText("A page was missing")
    assert hands.outcome(dialog) == "Version 2 of D-0001 is in custody."
    assert hands.desk.register.documents["D-0001"].current.reason == "A page was missing"


def test_the_receipt_is_made_where_it_was_asked_for_and_the_folder_is_remembered(
    hands: Hands, tmp_path: Path
) -> None:
    hands.open_review()
    dialog = hands.show(AccessionReceipt(hands.desk, hands.take_in()))
    assert hands.refused(dialog) == "Fill in: Folder."
    dialog.folder.set_path(tmp_path / "papers")
    assert hands.outcome(dialog).startswith("Receipt saved: D-0001")
    assert [file.suffix for file in (tmp_path / "papers").iterdir()] == [".pdf"]
    assert AccessionReceipt(hands.desk, "D-0001").folder.path() == tmp_path / "papers"


def test_the_receipt_can_follow_the_taking_in(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    dialog = filled(hands, pdf(tmp_path / "received.pdf"))
    hands.outcome(dialog)
    assert dialog.said is not None
    assert [label for label, _then in dialog.said.follow] == ["Accession &receipt…"]
