import pytest

from desktop.custody import conclusion, people, reviews
from desktop.custody.errors import (
    AccessEndedError,
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.people import Contact
from tests.factory import REVIEW, Desk, Facts, a_desk, a_hand, march


def test_a_review_is_found_by_its_reference_whatever_its_capitals() -> None:
    assert a_desk().register.review(" scr-2026-01 ").review == REVIEW


def test_a_second_review_of_the_same_reference_is_refused() -> None:
    with pytest.raises(AlreadyThereError, match=REVIEW):
        a_desk().with_review(REVIEW.lower())


@pytest.mark.parametrize("reference", ["D-0001", "p-0001", "LE-0012", "D-0001/1"])
def test_a_review_does_not_take_a_reference_that_the_program_gives(reference: str) -> None:
    with pytest.raises(FactMissingError, match="looks like one that the program gives"):
        Desk().with_review(reference)


@pytest.mark.parametrize("reference", ["", " ", "-1", "SCR\n1", "x" * 41, "Kind\u202e", "SCR—1"])
def test_a_reference_that_could_not_be_typed_again_is_refused(reference: str) -> None:
    with pytest.raises(FactMissingError, match="The review's reference"):
        Desk().with_review(reference)


@pytest.mark.parametrize("dated", ["notified", "decided"])
def test_a_review_is_not_notified_or_decided_in_the_future(dated: str) -> None:
    with pytest.raises(ImpossibleDateError, match="it lies ahead"):
        Desk().do(reviews.open_review, reference=REVIEW, authority="The Chair", **{dated: march(3)})


def test_a_review_is_not_decided_before_its_notification() -> None:
    dated = {"notified": march(2), "decided": march(1)}
    with pytest.raises(ImpossibleDateError, match="before the notification"):
        Desk().do(reviews.open_review, reference=REVIEW, authority="The Chair", **dated)


def test_a_review_may_be_notified_decided_and_opened_on_one_day() -> None:
    desk = Desk()
    dated = {"notified": march(2), "decided": march(2)}
    desk.do(reviews.open_review, march(2), reference=REVIEW, authority="The Chair", **dated)
    assert desk.register.review(REVIEW).decided == march(2)


def test_a_review_needs_an_authority_to_be_opened_and_to_be_concluded() -> None:
    with pytest.raises(FactMissingError, match="The authority"):
        Desk().do(reviews.open_review, reference=REVIEW, authority=" ")
    with pytest.raises(FactMissingError, match="The authority"):
        a_desk().ready_to_conclude().do(conclusion.conclude, review=REVIEW, authority="")


def test_a_review_is_concluded_once() -> None:
    desk = a_desk()
    desk.conclude(march(5))
    assert desk.register.review(REVIEW).concluded == march(5)
    with pytest.raises(ReviewConcludedError, match="5 March 2026"):
        desk.do(conclusion.conclude, march(6), review=REVIEW, authority="The Board")


def test_a_review_is_not_concluded_before_it_was_opened() -> None:
    desk = Desk(a_hand(march(1))).with_review(on=march(4)).ready_to_conclude(on=march(4))
    with pytest.raises(ImpossibleDateError, match="opened later"):
        desk.do(conclusion.conclude, march(5), happened=march(3), review=REVIEW, authority="The Board")


def test_a_person_is_authorised_on_the_first_and_the_last_day_of_a_role_and_on_no_other() -> None:
    desk = a_desk()
    person = desk.register.people[desk.person(start=march(3), end=march(5))]
    for day in (march(3), march(4), march(5)):
        people.authorised(person, day, REVIEW)
    for day in (march(2), march(6)):
        with pytest.raises(AccessEndedError, match="Robin Invented"):
            people.authorised(person, day, REVIEW)


def test_a_role_without_days_is_always_in_force() -> None:
    desk = a_desk()
    assert desk.register.people[desk.person()].authorised(march(31))


def test_a_role_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ImpossibleDateError, match="before the first"):
        a_desk().person(start=march(5), end=march(4))


def test_a_person_whose_one_role_ended_may_stay_authorised_by_another() -> None:
    desk = a_desk()
    person = desk.person(end=march(3))
    desk.do(people.give_role, person=person, role="panel member", start=march(5))
    held = desk.register.people[person]
    assert [held.authorised(march(day)) for day in (3, 4, 5)] == [True, False, True]


