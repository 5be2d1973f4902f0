"""What the Board keeps as data: every change is an entry with what stood before and what stands now."""

import pytest

from desktop.custody import settings
from desktop.custody.board import CATEGORIES, Kind, Settings, StandingRecipient
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.settings import CopyLimitChanged, KindChanged, ListChanged
from tests.factory import BEGAN, Desk, Facts, a_desk, march, the_settings

BY: Facts = {"authority": "The Chair, 2 March 2026"}


def now(desk: Desk) -> Settings:
    return desk.register.founded.settings


def test_what_the_program_ships_has_the_gates_and_the_kind_kept_apart() -> None:
    kinds = {kind.kind: kind for kind in the_settings().kinds}
    behind_advice = {name for name, kind in kinds.items() if kind.gate == "legal advice"}
    assert behind_advice == {"imr", "health-overview-report", "overview-report"}
    assert [name for name, kind in kinds.items() if kind.gate == "publication"] == ["executive-summary"]
    assert [(name, kind.copied) for name, kind in kinds.items() if kind.apart] == [("coding-schedule", False)]
    assert the_settings().categories == CATEGORIES


def test_a_kind_that_was_added_can_be_taken_into_custody_at_once() -> None:
    desk = a_desk()
    desk.do(settings.add_kind, label="Genogram", many=True, **BY)
    assert now(desk).kinds[-1] == Kind("genogram", "Genogram", many=True)
    assert desk.document(kind="Genogram") == "D-0001"
    assert desk.register.documents["D-0001"].kind == "genogram"


@pytest.mark.parametrize("label", ["Minutes", "MINUTES ", "overview-report", "Overview  Report"])
def test_a_kind_that_there_is_already_is_not_added_again(label: str) -> None:
    with pytest.raises(AlreadyThereError):
        a_desk().do(settings.add_kind, label=label, **BY)


@pytest.mark.parametrize("label", ["", " \u200b ", "!!!", "x" * 121])
def test_a_kind_without_a_usable_label_is_refused(label: str) -> None:
    with pytest.raises(FactMissingError):
        a_desk().do(settings.add_kind, label=label, **BY)


def test_a_kind_kept_apart_is_never_copied_whatever_was_asked_for() -> None:
    desk = a_desk()
    desk.do(settings.add_kind, label="Key to the pseudonyms", apart=True, copied=True, **BY)
    assert (now(desk).kinds[-1].apart, now(desk).kinds[-1].copied) == (True, False)
    with pytest.raises(WrongStateError, match="kept apart"):
        desk.do(settings.change_kind, kind="key-to-the-pseudonyms", copied=True, **BY)


def test_a_changed_kind_keeps_its_short_name_and_its_documents() -> None:
    desk = a_desk()
    document = desk.document(kind="overview-report")
    (event,) = desk.do(settings.change_kind, kind="Overview report", label="Report of the panel", **BY)
    assert isinstance(event, KindChanged)
    assert (event.before.label, event.after.label) == ("Overview report", "Report of the panel")
    assert "from “Overview report”" in event.said()
    assert "to “Report of the panel”" in event.said()
    assert desk.register.founded.kind(desk.register.documents[document].kind).label == "Report of the panel"


def test_a_kind_cannot_take_the_label_of_another() -> None:
    with pytest.raises(AlreadyThereError, match="Minutes"):
        a_desk().do(settings.change_kind, kind="imr", label="minutes", **BY)


def test_a_gate_is_put_before_a_kind_and_taken_away_again() -> None:
    desk = a_desk()
    desk.do(settings.change_kind, kind="chronology", gate="legal advice", **BY)
    assert desk.register.founded.kind("chronology").gate == "legal advice"
    desk.do(settings.change_kind, kind="chronology", gate="none", **BY)
    assert not desk.register.founded.kind("chronology").gate
    with pytest.raises(FactMissingError, match="The gate"):
        desk.do(settings.change_kind, kind="chronology", gate="a locked door", **BY)


def test_a_kind_with_two_current_documents_cannot_become_one_of_which_there_is_one() -> None:
    desk = a_desk()
    desk.document(kind="minutes")
    desk.document(kind="minutes")
    with pytest.raises(AlreadyThereError, match="D-0001"):
        desk.do(settings.change_kind, kind="minutes", many=False, **BY)


def test_a_kind_of_which_copies_have_numbers_cannot_be_put_apart() -> None:
    desk = a_desk()
    desk.copy(desk.document())
    with pytest.raises(WrongStateError, match="copies have numbers"):
        desk.do(settings.change_kind, kind="overview-report", apart=True, **BY)


