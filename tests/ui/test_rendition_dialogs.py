"""The dialogs about renditions and limits, and what the screen of documents says of them."""

from pathlib import Path

import pytest

from desktop.custody import observations
from desktop.custody.documents import Document
from desktop.office import take_in
from desktop.office.take_in import Accession
from desktop.ui.dialogs.renditions import AttachRendition, ChangeLimit, CompareRendition, MakeRendition
from desktop.ui.dialogs.viewing import ViewDocument
from desktop.ui.screens.documents import DocumentsScreen
from tests.paper.picture_files import tiff
from tests.ui.hands import REVIEW, Hands, pdf


@pytest.fixture
def scan(hands: Hands, tmp_path: Path) -> Document:
    """A scan of two pages in custody."""
    hands.open_review()
    file = tmp_path / "scan.tif"
    file.write_bytes(tiff(2))
    done = hands.finish(take_in.take_in(hands.desk.office, file, Accession(REVIEW, "minutes", "identified")))
    return hands.desk.register.documents[done.document]


def now(hands: Hands, document: Document) -> Document:
    return hands.desk.register.documents[document.document]


def test_a_rendition_is_made_viewed_and_compared(hands: Hands, scan: Document) -> None:
    dialog = hands.show(MakeRendition(hands.desk, scan))
    assert hands.outcome(dialog).startswith("Rendition 1 was made by Strongroom")
    assert dialog.said is not None
    assert [label for label, _then in dialog.said.follow] == ["&View it…", "&Compared…"]
    viewed = hands.show(ViewDocument(hands.desk, now(hands, scan)))
    viewed.purpose.setPlainText("To compare")
    hands.submit(viewed)
    assert viewed.pages is not None
    hands.shown(viewed.pages)
    assert viewed.pages.number.maximum() == 2
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs)
    compared = hands.show(CompareRendition(hands.desk, now(hands, scan)))
    assert hands.refused(compared) == "Fill in: Compared with the original by."
    compared.checked_by.setText("Robin Invented")
    assert hands.outcome(compared) == "The comparison is recorded."
    assert now(hands, scan).current.renditions[-1].checked_by == "Robin Invented"


def test_a_pdf_is_attached_with_who_compared_it(hands: Hands, scan: Document, tmp_path: Path) -> None:
    dialog = hands.show(AttachRendition(hands.desk, scan))
    assert hands.refused(dialog) == "Fill in: PDF."
    dialog.file.set_path(pdf(tmp_path / "made.pdf", 2))
    dialog.checked_by.setText("Robin Invented")
    assert hands.outcome(dialog) == "Rendition 1 is attached."
    assert dialog.said is not None
    assert [label for label, _then in dialog.said.follow] == ["&View it…"]


def test_what_needs_no_rendition_is_refused(hands: Hands) -> None:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in()]
    assert "viewed and printed itself" in hands.refused(hands.show(MakeRendition(hands.desk, document)))


def test_the_limit_is_changed_with_authority_and_reason(hands: Hands) -> None:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in()]
    dialog = hands.show(ChangeLimit(hands.desk, document))
    assert dialog.copies.value() == document.limit
    dialog.copies.setValue(3)
    assert hands.refused(dialog) == "Fill in: Authority."
    dialog.authority.setText("The Chair")
    dialog.reason.setPlainText("The panel is small")
    assert hands.outcome(dialog) == "Of D-0001 3 copies may be made."
    assert now(hands, document).limit == 3


def test_the_screen_offers_what_fits_and_says_who_viewed_a_document(hands: Hands, scan: Document) -> None:
    screen = DocumentsScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.show()
    rare = {offer.label: action for offer, action in screen._rare}
    assert rare["Make a rendition…"].isEnabled()
    assert not rare["Rendition compared…"].isEnabled()
    assert rare["Rendition compared…"].toolTip() == "There is no rendition."
    facts = {"document": scan.document, "purpose": "To prepare the meeting", "how": "in the window"}
    for _view in range(7):
        hands.do(observations.view, **facts)
    told = dict(screen.details(scan)[1])
    assert told["Viewed by"].count("To prepare the meeting") == 5
    assert told["Viewed by"].endswith("and 2 earlier: see the ledger")
