"""The dialogs about access: asked, agreed, refused."""

from datetime import timedelta

from desktop.ui.dialogs.requests import DecideRequest, RecordRequest
from tests.ui.hands import Hands


def asked(hands: Hands) -> str:
    hands.open_review()
    person, document = hands.add_person(), hands.take_in()
    dialog = hands.show(RecordRequest(hands.desk, person, document))
    dialog.purpose.setPlainText("To prepare the panel")
    dialog.mode.choose("hard-copy")
    assert hands.outcome(dialog) == "R-0001 is recorded and awaits its decision."
    return "R-0001"


def deciding(hands: Hands) -> DecideRequest:
    dialog = hands.show(DecideRequest(hands.desk, hands.desk.register.requests[asked(hands)]))
    dialog.by.setText("The Chair (invented)")
    dialog.reason.setPlainText("Needed for the meeting")
    return dialog


def test_a_request_is_recorded_for_one_person_and_one_document(hands: Hands) -> None:
    request = hands.desk.register.requests[asked(hands)]
    assert (request.person, request.document, request.mode) == ("P-0001", "D-0001", "hard-copy")


def test_a_request_needs_its_purpose(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(RecordRequest(hands.desk, hands.add_person(), hands.take_in()))
    assert hands.refused(dialog) == "Fill in: For what purpose."
    assert not hands.desk.register.requests


def test_a_request_is_agreed_until_a_day(hands: Hands) -> None:
    dialog = deciding(hands)
    until = hands.desk.today + timedelta(days=30)
    dialog.decision.choose("agreed")
    dialog.until.set_day(until)
    assert hands.outcome(dialog) == "R-0001 is agreed."
    decision = hands.desk.register.requests["R-0001"].decision
    assert decision is not None
    assert decision.until == until


def test_a_request_is_refused_and_kept_and_a_forgotten_last_day_does_not_count(hands: Hands) -> None:
    dialog = deciding(hands)
    dialog.until.set_day(hands.desk.today)
    dialog.decision.choose("refused")
    assert not dialog.until.isVisible()
    assert hands.outcome(dialog) == "R-0001 is refused."
    assert hands.desk.register.requests["R-0001"].state == "refused"


def test_nothing_is_decided_until_agreed_or_refused_was_chosen(hands: Hands) -> None:
    dialog = deciding(hands)
    assert hands.refused(dialog) == "Fill in: Decision."
    assert hands.desk.register.requests["R-0001"].decision is None


def test_a_last_day_before_the_decision_is_refused(hands: Hands) -> None:
    dialog = deciding(hands)
    dialog.decision.choose("agreed")
    dialog.until.set_day(hands.desk.today - timedelta(days=1))
    assert "it lies before the decision" in hands.refused(dialog)
    assert dialog.by.text() == "The Chair (invented)"
