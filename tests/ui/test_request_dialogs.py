"""The dialogs about access: asked, agreed, refused."""

from datetime import timedelta

from desktop.ui.dialogs.requests import DecideRequest, RecordRequest, ViewHere
from desktop.ui.screens.requests import AccessScreen
from tests.ui.hands import WAIT, Hands


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


def ordered(hands: Hands, *, under: str = "court order", mode: str = "view") -> RecordRequest:
    """Fill in a request of somebody without a role in force, under an order."""
    hands.open_review()
    dialog = hands.show(RecordRequest(hands.desk, hands.add_person(), hands.take_in()))
    dialog.purpose.setPlainText("To put it before the court")
    dialog.mode.choose(mode)
    dialog.under.choose(under)
    return dialog


def agreed(hands: Hands, request: str = "R-0001") -> DecideRequest:
    dialog = hands.show(DecideRequest(hands.desk, hands.desk.register.requests[request]))
    dialog.decision.choose("agreed")
    dialog.by.setText("The Chair (invented)")
    dialog.reason.setPlainText("Ordered")
    hands.outcome(dialog)
    return dialog


def test_a_court_order_is_recorded_with_its_reference(hands: Hands) -> None:
    dialog = ordered(hands)
    assert hands.refused(dialog) == "Fill in: Reference and date of the order."
    dialog.order.setText("Family Court, invented order 12 of 3 March 2026")
    dialog.asked_by.setText("The clerk")
    hands.outcome(dialog)
    request = hands.desk.register.requests["R-0001"]
    assert request.authority == "court order, Family Court, invented order 12 of 3 March 2026"
    assert request.asked_by == "The clerk"


def test_what_another_authority_rests_on_may_be_said(hands: Hands) -> None:
    dialog = ordered(hands, under="legal duty")
    assert not dialog.order.isVisible()
    dialog.basis.setText("The section that says so (invented)")
    hands.outcome(dialog)
    assert hands.desk.register.requests["R-0001"].order == "The section that says so (invented)"


def test_an_order_typed_and_then_not_meant_is_not_recorded(hands: Hands) -> None:
    dialog = ordered(hands)
    dialog.order.setText("Typed by mistake")
    dialog.under.choose("the review")
    assert not dialog.order.isVisible()
    assert not dialog.basis.isVisible()
    hands.outcome(dialog)
    assert hands.desk.register.requests["R-0001"].order == ""


def test_an_agreed_request_says_what_it_waits_for(hands: Hands) -> None:
    dialog = ordered(hands)
    dialog.order.setText("Invented order 12 of 3 March 2026")
    hands.outcome(dialog)
    said = agreed(hands).said
    assert said is not None
    assert "no legal advice on it is recorded" in dict(said.facts)["It waits"]
    screen = AccessScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    request = hands.desk.register.requests["R-0001"]
    (view,) = [offer for offer in screen.offers if offer.label == "&View here…"]
    assert "no legal advice" in view.unfit(request)
    assert "no legal advice" in dict(screen.details(request)[1])["It waits"]


def test_a_view_here_is_on_the_record_before_the_pages_open(hands: Hands) -> None:
    dialog = ordered(hands, under="the review")
    hands.outcome(dialog)
    agreed(hands)
    viewing = hands.show(ViewHere(hands.desk, hands.desk.register.requests["R-0001"]))
    hands.submit(viewing)
    assert viewing.pages is not None
    hands.shown(viewing.pages)
    assert viewing.pages.isVisible()
    (seen,) = hands.desk.register.views
    assert (seen.viewer, seen.how) == ("P-0001 Amina Sample", "here, under R-0001")
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)


def test_a_request_for_a_hard_copy_is_not_viewed_here(hands: Hands) -> None:
    dialog = ordered(hands, under="the review", mode="hard-copy")
    hands.outcome(dialog)
    agreed(hands)
    viewing = hands.show(ViewHere(hands.desk, hands.desk.register.requests["R-0001"]))
    assert "asks for another mode: hard copy" in hands.refused(viewing)
    assert hands.desk.register.views == []
