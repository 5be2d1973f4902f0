"""The dialogs that ask for copies: recall, letters, telephone, escalation, transfer, and whoever leaves."""

from pathlib import Path

from desktop.custody import chasing
from desktop.custody.copies import CopyState
from desktop.ui.dialogs.chasing import (
    CallHolder,
    ChaseAll,
    EscalateCopy,
    LetterAgain,
    MakeChasingList,
    RecallCopies,
    RemindHolder,
)
from desktop.ui.dialogs.leaving import PersonLeaves
from desktop.ui.dialogs.transfers import TransferCopy
from desktop.ui.screens.copies import CopiesScreen
from tests.ui.hands import Hands
from tests.ui.mishaps import LONG_AGO, late_copies, somebody_else


def shown(hands: Hands, copy: str) -> dict[str, str]:
    """Return the details of a copy on its screen."""
    screen = CopiesScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    screen.reveal(copy)
    return screen.details_facts.told()


def test_several_copies_are_recalled_at_once_with_one_letter_to_their_holder(
    hands: Hands, tmp_path: Path
) -> None:
    late_copies(hands)
    dialog = hands.show(RecallCopies(hands.desk, ["D-0001/2"]))
    assert dialog.copies.values() == ["D-0001/2"]
    dialog.copies.tick(["D-0001/1", "D-0001/2"])
    dialog.reason.setPlainText("The panel meets")
    dialog.folder.set_path(tmp_path / "letters")
    assert hands.outcome(dialog) == "2 copies are recalled."
    assert len(list((tmp_path / "letters").iterdir())) == 1
    assert hands.copy("D-0001/1").state == CopyState.RECALLED


def test_a_recall_without_a_copy_or_a_reason_is_not_begun(hands: Hands) -> None:
    late_copies(hands, 1)
    dialog = hands.show(RecallCopies(hands.desk, []))
    assert hands.refused(dialog) == "Fill in: Copies."
    dialog.copies.tick(["D-0001/1"])
    assert hands.refused(dialog) == "Fill in: Reason."


def test_without_a_folder_a_recall_writes_no_letter(hands: Hands) -> None:
    late_copies(hands, 1)
    dialog = hands.show(RecallCopies(hands.desk, ["D-0001/1"]))
    dialog.reason.setPlainText("The panel meets")
    assert hands.outcome(dialog) == "D-0001/1 is recalled."
    assert not hands.desk.register.letters


def test_every_letter_that_is_due_is_written_in_one_action(hands: Hands, tmp_path: Path) -> None:
    late_copies(hands)
    dialog = hands.show(ChaseAll(hands.desk))
    assert hands.refused(dialog) == "Fill in: Folder for the letters."
    dialog.folder.set_path(tmp_path / "letters")
    assert hands.outcome(dialog) == "1 letter written."
    assert not chasing.to_write(hands.desk.register, hands.desk.today)


def test_one_copy_is_reminded_of_and_its_letter_made_again(hands: Hands, tmp_path: Path) -> None:
    (copy,) = late_copies(hands, 1)
    dialog = hands.show(RemindHolder(hands.desk, copy))
    dialog.folder.set_path(tmp_path)
    assert hands.outcome(dialog) == "The letter is written."
    again = hands.show(LetterAgain(hands.desk, ["LE-0001"]))
    again.folder.set_path(tmp_path)
    assert hands.outcome(again).startswith("Letter saved: LE-0001")


def test_a_call_shows_the_number_and_stands_in_the_details(hands: Hands) -> None:
    (copy,) = late_copies(hands, 1)
    dialog = hands.show(CallHolder(hands.desk, copy))
    dialog.spoke_to.setText("The secretary")
    dialog.answer.setPlainText("On leave until Monday")
    assert hands.outcome(dialog) == "The call about D-0001/1 is entered."
    assert shown(hands, "D-0001/1")["Asked for"].endswith(
        "Telephoned, spoke to The secretary: On leave until Monday"
    )


def test_a_late_copy_is_escalated_to_somebody_who_stands_in_no_register(hands: Hands, tmp_path: Path) -> None:
    (copy,) = late_copies(hands, 1)
    dialog = hands.show(EscalateCopy(hands.desk, copy))
    dialog.reason.setPlainText("No answer to any letter")
    assert hands.refused(dialog) == "Fill in: Name and post."
    dialog.name.setText("The Chief Executive of Exampleshire Health")
    dialog.folder.set_path(tmp_path)
    assert hands.outcome(dialog) == "D-0001/1 is escalated."
    assert hands.copy("D-0001/1").state == CopyState.ESCALATED


