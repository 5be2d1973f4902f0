from collections.abc import Callable

import pytest

from desktop.custody import closed_days, incidents, loans, sheet_codes
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    AccessEndedError,
    FactMissingError,
    ImpossibleDateError,
    NotAgreedError,
    ReviewConcludedError,
    SlipCodeError,
    SlipOfAnotherError,
    StrongroomError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import CUSTODIAN
from tests.factory import TERMS, Desk, Facts, a_desk, march


def take_back(desk: Desk, copy: str, pages: int = 3, *, happened: int | None = None, on: int = 9) -> None:
    day = march(happened) if happened else None
    desk.do(loans.take_back, march(on), happened=day, copy=copy, pages=pages, condition="Good")


def slip_code(desk: Desk, copy: str) -> str:
    loan = desk.register.copies[copy].loan
    assert loan is not None
    return loan.slip_code


def other_person(desk: Desk) -> str:
    return desk.agreed(desk.person("Jo Other"), "D-0001")


def other_document(desk: Desk) -> str:
    return desk.agreed("P-0001", desk.document(edition="redacted"))


def to_view(desk: Desk) -> str:
    return desk.agreed("P-0001", "D-0001", mode="view")


def electronic(desk: Desk) -> str:
    return desk.agreed("P-0001", "D-0001", mode="electronic")


def undecided(desk: Desk) -> str:
    return desk.request("P-0001", "D-0001")


def refused(desk: Desk) -> str:
    request = desk.request("P-0001", "D-0001")
    desk.decide(request, agreed=False)
    return request


def agreed_later(desk: Desk) -> str:
    return desk.agreed("P-0001", "D-0001", on=march(6))


def ended(desk: Desk) -> str:
    return desk.agreed("P-0001", "D-0001", until=march(4))


@pytest.mark.parametrize(
    ("request_of", "why"),
    [
        (other_person, "was made by P-0002"),
        (other_document, "is for D-0002"),
        (to_view, "asks for another mode: view here"),
        (electronic, "asks for another mode: electronic copy"),
        (undecided, "awaits its decision"),
        (refused, "was refused"),
        (agreed_later, "was agreed only on 6 March 2026"),
        (ended, "was agreed until 4 March 2026"),
    ],
)
def test_a_copy_leaves_only_under_a_current_agreed_decision(
    request_of: Callable[[Desk], str], why: str
) -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    copy = desk.copy(document)
    with pytest.raises(NotAgreedError, match=why):
        desk.sign_out(copy, person, request_of(desk), on=march(5))
    assert desk.register.copies[copy].state == CopyState.IN_SAFE


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"copy": "D-0001/9"}, UnknownReferenceError),
        ({"person": "P-0009"}, UnknownReferenceError),
        ({"request": "R-0009"}, UnknownReferenceError),
        ({"due": march(1)}, ImpossibleDateError),
    ],
)
def test_a_sign_out_with_a_wrong_fact_is_refused(change: Facts, error: type[StrongroomError]) -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document)
    facts: Facts = {"copy": desk.copy(document), "person": person, "request": request, "due": march(20)}
    with pytest.raises(error):
        desk.do(loans.sign_out, terms=TERMS, **{**facts, **change})


def test_access_lasts_on_its_last_day_and_the_copy_is_due_by_then() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    request, copy = desk.agreed(person, document, until=march(4)), desk.copy(document)
    with pytest.raises(ImpossibleDateError, match="agreed until 4 March 2026"):
        desk.sign_out(copy, person, request, due=march(5))
    desk.sign_out(copy, person, request, due=march(4), on=march(4))
    assert desk.register.copies[copy].due == march(4)


def test_a_copy_is_not_signed_out_to_somebody_whose_role_has_not_begun() -> None:
    desk = a_desk()
    person, document = desk.person(end=march(3)), desk.document()
    request, copy = desk.agreed(person, document), desk.copy(document)
    with pytest.raises(AccessEndedError):
        desk.sign_out(copy, person, request, on=march(4))


