"""The children of a review: known by a code, with the dates that what is kept is counted from (E1)."""

from datetime import date

import pytest

from desktop.custody import children
from desktop.custody.children import Child
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
)
from tests.factory import REVIEW, Desk, Facts, a_desk, march

LEAP_DAY = date(2012, 2, 29)


def known(desk: Desk) -> list[Child]:
    return list(desk.register.reviews[REVIEW].children)


def with_children(*codes: str) -> Desk:
    desk = a_desk()
    for code in codes:
        desk.do(children.add, review=REVIEW, code=code, born=LEAP_DAY)
    return desk


def corrected(desk: Desk, child: str, **changes: object) -> None:
    found = children.of(desk.register.reviews[REVIEW], child)
    facts: Facts = {
        "code": found.code,
        "born": found.born,
        "died": found.died,
        "relation": found.relation,
        "in_custody": found.in_custody,
        "why": "The certificate came",
        "authority": "The Chair",
        **changes,
    }
    desk.do(children.correct, review=REVIEW, child=child, **facts)


def test_a_child_stands_in_its_review_with_what_is_known_of_it() -> None:
    desk = a_desk()
    desk.do(
        children.add, review=REVIEW.lower(), code="child a", born=LEAP_DAY, died=march(1), in_custody=True
    )
    desk.do(children.add, review=REVIEW, code="Sibling 2", relation="Sibling")
    assert known(desk) == [
        Child("Child A", LEAP_DAY, march(1), "subject", in_custody=True),
        Child("Sibling 2", None, None, "sibling"),
    ]


@pytest.mark.parametrize("code", ["Child A", "A", "B1", "sibling 12", "Young person C", "ChildA", "7"])
def test_a_short_code_is_taken(code: str) -> None:
    desk = with_children(code)
    assert known(desk)[0].code == children.of(desk.register.reviews[REVIEW], known(desk)[0].code).code


@pytest.mark.parametrize("code", ["", "Amy", "Jo", "Child", "Child Amy", "A B", "Baby P.", "1234"])
def test_what_could_be_a_name_is_no_code(code: str) -> None:
    with pytest.raises(FactMissingError, match="The code"):
        with_children(code)


def test_one_code_means_one_child_of_a_review() -> None:
    with pytest.raises(AlreadyThereError, match="Child A"):
        with_children("Child A", "child a")


def test_the_same_code_may_be_used_in_another_review() -> None:
    desk = with_children("Child A").with_review("SCR-2026-02")
    desk.do(children.add, review="SCR-2026-02", code="Child A")
    assert len(desk.register.reviews["SCR-2026-02"].children) == 1


def test_a_child_does_not_die_before_it_is_born_and_may_die_on_that_day() -> None:
    desk = a_desk()
    with pytest.raises(ImpossibleDateError, match="it lies before the birth"):
        desk.do(children.add, review=REVIEW, code="A", born=march(2), died=march(1))
    desk.do(children.add, review=REVIEW, code="A", born=march(2), died=march(2))


@pytest.mark.parametrize("what", ["born", "died"])
def test_no_date_of_a_child_lies_ahead_or_in_another_age(what: str) -> None:
    for day in (march(3), date(206, 3, 2), date(1899, 12, 31)):
        with pytest.raises(ImpossibleDateError, match="The date of"):
            a_desk().do(children.add, review=REVIEW, code="A", **{what: day})


def test_a_child_who_died_in_custody_has_a_date_of_death() -> None:
    with pytest.raises(FactMissingError, match="The date of death"):
        a_desk().do(children.add, review=REVIEW, code="A", in_custody=True)


def test_what_was_entered_is_put_right_in_its_place() -> None:
    desk = with_children("Child A", "Child B")
    corrected(desk, "child a", code="Child C", died=march(1), relation="sibling")
    assert known(desk) == [Child("Child C", LEAP_DAY, march(1), "sibling"), Child("Child B", LEAP_DAY)]


def test_a_date_that_turns_out_unknown_is_taken_away() -> None:
    desk = with_children("Child A")
    corrected(desk, "Child A", born=None)
    assert known(desk)[0].born is None


def test_a_correction_changes_something_and_keeps_every_rule() -> None:
    desk = with_children("Child A", "Child B")
    with pytest.raises(FactMissingError, match="stands there already"):
        corrected(desk, "Child A")
    with pytest.raises(AlreadyThereError, match="Child B"):
        corrected(desk, "Child A", code="Child B")
    with pytest.raises(ImpossibleDateError, match="before the birth"):
        corrected(desk, "Child A", died=date(2012, 2, 28))
    for fact in ("why", "authority"):
        with pytest.raises(FactMissingError):
            corrected(desk, "Child A", died=march(1), **{fact: " "})


def test_a_child_entered_by_mistake_is_struck_out_and_its_code_is_free_again() -> None:
    desk = with_children("Child A")
    facts: Facts = {"why": "Of another review", "authority": "The Chair"}
    desk.do(children.strike_out, review=REVIEW, child="Child A", **facts)
    assert known(desk) == []
    with pytest.raises(UnknownReferenceError, match="Child A"):
        desk.do(children.strike_out, review=REVIEW, child="Child A", **facts)
    desk.do(children.add, review=REVIEW, code="Child A")


def test_a_date_that_comes_to_light_after_the_conclusion_is_still_entered() -> None:
    desk = a_desk()
    desk.do(children.add, review=REVIEW, code="Child A")
    desk.conclude(march(5))
    corrected(desk, "Child A", born=LEAP_DAY)
    assert known(desk)[0].born == LEAP_DAY


def test_what_is_told_of_a_child_holds_no_date_of_it() -> None:
    desk = a_desk()
    (event,) = desk.do(children.add, review=REVIEW, code="Child A", born=LEAP_DAY, died=march(1))
    assert event.said() == f"Child A (subject; date of birth known, died) was entered for review {REVIEW}."