def test_a_change_that_changes_nothing_is_refused() -> None:
    desk = a_desk()
    founded = desk.register.founded
    unchanged: list[tuple[object, Facts]] = [
        (settings.change_kind, {"kind": "imr"}),
        (settings.change_marking, {"marking": founded.settings.marking}),
        (settings.change_copy_limit, {"number_of_copies": founded.settings.copy_limit}),
        (settings.change_returns, {"returns": founded.returns}),
    ]
    for act, facts in unchanged:
        assert callable(act)
        with pytest.raises(WrongStateError, match="wanted already"):
            desk.do(act, **facts, **BY)


def test_a_category_is_added_and_taken_away_with_both_lists_in_the_entry() -> None:
    desk = a_desk()
    (added,) = desk.do(settings.add_name, names="category", name="School governor", **BY)
    assert isinstance(added, ListChanged)
    assert added.after == (*added.before, "School governor")
    assert "“School governor” was added: there were 7, there are 8." in added.said()
    assert now(desk).categories[-1] == "School governor"
    (gone,) = desk.do(settings.remove_name, names="category", name="school GOVERNOR", **BY)
    assert "“School governor” was taken away" in gone.said()
    assert now(desk).categories == CATEGORIES


def test_a_category_that_is_there_is_not_added_and_one_that_is_not_there_is_not_taken_away() -> None:
    desk = a_desk()
    with pytest.raises(AlreadyThereError):
        desk.do(settings.add_name, names="category", name="PRESS", **BY)
    with pytest.raises(UnknownReferenceError):
        desk.do(settings.remove_name, names="category", name="astrologer", **BY)


def test_the_last_body_stays_on_its_list() -> None:
    desk = a_desk()
    *others, last = now(desk).briefed_bodies
    for name in others:
        desk.do(settings.remove_name, names="briefed body", name=name, **BY)
    with pytest.raises(WrongStateError, match="the last briefed body"):
        desk.do(settings.remove_name, names="briefed body", name=last, **BY)


def test_a_standing_recipient_is_added_and_removed() -> None:
    desk = a_desk()
    before = now(desk).standing_recipients
    desk.do(settings.add_recipient, post="Director of Nursing", agency="Example Health Trust", **BY)
    assert now(desk).standing_recipients == (
        *before,
        StandingRecipient("Director of Nursing", "Example Health Trust"),
    )
    with pytest.raises(AlreadyThereError):
        desk.do(settings.add_recipient, post="director of nursing", agency="EXAMPLE health trust", **BY)
    desk.do(settings.remove_recipient, post="Director of nursing", agency="Example Health Trust", **BY)
    assert now(desk).standing_recipients == before
    with pytest.raises(UnknownReferenceError):
        desk.do(settings.remove_recipient, post="Director of nursing", agency="Example Health Trust", **BY)


def test_a_changed_limit_is_for_documents_taken_in_afterwards() -> None:
    desk = a_desk()
    earlier = desk.document(kind="minutes")
    (event,) = desk.do(settings.change_copy_limit, number_of_copies=3, **BY)
    assert event == CopyLimitChanged(before=20, after=3, **BY)
    later = desk.document(kind="minutes")
    assert [desk.register.documents[name].limit for name in (earlier, later)] == [20, 3]


@pytest.mark.parametrize("number", [-1, 10_001])
def test_a_limit_that_cannot_be_is_refused(number: int) -> None:
    with pytest.raises(FactMissingError):
        a_desk().do(settings.change_copy_limit, number_of_copies=number, **BY)


def test_the_marking_and_the_return_address_are_changed_with_what_they_were() -> None:
    desk = a_desk()
    (marking,) = desk.do(settings.change_marking, marking="  OFFICIAL   SENSITIVE ", **BY)
    assert now(desk).marking == "OFFICIAL SENSITIVE"
    assert "from “OFFICIAL-SENSITIVE” to “OFFICIAL SENSITIVE”" in marking.said()
    (returns,) = desk.do(settings.change_returns, returns="2 Example Street\nExample Town", **BY)
    assert desk.register.founded.returns == "2 Example Street\nExample Town"
    assert "The Administrator" in returns.said()


def test_a_change_needs_the_authority_for_it_and_a_day_on_which_there_was_a_board() -> None:
    with pytest.raises(FactMissingError, match="The authority"):
        a_desk().do(settings.change_marking, marking="OFFICIAL", authority=" ")
    with pytest.raises(ImpossibleDateError, match="founded later"):
        a_desk().do(
            settings.change_marking, march(3), happened=BEGAN.replace(month=1), marking="OFFICIAL", **BY
        )
