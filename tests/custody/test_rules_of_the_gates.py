"""What leaves the process of a review, and what must be recorded before (D4, D11)."""

from datetime import date

import pytest

from desktop.custody import access, advice, finding, gates, people, showing
from desktop.custody.disclosure_papers import advice_record
from desktop.custody.errors import (
    AccessEndedError,
    FactMissingError,
    GateClosedError,
    ImpossibleDateError,
    NotAgreedError,
    UnknownReferenceError,
)
from tests.factory import DUE, REVIEW, TODAY, Desk, Facts, a_desk, a_hand, march

ORDER = "Family Court, invented order 12 of 3 March 2026"


def asked(desk: Desk, person: str, document: str, *, under: str = "court order", **facts: str) -> str:
    """Record and agree a request from outside; return it."""
    if under in {"court order", "inquiry"}:
        facts = {"order": ORDER, **facts}
    known: Facts = {"purpose": "Ordered", "mode": "hard-copy", "under": under, **facts}
    desk.do(access.ask, person=person, document=document, **known)
    request = next(reversed(desk.register.requests))
    desk.decide(request, agreed=True)
    return request


def an_outsider(desk: Desk, *, end: date | None = None) -> str:
    """Enter somebody whose only role stands outside the process; return the reference."""
    facts: Facts = {"name": "Sasha Outside", "post": "Researcher", "agency": "Invented University"}
    desk.do(people.add, role="researcher", outside=True, end=end, **facts)
    return next(reversed(desk.register.people))


@pytest.mark.parametrize("kind", ["overview-report", "health-overview-report", "imr"])
def test_a_report_does_not_leave_the_process_before_legal_advice_on_it_is_recorded(kind: str) -> None:
    desk = a_desk()
    document = desk.document(kind, agency="Invented Trust" if kind == "imr" else "")
    with pytest.raises(GateClosedError, match="no legal advice on it is recorded") as refused:
        gates.check(desk.register, document, outside=True, day=TODAY)
    assert document in refused.value.hint
    desk.advise(document)
    gates.check(desk.register, document, outside=True, day=TODAY)


@pytest.mark.parametrize("kind", ["overview-report", "executive-summary"])
def test_no_gate_stands_inside_the_process(kind: str) -> None:
    desk = a_desk()
    document, person = desk.document(kind), desk.person()
    desk.sign_out(desk.copy(document), person, desk.agreed(person, document))


def test_a_kind_without_a_gate_may_leave_the_process_once_access_is_agreed() -> None:
    desk = a_desk()
    document, person = desk.document("minutes"), an_outsider(desk)
    desk.sign_out(desk.copy(document), person, desk.agreed(person, document))


def test_a_decision_agreed_before_the_advice_signs_nothing_out_until_advice_is_recorded() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = asked(desk, person, document), desk.copy(document)
    found = desk.register.requests[request]
    assert found.state == "agreed"
    assert "legal advice" in access.awaited(desk.register, found, TODAY)
    with pytest.raises(GateClosedError):
        desk.sign_out(copy, person, request)
    assert desk.register.copies[copy].responsible == "custodian"
    desk.advise(document, on=march(3))
    assert access.awaited(desk.register, found, march(3)) == ""
    desk.sign_out(copy, person, request, on=march(3))
    assert desk.register.copies[copy].responsible == person


def test_a_sign_out_that_is_entered_late_is_judged_by_the_advice_there_was_on_its_day() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = asked(desk, person, document), desk.copy(document)
    desk.advise(document, on=march(5))
    with pytest.raises(GateClosedError, match="LA-0001 of 5 March 2026"):
        desk.sign_out(copy, person, request, on=march(6), happened=march(4))
    desk.sign_out(copy, person, request, on=march(6), happened=march(5))


def test_back_dated_advice_shows_the_day_it_was_given_and_the_day_it_was_entered() -> None:
    desk = a_desk()
    document = desk.document(on=march(2))
    desk.advise(document, on=march(6), day=march(3))
    found = desk.register.advice_of("la-0001")
    assert (found.day, found.recorded) == (march(3), march(6))
    late = desk.advise(document, on=march(7), happened=march(4))
    assert (desk.register.advice[late].day, desk.register.advice[late].recorded) == (march(4), march(4))


def test_advice_does_not_come_before_the_document_nor_from_a_day_that_lies_ahead() -> None:
    desk = a_desk()
    document = desk.document(on=march(4))
    with pytest.raises(ImpossibleDateError, match="not in custody then"):
        desk.advise(document, on=march(5), day=march(3))
    with pytest.raises(ImpossibleDateError, match="it lies ahead"):
        desk.advise(document, on=march(5), day=march(6))
    assert desk.register.advice == {}


