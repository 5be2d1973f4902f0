"""The dialogs and pages about disclosure: advice, and each step to a publication."""

from datetime import timedelta

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtWidgets import QLabel

from desktop.custody import publication
from desktop.office import take_in
from desktop.ui.dialogs.disclosure import (
    AdviceForm,
    BriefBodies,
    CheckAnonymisation,
    ConsiderProceedings,
    DecideToPublish,
    PublicationForm,
    Publish,
    RecordAdvice,
    Withdraw,
)
from desktop.ui.screens.disclosure import DisclosureScreen, PublicationScreen
from desktop.ui.screens.screen import Screen
from tests.ui.hands import REVIEW, Hands, pdf


def decided(hands: Hands) -> None:
    """Open a review, take its summary in, and record the Board's decision by the dialog."""
    hands.open_review()
    hands.take_in(kind="executive-summary")
    dialog = hands.show(DecideToPublish(hands.desk, REVIEW))
    dialog.by.setText("The Board, minute 7")
    assert "decided on" in hands.outcome(dialog)


def brief_all(hands: Hands) -> None:
    dialog = hands.show(BriefBodies(hands.desk, REVIEW))
    assert len(dialog.bodies.values()) == len(hands.desk.register.founded.settings.briefed_bodies)
    assert hands.outcome(dialog).endswith("bodies are on the record now.")


def published(hands: Hands) -> None:
    decided(hands)
    considering = hands.show(ConsiderProceedings(hands.desk, REVIEW))
    considering.by.setText("The panel")
    considering.gist.setPlainText("There are none")
    hands.outcome(considering)
    brief_all(hands)
    checking = hands.show(CheckAnonymisation(hands.desk, REVIEW))
    checking.by.setText("Kit Checker")
    hands.outcome(checking)
    assert checking.said is not None
    assert checking.said.next == "Nothing is missing: it may be published."
    publishing = hands.show(Publish(hands.desk, REVIEW))
    publishing.where.setText("The website (invented)")
    assert "was published on" in hands.outcome(publishing)


def pages(hands: Hands) -> DisclosureScreen:
    screen = DisclosureScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    return screen


def on_publication(screen: DisclosureScreen) -> Screen:
    """Turn to the page on publication."""
    found = next(known for _page, known in screen.screens if isinstance(known, PublicationScreen))
    screen.setCurrentWidget(found)
    return found


def offers(screen: Screen) -> dict[str, str]:
    """Return each offer with why it does not fit the chosen row."""
    row = screen.table.chosen_row()
    return {offer.label.replace("&", "").rstrip("…"): offer.unfit(row) for offer in screen.offers}


def test_a_summary_is_published_step_by_step(hands: Hands) -> None:
    published(hands)
    found = publication.standing(hands.desk.register, REVIEW)
    assert found is not None
    assert found.state == "published"


def test_publishing_too_early_names_what_is_missing_and_keeps_what_was_typed(hands: Hands) -> None:
    decided(hands)
    dialog = hands.show(Publish(hands.desk, REVIEW))
    dialog.where.setText("The website")
    told = hands.refused(dialog)
    bodies = hands.desk.register.founded.settings.briefed_bodies
    assert all(f"{body} has not been briefed" in told for body in bodies)
    assert dialog.where.text() == "The website"


def test_a_body_that_need_not_be_told_needs_a_reason_and_no_day(hands: Hands) -> None:
    decided(hands)
    dialog = hands.show(BriefBodies(hands.desk, REVIEW))
    dialog.bodies.tick(["Ofsted"])
    dialog.how.choose("not needed")
    assert not dialog.day.isVisible()
    assert hands.refused(dialog) == "Fill in: Why not."
    dialog.why.setPlainText("Not concerned")
    assert "need not be briefed" in hands.outcome(dialog)
    again = hands.show(BriefBodies(hands.desk, REVIEW))
    assert "Ofsted" not in again.bodies.values()
    assert "Ofsted: Need not be: Not concerned" in [
        again.bodies.item(at).text() for at in range(again.bodies.count())
    ]


def test_a_further_body_is_told_alone(hands: Hands) -> None:
    decided(hands)
    dialog = hands.show(BriefBodies(hands.desk, REVIEW))
    dialog.bodies.tick([])
    assert "The body" in hands.refused(dialog)
    dialog.other.setText("An invented body")
    assert "An invented body was briefed" in hands.outcome(dialog)