def test_a_copy_whose_pages_name_a_holder_goes_to_nobody_else() -> None:
    desk = a_desk()
    named, other, document = desk.person(), desk.person("Jo Other"), desk.document()
    copy = desk.copy(document, made_for=named)
    with pytest.raises(NotAgreedError, match="its pages name P-0001"):
        desk.sign_out(copy, other, desk.agreed(other, document))
    desk.sign_out(copy, named, desk.agreed(named, document))
    assert desk.register.copies[copy].responsible == named


def test_a_copy_that_is_out_is_not_signed_out_again() -> None:
    desk = a_desk()
    copy = desk.lent()
    with pytest.raises(WrongStateError, match="awaiting signature"):
        desk.sign_out(copy, "P-0001", "R-0001")


def test_nothing_is_signed_out_after_the_conclusion_but_copies_come_back() -> None:
    desk = a_desk()
    copy = desk.lent()
    inside = desk.copy("D-0001")
    desk.conclude(march(3))
    with pytest.raises(ReviewConcludedError):
        desk.sign_out(inside, "P-0001", "R-0001", on=march(4))
    take_back(desk, copy)
    assert desk.register.copies[copy].state == CopyState.IN_SAFE


def test_a_copy_awaits_the_signature_until_the_code_of_its_slip_is_typed() -> None:
    desk = a_desk()
    copy = desk.lent()
    assert desk.register.copies[copy].state == CopyState.AWAITING_SIGNATURE
    desk.do(loans.confirm, march(3), copy=copy, slip_code=slip_code(desk, copy))
    found = desk.register.copies[copy]
    assert (found.state, found.responsible) == (CopyState.SIGNED_OUT, "P-0001")
    assert found.loans[-1].confirmed == march(3)


@pytest.mark.parametrize("typed", [str.lower, sheet_codes.printed, lambda code: f" {' '.join(code)} "])
def test_spaces_hyphens_and_capitals_of_a_slip_code_do_not_matter(typed: Callable[[str], str]) -> None:
    desk = a_desk()
    copy = desk.lent()
    desk.do(loans.confirm, copy=copy, slip_code=typed(slip_code(desk, copy)))
    assert desk.register.copies[copy].state == CopyState.SIGNED_OUT


def test_another_slips_code_does_not_confirm() -> None:
    desk = a_desk()
    copy = desk.lent()
    code = slip_code(desk, copy)
    for wrong in ("", code[:-1], code[::-1], code + "0", ("1" if code[0] != "1" else "2") + code[1:]):
        with pytest.raises(SlipCodeError, match=copy):
            desk.do(loans.confirm, copy=copy, slip_code=wrong)
    assert desk.register.copies[copy].state == CopyState.AWAITING_SIGNATURE


def test_each_loan_has_a_slip_code_of_its_own() -> None:
    desk = a_desk()
    copy = desk.lent()
    first = slip_code(desk, copy)
    take_back(desk, copy)
    desk.sign_out(copy, "P-0001", "R-0001", on=march(10))
    assert slip_code(desk, copy) != first
    with pytest.raises(SlipOfAnotherError, match="an earlier loan of D-0001/1"):
        desk.do(loans.confirm, march(10), copy=copy, slip_code=first)


def test_the_terms_are_kept_as_signed() -> None:
    desk = a_desk()
    copy = desk.copy(desk.document())
    (event,) = desk.sign_out(copy, desk.person(), desk.agreed("P-0001", "D-0001"))
    assert isinstance(event, loans.CopySignedOut)
    assert (event.terms, event.pages) == (TERMS, 3)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_copy_counted_back_whole_is_the_custodians_again(*, confirmed: bool) -> None:
    desk = a_desk()
    copy = desk.lent()
    if confirmed:
        desk.do(loans.confirm, copy=copy, slip_code=slip_code(desk, copy))
    take_back(desk, copy)
    found = desk.register.copies[copy]
    assert (found.state, found.responsible, found.loan) == (CopyState.IN_SAFE, CUSTODIAN, None)
    assert found.loans[-1].returned == march(9)
    assert not desk.register.incidents


