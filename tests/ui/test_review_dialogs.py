"""The dialogs about a review."""

from datetime import date

from desktop.ui.dialogs.conclusion import ConcludeReview
from desktop.ui.dialogs.reviews import OpenReview
from tests.factory import before_the_conclusion
from tests.ui.hands import REVIEW, Hands


def test_a_review_is_opened_from_the_keyboard(hands: Hands) -> None:
    dialog = hands.show(OpenReview(hands.desk))
    assert dialog.focusWidget() is dialog.reference
    hands.qtbot.keyClicks(dialog.reference, REVIEW)
    hands.qtbot.keyClicks(dialog.authority, "Decision of the Chair (invented)")
    hands.qtbot.keyClicks(dialog.decided.line, "2 March 2026")
    assert hands.outcome(dialog) == f"Review {REVIEW} is open."
    assert hands.desk.register.reviews[REVIEW].decided == date(2026, 3, 2)


def test_an_empty_field_is_named_and_nothing_is_recorded(hands: Hands) -> None:
    dialog = hands.show(OpenReview(hands.desk))
    head = hands.desk.register.head
    assert hands.refused(dialog) == "Fill in: Reference."
    assert dialog.focusWidget() is dialog.reference
    assert hands.desk.register.head == head


def test_what_is_no_day_is_refused_with_everything_typed_still_there(hands: Hands) -> None:
    dialog = hands.show(OpenReview(hands.desk))
    dialog.reference.setText(REVIEW)
    dialog.authority.setText("Chair")
    dialog.notified.line.setText("the day before")
    assert "the day before" in hands.refused(dialog)
    assert (dialog.reference.text(), dialog.authority.text()) == (REVIEW, "Chair")
    assert not hands.desk.register.reviews


def test_a_second_review_of_the_same_reference_is_refused_with_advice(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(OpenReview(hands.desk))
    dialog.reference.setText(REVIEW.lower())
    dialog.authority.setText("Chair")
    assert hands.refused(dialog) == f"Review {REVIEW} is already in the register."
    assert dialog.complaint.hint.text() == "Give the new review another reference."


def test_concluding_names_the_copies_that_are_still_out(hands: Hands) -> None:
    hands.copy_out()
    for act, facts in before_the_conclusion(hands.desk.register):
        hands.do(act, **facts)
    dialog = hands.show(ConcludeReview(hands.desk, REVIEW))
    dialog.authority.setText("Board, minute 12 (invented)")
    assert hands.outcome(dialog) == f"Review {REVIEW} is concluded."
    assert hands.desk.register.reviews[REVIEW].concluded == hands.desk.today


def test_a_late_entry_keeps_the_day_it_happened(hands: Hands) -> None:
    dialog = hands.show(OpenReview(hands.desk))
    dialog.reference.setText(REVIEW)
    dialog.authority.setText("Chair")
    assert not dialog.earlier.day_field.isVisible()
    dialog.earlier.box.click()
    assert dialog.earlier.day_field.isVisible()
    dialog.earlier.day_field.line.setText("2026-03-02")
    hands.outcome(dialog)
    assert hands.desk.register.reviews[REVIEW].opened == date(2026, 3, 2)


def test_a_late_entry_without_its_day_is_refused(hands: Hands) -> None:
    dialog = hands.show(OpenReview(hands.desk))
    dialog.reference.setText(REVIEW)
    dialog.authority.setText("Chair")
    dialog.earlier.box.click()
    assert "The day it happened" in hands.refused(dialog)
