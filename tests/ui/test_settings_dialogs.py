"""The card of the Board's data and its dialogs: every setting a row, each change with its authority."""

from collections.abc import Iterator

import pytest

from desktop.custody.today import today
from desktop.office import wordings
from desktop.ui.dialogs.settings import (
    AddSetting,
    ChangeCopyLimit,
    ChangeKind,
    ChangeWording,
    RemoveSetting,
    board_data,
)
from desktop.ui.dialogs.wordings import ChangeText, RestoreText
from desktop.ui.screens.board_card import BoardCard
from tests.ui.hands import Hands


@pytest.fixture
def card(hands: Hands) -> Iterator[BoardCard]:
    made = BoardCard(hands.desk)
    hands.qtbot.addWidget(made)
    made.refresh(today(hands.desk.register, hands.desk.today))
    made.show()
    yield made
    made.close()


def test_every_setting_is_a_row(card: BoardCard, hands: Hands) -> None:
    founded = hands.desk.register.founded
    names = [row.name for row in board_data(hands.desk)]
    assert names[:3] == [founded.settings.marking, "20", founded.returns]
    assert {kind.label for kind in founded.settings.kinds} <= set(names)
    assert set(founded.settings.categories) | set(founded.settings.briefed_bodies) <= set(names)
    assert card.model.total == len(names)
    assert "16 kinds of document" in card.standing.text()


@pytest.mark.parametrize(
    ("name", "change", "remove"),
    [
        ("OFFICIAL-SENSITIVE", "", "There is always one; it can be changed."),
        ("Minutes", "", "A kind stays, since documents are of it; it can be changed."),
        ("press", "Take it away, and add what stands in its place.", ""),
        ("Head of Legal Services", "Take it away, and add what stands in its place.", ""),
    ],
)
def test_what_cannot_be_done_with_a_row_is_disabled_and_says_why(
    card: BoardCard, hands: Hands, name: str, change: str, remove: str
) -> None:
    row = next(row for row in board_data(hands.desk) if row.name == name)
    card.table.choose(f"{row.sort} {row.name} {row.known}")
    by_label = {offer.label: button for offer, button in card.buttons}
    assert by_label["Change…"].toolTip() == change
    assert by_label["Take away…"].toolTip() == remove


def test_the_boards_own_wording_takes_the_place_of_the_shipped_one_and_gives_it_back(hands: Hands) -> None:
    desk = hands.desk
    dialog = hands.show(ChangeText(desk, wordings.text(desk.register, "terms-of-loan")))
    dialog.new.setPlainText("Keep it locked away.")
    dialog.authority.setText("The Chair (invented)")
    assert hands.outcome(dialog) == "Terms of loan: version Board 1 is used now."
    own = wordings.text(desk.register, "terms-of-loan")
    assert (own.version, own.text) == ("Board 1", "Keep it locked away.")
    again = hands.show(RestoreText(desk, own))
    again.authority.setText("The Chair (invented)")
    hands.outcome(again)
    assert not wordings.text(desk.register, "terms-of-loan").own


def test_a_kind_is_added_with_its_treatment(hands: Hands) -> None:
    dialog = hands.show(AddSetting(hands.desk))
    assert not dialog.many.isVisible()
    assert hands.refused(dialog) == "Fill in: What is added."
    dialog.sort.choose("kind")
    assert dialog.many.isVisible()
    assert not dialog.agency.isVisible()
    dialog.name.setText("Genogram")
    dialog.many.setChecked(True)
    assert hands.refused(dialog) == "Fill in: Authority."
    dialog.authority.setText("The Chair")
    assert hands.outcome(dialog) == "It is added."
    kind = hands.desk.register.founded.kind("genogram")
    assert (kind.many, kind.copied, kind.apart, kind.gate) == (True, True, False, "")


@pytest.mark.parametrize(
    "sort", ["category", "briefed body", "body of the process", "body told of the conclusion"]
)
def test_a_name_is_added_to_its_list(hands: Hands, sort: str) -> None:
    dialog = hands.show(AddSetting(hands.desk))
    dialog.sort.choose(sort)
    dialog.name.setText("Example Inspectorate")
    dialog.authority.setText("The Chair")
    assert hands.outcome(dialog) == "It is added."
    assert (sort, "Example Inspectorate") in {(row.sort, row.name) for row in board_data(hands.desk)}


def test_a_standing_recipient_needs_an_agency_and_is_taken_away_again(hands: Hands) -> None:
    dialog = hands.show(AddSetting(hands.desk))
    dialog.sort.choose("recipient")
    dialog.name.setText("Director of Nursing")
    dialog.authority.setText("The Chair")
    assert hands.refused(dialog) == "Fill in: Agency."
    dialog.agency.setText("Example Trust")
    hands.outcome(dialog)
    row = next(row for row in board_data(hands.desk) if row.name == "Director of Nursing")
    gone = hands.show(RemoveSetting(hands.desk, row))
    gone.authority.setText("The Chair")
    assert hands.outcome(gone) == "It is taken away."
    assert row not in board_data(hands.desk)


def test_a_kind_is_changed_and_what_is_kept_apart_is_not_copied(hands: Hands) -> None:
    dialog = hands.show(ChangeKind(hands.desk, hands.desk.register.founded.kind("chronology")))
    dialog.authority.setText("The Chair")
    assert "wanted already" in hands.refused(dialog)
    dialog.name.setText("Agency chronology")
    dialog.treatment._apart.setChecked(True)
    assert not dialog.treatment._copied.isEnabled()
    assert hands.outcome(dialog) == "The kind is changed."
    kind = hands.desk.register.founded.kind("chronology")
    assert (kind.label, kind.apart, kind.copied) == ("Agency chronology", True, False)


@pytest.mark.parametrize("at", [0, 2])
def test_the_marking_and_the_return_address_are_changed(hands: Hands, at: int) -> None:
    dialog = hands.show(ChangeWording(hands.desk, board_data(hands.desk)[at]))
    dialog.wording.setPlainText("An invented wording")
    dialog.authority.setText("The Chair")
    assert hands.outcome(dialog) == "It is changed."
    assert board_data(hands.desk)[at].name == "An invented wording"


def test_the_limit_of_copies_is_changed(hands: Hands) -> None:
    dialog = hands.show(ChangeCopyLimit(hands.desk))
    assert dialog.copies.value() == 20
    dialog.copies.setValue(5)
    dialog.authority.setText("The Chair")
    assert hands.outcome(dialog) == "The limit is changed."
    assert hands.desk.register.founded.settings.copy_limit == 5