def test_advice_on_one_version_does_not_open_the_gate_for_the_next() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, first = asked(desk, person, document), desk.copy(document)
    desk.advise(document)
    desk.supersede(document, on=march(3))
    second = desk.copy(document, on=march(3))
    with pytest.raises(GateClosedError, match=r"LA-0001 of 2 March 2026 is about D-0001 \(version 1\)"):
        desk.sign_out(second, person, request, on=march(4))
    desk.sign_out(first, person, request, on=march(4))
    desk.advise(document, on=march(4))
    desk.sign_out(second, person, request, on=march(4))


def test_advice_says_whose_it_is_what_was_advised_and_about_what() -> None:
    desk = a_desk()
    facts: Facts = {"about": [desk.document()], "adviser": "Kit Counsel", "gist": "Yes"}
    for missing in ("adviser", "gist"):
        with pytest.raises(FactMissingError):
            desk.do(advice.record, **{**facts, missing: " "})
    with pytest.raises(FactMissingError, match="one document or more"):
        desk.do(advice.record, **{**facts, "about": []})
    with pytest.raises(UnknownReferenceError):
        desk.do(advice.record, **{**facts, "about": ["D-0009"]})


def test_advice_about_a_document_kept_apart_is_recorded_by_itself_and_found_by_no_search() -> None:
    desk = a_desk()
    apart, document = desk.document("coding-schedule"), desk.document()
    with pytest.raises(FactMissingError, match=f"{apart} is kept apart"):
        desk.advise(apart, document)
    desk.advise(apart)
    desk.advise(document)
    found = finding.find(desk.register, "Kit Counsel")
    assert [row.reference for row in found] == ["LA-0002"]
    told = repr(advice_record(desk.register, a_hand(), "LA-0001"))
    assert "a document kept apart" in told
    assert apart not in told


def test_advice_about_several_documents_is_one_entry_that_names_each_once() -> None:
    desk = a_desk()
    first, second = desk.document(), desk.document("imr", agency="Invented Trust")
    (event,) = desk.do(
        advice.record, about=[first, second.lower(), first], adviser="Kit Counsel", gist="Not the names"
    )
    assert event.said() == (
        "LA-0001: legal advice of Kit Counsel, 2 March 2026, about D-0001 (version 1), D-0002 (version 1)."
        " Gist: Not the names"
    )


@pytest.mark.parametrize("under", ["court order", "inquiry"])
def test_a_court_order_or_an_inquiry_without_its_reference_is_refused(under: str) -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="The reference and date of the order"):
        asked(desk, desk.person(), desk.document(), under=under, order=" ")
    assert desk.register.requests == {}


def test_what_access_is_asked_under_is_one_of_those_known() -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="not one of the review, court order"):
        asked(desk, desk.person(), desk.document(), under="curiosity")


@pytest.mark.parametrize("under", ["court order", "inquiry"])
def test_under_an_order_nobody_needs_a_role_but_the_gate_stays(under: str) -> None:
    desk = a_desk()
    person, document = desk.person(end=march(1)), desk.document()
    request, copy = asked(desk, person, document, under=under), desk.copy(document)
    assert desk.register.requests[request].authority == f"{under}, {ORDER}"
    with pytest.raises(GateClosedError):
        desk.sign_out(copy, person, request)
    desk.advise(document)
    desk.sign_out(copy, person, request, due=DUE)
    assert desk.register.copies[copy].responsible == person


@pytest.mark.parametrize("under", ["the review", "legal duty", "other"])
def test_without_an_order_a_role_is_needed(under: str) -> None:
    desk = a_desk()
    person, document = desk.person(end=march(1)), desk.document()
    with pytest.raises(AccessEndedError):
        asked(desk, person, document, under=under)


def test_a_legal_duty_leads_out_of_the_process() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = asked(desk, person, document, under="legal duty")
    with pytest.raises(GateClosedError):
        desk.sign_out(desk.copy(document), person, request)


def test_who_has_a_role_inside_the_process_is_inside_whatever_other_roles_they_have() -> None:
    desk = a_desk()
    person, document = an_outsider(desk), desk.document()
    request, copy = desk.agreed(person, document), desk.copy(document)
    with pytest.raises(GateClosedError):
        desk.sign_out(copy, person, request)
    desk.do(people.give_role, person=person, role="panel member")
    desk.sign_out(copy, person, request)
    assert desk.register.copies[copy].responsible == person