@pytest.mark.parametrize("pages", [0, 2, 4])
def test_a_wrong_count_opens_an_incident_and_leaves_the_holder_responsible(pages: int) -> None:
    desk = a_desk()
    copy = desk.lent()
    take_back(desk, copy, pages)
    found = desk.register.copies[copy]
    assert (found.state, found.responsible) == (CopyState.AWAITING_SIGNATURE, "P-0001")
    (incident,) = desk.register.incidents.values()
    assert (incident.matter, incident.about, incident.closed) == ("pages", copy, None)
    assert f"brought back: {pages}; expected: 3" in incident.what


def test_a_miscounted_copy_can_be_brought_back_whole_and_its_incident_stays_to_be_closed() -> None:
    desk = a_desk()
    copy = desk.lent()
    take_back(desk, copy, 2)
    take_back(desk, copy, 3)
    assert desk.register.copies[copy].responsible == CUSTODIAN
    assert desk.register.incidents["I-0001"].closed is None
    desk.do(incidents.close, march(10), incident="I-0001", found="The page lay in another folder")
    assert desk.register.incidents["I-0001"].closed == march(10)


def test_a_return_says_its_condition_and_a_count_that_can_be() -> None:
    desk = a_desk()
    copy = desk.lent()
    with pytest.raises(FactMissingError, match="The condition"):
        desk.do(loans.take_back, copy=copy, pages=3, condition="")
    with pytest.raises(FactMissingError, match="The number of pages"):
        desk.do(loans.take_back, copy=copy, pages=-1, condition="Good")


def test_a_copy_in_the_safe_is_not_taken_back() -> None:
    desk = a_desk()
    with pytest.raises(WrongStateError, match="in safe"):
        take_back(desk, desk.copy(desk.document()))


def test_a_late_entry_keeps_both_times_and_counts_by_the_day_it_happened() -> None:
    desk = a_desk()
    copy = desk.lent()
    take_back(desk, copy, on=9, happened=5)
    assert desk.register.copies[copy].loans[-1].returned == march(5)
    assert b'"happened":"2026-03-05' in desk.rows[-1].body
    assert b'"recorded":"2026-03-09' in desk.rows[-1].body


def test_a_late_entry_does_not_lie_before_the_last_movement() -> None:
    desk = a_desk()
    copy = desk.lent(on=march(4))
    with pytest.raises(ImpossibleDateError, match="was moved on 4 March 2026"):
        take_back(desk, copy, on=9, happened=3)


def test_nothing_happens_after_it_is_entered() -> None:
    desk = a_desk()
    copy = desk.lent()
    with pytest.raises(ImpossibleDateError, match="ahead of this entry"):
        take_back(desk, copy, on=9, happened=10)


def test_a_late_sign_out_needs_a_decision_that_was_current_when_it_happened() -> None:
    desk = a_desk()
    person, document = desk.person(), desk.document()
    copy = desk.copy(document)
    request = desk.agreed(person, document, on=march(4))
    with pytest.raises(NotAgreedError, match="agreed only on 4 March"):
        desk.sign_out(copy, person, request, on=march(6), happened=march(3))


def test_a_copy_is_overdue_from_the_day_after_it_was_due() -> None:
    desk = a_desk()
    copy = desk.register.copies[desk.lent()]
    late = [closed_days.overdue(desk.register, copy, march(day)) for day in (19, 20, 21)]
    assert late == [False, False, True]


def test_a_return_does_not_lie_before_an_earlier_count_of_the_same_copy() -> None:
    desk = a_desk()
    copy = desk.lent()
    take_back(desk, copy, 2, on=9)
    with pytest.raises(ImpossibleDateError):
        take_back(desk, copy, 3, on=10, happened=5)