def test_a_copy_is_escalated_to_a_person_of_the_register(hands: Hands) -> None:
    (copy,) = late_copies(hands, 1)
    other = somebody_else(hands)
    dialog = hands.show(EscalateCopy(hands.desk, copy))
    dialog.person.choose(other)
    assert not dialog.name.isVisible()
    dialog.reason.setPlainText("No answer")
    assert hands.outcome(dialog) == "D-0001/1 is escalated."


def test_the_chasing_list_is_made(hands: Hands, tmp_path: Path) -> None:
    late_copies(hands, 1)
    dialog = hands.show(MakeChasingList(hands.desk))
    dialog.file.set_path(tmp_path / "list")
    assert hands.outcome(dialog) == "List saved: list.pdf."


def test_a_copy_is_handed_on_with_its_pages_counted_and_a_slip(hands: Hands, tmp_path: Path) -> None:
    copy, _code = hands.copy_out()
    other = somebody_else(hands)
    dialog = hands.show(TransferCopy(hands.desk, copy))
    assert dialog.request.value() == "R-0002"
    assert hands.refused(dialog) == "Fill in: Pages counted."
    dialog.pages.setValue(2)
    dialog.condition.setText("good")
    dialog.folder.set_path(tmp_path)
    hands.refused(dialog)
    assert hands.copy("D-0001/1").responsible == "P-0001"
    dialog.pages.setValue(3)
    assert hands.outcome(dialog).startswith("Slip saved: D-0001-copy-1-slip")
    assert hands.copy("D-0001/1").responsible == other


def test_a_transfer_offers_no_request_of_the_holder(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(TransferCopy(hands.desk, copy))
    assert [dialog.request.itemData(at) for at in range(dialog.request.count())] == [""]


def test_whoever_leaves_has_every_role_ended_and_every_copy_recalled(hands: Hands, tmp_path: Path) -> None:
    late_copies(hands)
    dialog = hands.show(PersonLeaves(hands.desk, hands.desk.register.people["P-0001"]))
    dialog.reason.setPlainText("A new post elsewhere")
    dialog.folder.set_path(tmp_path)
    assert hands.outcome(dialog) == "Amina Sample: every role ends."
    assert {hands.copy(f"D-0001/{n}").state for n in (1, 2)} == {CopyState.RECALLED}
    assert len(list(tmp_path.glob("LE-0001*"))) == 1


def test_whoever_leaves_without_a_copy_needs_no_letter(hands: Hands) -> None:
    hands.open_review()
    hands.add_person()
    dialog = hands.show(PersonLeaves(hands.desk, hands.desk.register.people["P-0001"]))
    assert not dialog.folder.isVisible()
    dialog.reason.setPlainText("Retired")
    assert hands.outcome(dialog) == "Amina Sample: every role ends."


def test_the_details_show_both_days_of_a_late_entry(hands: Hands) -> None:
    (copy,) = late_copies(hands, 1)
    dialog = hands.show(CallHolder(hands.desk, copy))
    dialog.spoke_to.setText("The secretary")
    dialog.answer.setPlainText("Soon")
    day = hands.desk.today - LONG_AGO / 3
    dialog.earlier.box.setChecked(True)
    dialog.earlier.day_field.set_day(day)
    hands.outcome(dialog)
    told = shown(hands, "D-0001/1")["Late entries"]
    assert told.startswith(f"Happened {day.day} ")
    assert f"entered {hands.desk.today.day} " in told


def test_the_rare_acts_fit_the_copy_and_say_why_they_do_not(hands: Hands) -> None:
    hands.copy_in_safe()
    screen = CopiesScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    screen.reveal("D-0001/1")
    rare = {action.text().replace("&", "").rstrip("…"): action for _offer, action in screen._rare}
    assert [name for name, action in rare.items() if action.isEnabled()] == [
        "Lost",
        "Damaged",
        "Open an incident about it",
    ]
    assert rare["Found"].toolTip() == "The copy is in safe."
    assert screen.more.menu().toolTipsVisible()
    labels = [action.text() for action in screen.table.actions()]
    keys = [label[label.index("&") + 1].lower() for label in labels if "&" in label]
    assert sorted(keys) == sorted(set(keys))