def test_a_role_is_ended_on_the_day_of_the_act_unless_another_is_given() -> None:
    desk = a_desk()
    person = desk.person()
    desk.do(people.end_role, march(4), person=person, role="Senior Representative")
    assert desk.register.people[person].authorised(march(4))
    assert not desk.register.people[person].authorised(march(5))


def test_a_role_that_ended_is_not_ended_again() -> None:
    desk = a_desk()
    person = desk.person(end=march(3))
    with pytest.raises(WrongStateError, match="not in force"):
        desk.do(people.end_role, march(4), person=person, role="senior representative")


def test_a_role_is_not_ended_before_it_began() -> None:
    desk = a_desk()
    person = desk.person(start=march(3))
    with pytest.raises((ImpossibleDateError, WrongStateError)):
        desk.do(people.end_role, march(4), person=person, role="senior representative", end=march(2))


@pytest.mark.parametrize("missing", ["name", "post", "agency", "role"])
def test_a_person_is_entered_with_name_post_agency_and_role(missing: str) -> None:
    facts: Facts = {"name": "Robin Invented", "post": "Head", "agency": "Trust", "role": "member"}
    with pytest.raises(FactMissingError, match=f"The {missing}"):
        a_desk().do(people.add, **{**facts, missing: " \t"})


def test_how_a_person_is_reached_can_be_changed() -> None:
    desk = a_desk()
    person = desk.person()
    contact = Contact(telephone="01632 960 001", out_of_hours="01632 960 002")
    desk.do(people.change_contact, person=person.lower(), contact=contact)
    assert desk.register.people[person].contact == contact


def test_a_contact_that_cannot_be_written_is_refused() -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="The out of hours"):
        desk.do(people.change_contact, person=desk.person(), contact=Contact(out_of_hours="\ud800"))


def test_a_title_says_name_post_and_agency_once_each() -> None:
    desk = a_desk()
    facts: Facts = {"name": "Ofsted", "post": "Ofsted", "agency": "Ofsted", "role": "standing recipient"}
    desk.do(people.add, **facts)
    assert desk.register.people["P-0001"].title == "Ofsted"


@pytest.mark.parametrize("noun", ["review", "person", "document", "request", "copy", "incident"])
def test_a_reference_that_stands_nowhere_is_named(noun: str) -> None:
    with pytest.raises(UnknownReferenceError, match=rf"no {noun} X-9\\u000a"):
        getattr(a_desk().register, noun)("X-9\n")


def test_a_review_is_not_concluded_before_its_last_copy_left() -> None:
    desk = a_desk()
    desk.ready_to_conclude(on=march(2)).lent(on=march(4))
    with pytest.raises(ImpossibleDateError):
        desk.do(conclusion.conclude, march(6), happened=march(3), review=REVIEW, authority="The Board")


def test_ending_a_role_leaves_one_of_the_same_name_that_begins_later() -> None:
    desk = a_desk()
    person = desk.person(end=march(20))
    desk.do(people.give_role, person=person, role="senior representative", start=march(25))
    desk.do(people.end_role, march(4), person=person, role="senior representative")
    roles = desk.register.people[person].roles
    assert [(role.start, role.end) for role in roles] == [(None, march(4)), (march(25), None)]


def test_a_role_that_begins_later_does_not_hide_the_one_in_force() -> None:
    desk = a_desk()
    person = desk.person(start=march(25))
    desk.do(people.give_role, person=person, role="senior representative", start=march(1))
    desk.do(people.end_role, march(4), person=person, role="senior representative")
    roles = desk.register.people[person].roles
    assert [(role.start, role.end) for role in roles] == [(march(25), None), (march(1), march(4))]


def test_how_a_person_is_reached_is_kept_without_white_space_at_its_ends() -> None:
    desk = a_desk()
    person = desk.person()
    desk.do(people.change_contact, person=person, contact=Contact(telephone=" 01632 960 001\n"))
    assert desk.register.people[person].contact.telephone == "01632 960 001"


def test_the_standing_recipients_come_once_and_may_be_granted_access_at_once() -> None:
    desk = a_desk()
    first = desk.person()
    desk.do(people.add_standing)
    posts = [recipient.post for recipient in desk.register.founded.settings.standing_recipients]
    added = [person for person in desk.register.people.values() if person.person != first]
    assert [person.post for person in added] == posts
    assert [person.person for person in added] == ["P-0002", "P-0003", "P-0004"]
    assert all(person.authorised(march(2)) for person in added)
    assert desk.do(people.add_standing) == []
