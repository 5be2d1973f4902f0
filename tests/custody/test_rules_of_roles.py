"""Roles: for one review or for all, inside the process or outside it (D1)."""

import json

import pytest

from desktop.custody import package_contents, package_tables, people
from desktop.custody.errors import FactMissingError, UnknownReferenceError, WrongStateError
from tests.factory import REVIEW, Desk, Facts, a_desk, march

OTHER = "SCR-2026-02"
MEMBER: Facts = {"role": "panel member"}


def two_reviews() -> tuple[Desk, str]:
    """Return a desk with two reviews, and somebody whose role ended."""
    desk = a_desk().with_review(OTHER)
    return desk, desk.person(end=march(1))


@pytest.mark.parametrize("role", ["panel member", "Panel Chair", "member of the review panel"])
def test_a_role_on_a_panel_counts_for_that_reviews_documents_alone(role: str) -> None:
    desk, person = two_reviews()
    desk.do(people.give_role, person=person, role=role, review=OTHER.lower())
    found = desk.register.people[person]
    assert [found.authorised(march(2), review) for review in (REVIEW, OTHER)] == [False, True]
    assert found.authorised(march(2))
    assert found.roles[-1].review == OTHER


def test_a_role_on_a_panel_names_the_review_where_there_are_several() -> None:
    desk, person = two_reviews()
    with pytest.raises(FactMissingError, match="there are 2 reviews"):
        desk.do(people.give_role, person=person, **MEMBER)


def test_somebody_may_be_entered_as_a_panel_member_before_the_first_review_is_opened() -> None:
    desk = Desk()
    desk.do(people.add, name="Pat Panel", post="Nurse", agency="Invented Trust", **MEMBER)
    desk.with_review()
    assert desk.register.people["P-0001"].authorised(march(2), REVIEW)


def test_the_overview_panel_is_no_reviews() -> None:
    desk, person = two_reviews()
    desk.do(people.give_role, person=person, role="member of the Overview Panel")
    found = desk.register.people[person]
    assert all(found.authorised(march(2), review) for review in (REVIEW, OTHER))


def test_the_only_review_need_not_be_named() -> None:
    desk = a_desk()
    person = desk.person()
    (event,) = desk.do(people.give_role, person=person, **MEMBER)
    assert event.said() == f"P-0001 was given the role: panel member (review {REVIEW})."


def test_any_other_role_counts_for_every_review_unless_it_names_one() -> None:
    desk, person = two_reviews()
    desk.do(people.give_role, person=person, role="senior representative")
    found = desk.register.people[person]
    assert [found.authorised(march(2), review) for review in (REVIEW, OTHER)] == [True, True]
    with pytest.raises(UnknownReferenceError, match="no review SCR-9"):
        desk.do(people.give_role, person=person, role="author", review="SCR-9")


def test_of_two_memberships_the_one_that_is_named_ends() -> None:
    desk, person = two_reviews()
    for review in (REVIEW, OTHER):
        desk.do(people.give_role, person=person, review=review, **MEMBER)
    with pytest.raises(FactMissingError, match=f"The review.*for {REVIEW}, {OTHER}"):
        desk.do(people.end_role, march(3), person=person, **MEMBER)
    (event,) = desk.do(people.end_role, march(3), person=person, review=OTHER, **MEMBER)
    assert event.said() == f"The role of {person} as panel member (review {OTHER}) ends on 3 March 2026."
    found = desk.register.people[person]
    assert [found.authorised(march(4), review) for review in (REVIEW, OTHER)] == [True, False]
    with pytest.raises(WrongStateError):
        desk.do(people.end_role, march(4), person=person, review=OTHER, **MEMBER)
    desk.do(people.end_role, march(4), person=person, **MEMBER)
    assert not desk.register.people[person].authorised(march(5))


def test_of_a_role_for_all_and_one_for_a_review_the_one_without_a_review_ends_unless_one_is_named() -> None:
    desk, person = two_reviews()
    for review in ("", REVIEW):
        desk.do(people.give_role, person=person, role="author", review=review)
    desk.do(people.end_role, march(3), person=person, role="author")
    found = desk.register.people[person]
    assert [found.authorised(march(4), review) for review in (REVIEW, OTHER)] == [True, False]
    desk.do(people.end_role, march(3), person=person, role="author", review=REVIEW)
    assert not desk.register.people[person].authorised(march(4))


def test_a_panel_is_listed_as_it_stood_on_a_day() -> None:
    desk, person = two_reviews()
    desk.do(people.give_role, person=person, review=REVIEW, start=march(3), end=march(5), **MEMBER)
    representative = desk.person("Sam Invented")

    def listed(review: str, day: int) -> list[str]:
        return [found.person for found in people.panel(desk.register, review, march(day))]

    assert listed(REVIEW, 2) == [representative]
    assert listed(REVIEW.lower(), 5) == [person, representative]
    assert listed(REVIEW, 6) == listed(OTHER, 5) == [representative]


def test_a_role_outside_the_process_is_said_to_be_so() -> None:
    desk, person = two_reviews()
    desk.do(people.give_role, person=person, role="researcher", outside=True)
    found = desk.register.people[person]
    assert found.outside(march(2), REVIEW)
    assert not found.outside(march(1).replace(month=1), REVIEW), "the role before it was inside"


def test_a_package_of_one_review_tells_nothing_of_a_role_on_anothers_panel() -> None:
    desk, _ended = two_reviews()
    person = desk.person()
    for review in (REVIEW, OTHER):
        desk.do(people.give_role, person=person, review=review, **MEMBER)
    desk.agreed(person, desk.document())
    found = package_contents.contents(desk.register, review=REVIEW)
    (people_of_it,) = (noun for noun in package_tables.records(found) if noun.name == "people")
    (held,) = people_of_it.lines.splitlines()
    assert [role["review"] for role in json.loads(held)["roles"]] == ["", REVIEW]