def test_what_is_published_is_decided_on_again_only_as_a_corrected_version(hands: Hands) -> None:
    published(hands)
    whole = pages(hands)
    screen = on_publication(whole)
    assert (
        offers(screen)["Decide to publish"]
        == "It is published; to publish a corrected version, take that in first."
    )
    file = pdf(hands.folder / "corrected.pdf", 2)
    office = hands.desk.office
    hands.finish(take_in.supersede(office, file, document="D-0001", reason="A name was found"))
    assert offers(screen)["Decide to publish"] == ""


def test_a_publication_is_withdrawn_with_its_reason(hands: Hands) -> None:
    published(hands)
    dialog = hands.show(Withdraw(hands.desk, REVIEW))
    dialog.why.setPlainText("A name was found")
    assert "was withdrawn on" in hands.outcome(dialog)
    whole = pages(hands)
    screen = on_publication(whole)
    assert screen.model.rowCount() == 1
    assert offers(screen)["Withdraw"] == "There is nothing to withdraw."
    assert offers(screen)["Publish"] == "Record the Board's decision first."


def test_the_page_offers_the_step_that_is_next_and_says_why_others_are_not(hands: Hands) -> None:
    hands.open_review()
    whole = pages(hands)
    screen = on_publication(whole)
    assert offers(screen)["Decide to publish"] == "Take the anonymised executive summary into custody first."
    assert offers(screen)["Proceedings"] == "Record the Board's decision first."
    hands.take_in(kind="executive-summary")
    assert offers(screen)["Decide to publish"] == ""
    dialog = hands.show(DecideToPublish(hands.desk, REVIEW))
    told = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Only the executive summary is published." in told
    dialog.by.setText("The Board, minute 7")
    hands.outcome(dialog)
    assert offers(screen)["Decide to publish"] == "It is decided: go on with what is missing."
    assert offers(screen)["Proceedings"] == ""
    missing = 2 + len(hands.desk.register.founded.settings.briefed_bodies)
    assert offers(screen)["Publish"] == f"{missing} conditions missing: see the details."
    title, facts = screen.details(screen.table.chosen_row())
    assert title == REVIEW
    assert "Ofsted has not been briefed." in dict(facts)["Still missing"]


def test_advice_is_recorded_about_the_ticked_documents_with_its_own_day(hands: Hands) -> None:
    hands.open_review()
    document = hands.take_in()
    dialog = hands.show(RecordAdvice(hands.desk, document))
    assert dialog.about.values() == [document]
    assert not dialog.earlier.isVisible()
    dialog.adviser.setText("Kit Counsel")
    dialog.gist.setPlainText("It may be shown")
    tomorrow = hands.desk.today + timedelta(days=1)
    dialog.day.set_day(tomorrow)
    assert "it lies ahead" in hands.refused(dialog)
    dialog.day.set_day(hands.desk.today)
    assert hands.outcome(dialog) == "LA-0001 is recorded."
    assert hands.desk.register.advice["LA-0001"].day == hands.desk.today


def test_a_reference_is_revealed_on_its_own_page(hands: Hands) -> None:
    hands.open_review()
    dialog = hands.show(RecordAdvice(hands.desk, hands.take_in()))
    dialog.adviser.setText("Kit Counsel")
    dialog.gist.setPlainText("It may be shown")
    hands.outcome(dialog)
    screen = pages(hands)
    screen.reveal("LA-0001")
    shown = screen.screens[screen.currentIndex()][1]
    assert shown.title == "Legal advice"
    assert shown.table.chosen_row().advice == "LA-0001"
    screen.reveal(REVIEW)
    assert screen.screens[screen.currentIndex()][1].title == "Publication"


@pytest.mark.parametrize("paper", ["advice", "publication"])
def test_the_record_for_signature_is_one_page_in_the_folder(hands: Hands, paper: str) -> None:
    decided(hands)
    advising = hands.show(RecordAdvice(hands.desk, "D-0001"))
    advising.adviser.setText("Kit Counsel")
    advising.gist.setPlainText("It may be shown")
    hands.outcome(advising)
    known = {"advice": (AdviceForm, "LA-0001"), "publication": (PublicationForm, REVIEW)}
    kind, about = known[paper]
    dialog = hands.show(kind(hands.desk, about))
    dialog.folder.set_path(hands.folder / "signed")
    assert hands.outcome(dialog).startswith("Saved: ")
    (file,) = (hands.folder / "signed").iterdir()
    with PdfDocument(file) as pdf:
        assert len(pdf) == 1
