import pytest

from desktop.custody import access, people
from desktop.custody.errors import (
    AccessEndedError,
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
    WrongStateError,
)
from tests.factory import Facts, a_desk, march


def test_a_request_waits_until_it_is_decided() -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document())
    assert desk.register.requests[request].state == "awaiting decision"


@pytest.mark.parametrize("agreed", [True, False])
def test_a_request_is_decided_once(*, agreed: bool) -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document())
    desk.decide(request, agreed=agreed)
    with pytest.raises(WrongStateError, match="agreed" if agreed else "refused"):
        desk.decide(request, agreed=not agreed)


def test_a_refused_request_is_kept_with_its_reason() -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document())
    (event,) = desk.decide(request, agreed=False)
    decision = desk.register.requests[request].decision
    assert decision is not None
    assert (decision.agreed, decision.by, decision.reason) == (False, "The Chair", "A member of the panel")
    assert event.said() == "R-0001 was refused by The Chair. Reason: A member of the panel."


@pytest.mark.parametrize(("day", "authorised"), [(3, False), (4, True), (5, True), (6, False)])
def test_access_is_agreed_only_to_somebody_authorised_on_the_day(day: int, *, authorised: bool) -> None:
    desk = a_desk()
    request = desk.request(desk.person(start=march(4), end=march(5)), desk.document())
    if authorised:
        desk.decide(request, agreed=True, on=march(day))
        assert desk.register.requests[request].state == "agreed"
    else:
        with pytest.raises(AccessEndedError):
            desk.decide(request, agreed=True, on=march(day))


def test_a_request_of_somebody_not_authorised_can_be_refused() -> None:
    desk = a_desk()
    request = desk.request(desk.person(end=march(1)), desk.document())
    desk.decide(request, agreed=False)
    assert desk.register.requests[request].state == "refused"


def test_a_decision_does_not_come_before_its_request() -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document(), on=march(4))
    with pytest.raises(ImpossibleDateError, match="before the request"):
        desk.decide(request, agreed=True, on=march(3))


def test_a_request_does_not_come_before_the_document() -> None:
    desk = a_desk()
    document = desk.document(on=march(4))
    with pytest.raises(ImpossibleDateError, match="not in custody"):
        desk.request(desk.person(), document, on=march(3))


def test_the_last_day_of_access_may_be_the_day_of_the_decision_but_none_before() -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document())
    with pytest.raises(ImpossibleDateError, match="before the decision"):
        desk.decide(request, agreed=True, until=march(3), on=march(4))
    desk.decide(request, agreed=True, until=march(4), on=march(4))
    assert desk.register.requests[request].state == "agreed"


def test_a_refused_request_has_no_last_day() -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document())
    with pytest.raises(ImpossibleDateError, match="refused request"):
        desk.decide(request, agreed=False, until=march(20))


@pytest.mark.parametrize("missing", ["by", "reason"])
def test_a_decision_says_who_made_it_and_why(missing: str) -> None:
    desk = a_desk()
    request = desk.request(desk.person(), desk.document())
    facts: Facts = {"by": "The Chair", "reason": "A member of the panel", missing: " "}
    with pytest.raises(FactMissingError):
        desk.do(access.decide, request=request, agreed=True, **facts)


def test_a_request_says_its_purpose_and_its_mode() -> None:
    desk = a_desk()
    facts: Facts = {"person": desk.person(), "document": desk.document(), "purpose": "To prepare"}
    with pytest.raises(FactMissingError, match="The purpose"):
        desk.do(access.ask, **{**facts, "purpose": ""}, mode="view")
    with pytest.raises(FactMissingError, match="The mode"):
        desk.do(access.ask, **facts, mode="loud")
    desk.do(access.ask, **facts, mode="Hard copy")
    assert desk.register.requests["R-0001"].mode == "hard-copy"


def test_a_request_names_a_person_and_a_document_of_the_register() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    with pytest.raises(UnknownReferenceError, match="person"):
        desk.request("P-0009", document)
    with pytest.raises(UnknownReferenceError, match="document"):
        desk.request(person, "D-0009")


def test_access_ends_when_the_role_ends() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = desk.agreed(person, document), desk.copy(document)
    desk.do(people.end_role, march(3), person=person, role="senior representative")
    with pytest.raises(AccessEndedError, match="4 March 2026"):
        desk.sign_out(copy, person, request, on=march(4))
    with pytest.raises(AccessEndedError, match="20 March 2026"):
        desk.sign_out(copy, person, request, on=march(3), due=march(20))
    desk.sign_out(copy, person, request, on=march(3), due=march(3))
    assert desk.register.copies[copy].responsible == person