def test_a_view_here_is_of_a_request_to_view_and_stands_among_the_views() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    viewing, copied = desk.agreed(person, document, mode="view"), desk.agreed(person, document)
    (event,) = desk.do(showing.show, request=viewing)
    assert event.said() == "D-0001 (version 1) was shown to P-0001 here, under R-0001."
    (seen,) = desk.register.views
    assert (seen.viewer, seen.how) == ("P-0001 Robin Invented", "here, under R-0001")
    with pytest.raises(NotAgreedError, match="another mode: hard copy"):
        desk.do(showing.show, request=copied)


def test_a_view_here_waits_for_the_gate_and_ends_with_the_role() -> None:
    desk = a_desk()
    document = desk.document()
    outside, inside = an_outsider(desk), desk.person(end=march(5))
    waiting, ending = (desk.agreed(person, document, mode="view") for person in (outside, inside))
    with pytest.raises(GateClosedError):
        desk.do(showing.show, request=waiting)
    desk.do(showing.show, march(5), request=ending)
    with pytest.raises(AccessEndedError, match="6 March 2026"):
        desk.do(showing.show, march(6), request=ending)


def test_a_request_on_somebodys_behalf_says_who_asked() -> None:
    desk = a_desk()
    facts: Facts = {"person": desk.person(), "document": desk.document(), "purpose": "To prepare"}
    (event,) = desk.do(access.ask, mode="view", asked_by="The clerk of the Trust", **facts)
    assert desk.register.requests["R-0001"].asked_by == "The clerk of the Trust"
    assert "through The clerk of the Trust" in event.said()


def test_two_reviews_have_gates_of_their_own() -> None:
    desk = a_desk().with_review("SCR-2026-02")
    first, second = desk.document(), desk.document(review="SCR-2026-02")
    desk.advise(first)
    gates.check(desk.register, first, outside=True, day=TODAY)
    with pytest.raises(GateClosedError, match=second):
        gates.check(desk.register, second, outside=True, day=TODAY)


def test_a_request_of_before_authorities_were_recorded_is_one_of_the_review() -> None:
    desk = a_desk()
    found = desk.register.requests[desk.agreed(desk.person(), desk.document())]
    assert (found.under, found.order, found.ordered) == ("the review", "", False)
    assert not access.outside(desk.register, found, TODAY)


def test_a_panel_member_of_one_review_is_refused_another_reviews_document() -> None:
    desk = a_desk().with_review("SCR-2026-02")
    document, other = desk.document(), desk.document(review="SCR-2026-02")
    member = _panel_member(desk, REVIEW)
    desk.sign_out(desk.copy(document), member, desk.agreed(member, document))
    request = desk.request(member, other)
    with pytest.raises(AccessEndedError, match="for review SCR-2026-02"):
        desk.decide(request, agreed=True)
    desk.decide(request, agreed=False)
    assert desk.register.requests[request].state == "refused"


def test_a_panel_role_that_ends_between_the_decision_and_the_sign_out_ends_access_though_another_lasts() -> (
    None
):
    desk = a_desk().with_review("SCR-2026-02")
    document, member = desk.document(), _panel_member(desk, REVIEW)
    request, copy = desk.agreed(member, document), desk.copy(document)
    desk.do(people.give_role, person=member, role="panel member", review="SCR-2026-02")
    desk.do(people.end_role, march(3), person=member, role="panel member", review=REVIEW)
    with pytest.raises(AccessEndedError, match="4 March 2026"):
        desk.sign_out(copy, member, request, on=march(4), due=march(4))


def test_of_two_overlapping_roles_one_ended_leaves_access_by_the_other() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    desk.do(people.give_role, person=person, role="panel member")
    request, copy = desk.agreed(person, document), desk.copy(document)
    desk.do(people.end_role, march(3), person=person, role="panel member")
    desk.sign_out(copy, person, request, on=march(4))
    assert desk.register.copies[copy].responsible == person


def test_a_sign_out_on_the_day_after_access_ended_is_refused_and_on_its_last_day_is_not() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document, until=march(5))
    first, second = desk.copy(document), desk.copy(document)
    with pytest.raises(NotAgreedError, match="agreed until 5 March 2026"):
        desk.sign_out(first, person, request, on=march(6), due=march(6))
    desk.sign_out(second, person, request, on=march(5), due=march(5))


def _panel_member(desk: Desk, review: str) -> str:
    facts: Facts = {"name": "Pat Panel", "post": "Nurse", "agency": "Invented Trust"}
    desk.do(people.add, role="panel member", review=review, **facts)
    return next(reversed(desk.register.people))
