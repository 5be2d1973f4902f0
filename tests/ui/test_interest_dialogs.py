"""The dialogs about requests for the executive summary."""

from desktop.ui.dialogs.interest import AnswerInterest, RecordInterest
from tests.ui.hands import Hands


def recorded(hands: Hands) -> AnswerInterest:
    hands.open_review()
    dialog = hands.show(RecordInterest(hands.desk))
    dialog.name.setText("Exampleton Gazette (invented)")
    dialog.reason.setPlainText("Our readers ask")
    assert hands.refused(dialog) == "Fill in: Category."
    dialog.category.choose("press")
    assert hands.outcome(dialog) == "E-0001 is recorded."
    return hands.show(AnswerInterest(hands.desk, hands.desk.register.interest["E-0001"]))


def test_a_request_from_outside_is_recorded_in_the_asker_s_words(hands: Hands) -> None:
    recorded(hands)
    asked = hands.desk.register.interest["E-0001"]
    assert (asked.category, asked.format, asked.reason) == ("press", "paper", "Our readers ask")


def test_an_answer_is_recorded(hands: Hands) -> None:
    dialog = recorded(hands)
    dialog.outcome.choose("waiting for publication")
    assert hands.outcome(dialog) == "E-0001: waiting for publication."


def test_a_declined_request_needs_the_reason(hands: Hands) -> None:
    dialog = recorded(hands)
    dialog.outcome.choose("declined")
    assert hands.refused(dialog).startswith("Why it was declined: nothing was given")
    dialog.why.setPlainText("It is not published")
    assert hands.outcome(dialog) == "E-0001: declined."
