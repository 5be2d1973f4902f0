"""Submissions, third-party health information, agencies' plans and electronic copies, by the rules alone."""

from datetime import date

import pytest

from desktop.custody import (
    advice,
    agency_plans,
    electronic,
    health,
    interest,
    loans,
    numbers,
    reviews,
    settings,
    sheet_codes,
    submissions,
)
from desktop.custody.copies import CopyState
from desktop.custody.electronic import ElectronicCopySent
from desktop.custody.errors import (
    AccessEndedError,
    EditionRefusedError,
    ElectronicSlipError,
    FactMissingError,
    GateClosedError,
    ImpossibleDateError,
    LimitReachedError,
    NotAgreedError,
    ReceiptCodeError,
    RuleError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.finding import Index
from desktop.custody.marks import page_code
from tests.factory import DUE, REVIEW, TERMS, TODAY, Desk, Facts, a_desk, march

SHA = "ab" * 32


def ordered(desk: Desk, *, mode: str = "electronic", until: date | None = None) -> Facts:
    """Return what is sent to somebody who may have it."""
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document, mode=mode, until=until)
    return {"document": document, "person": person, "request": request, "due": DUE, "terms": TERMS}


def begun(desk: Desk) -> str:
    """Order an electronic copy; return its reference."""
    desk.do(electronic.begin, **ordered(desk))
    return next(reversed(desk.register.copies))


def sent(desk: Desk) -> str:
    copy = begun(desk)
    desk.do(electronic.sent, copy=copy, pages=3, sha256=SHA, size=1000)
    return copy


def test_an_electronic_copy_takes_the_next_number_and_names_one_person() -> None:
    desk = a_desk()
    facts = ordered(desk)
    desk.copy(facts["document"])
    desk.do(electronic.begin, **facts)
    copy = desk.register.copies["D-0001/2"]
    assert (copy.form, copy.made_for, copy.state) == ("electronic", "P-0001", CopyState.ALLOTTED)
    assert desk.register.copies["D-0001/1"].form == "paper"


def test_its_recipient_answers_for_it_once_it_is_sent_and_until_it_is_declared_deleted() -> None:
    desk = a_desk()
    copy = begun(desk)
    assert desk.register.copies[copy].responsible == "custodian"
    desk.do(electronic.sent, copy=copy, pages=3, sha256=SHA, size=1000)
    assert desk.register.copies[copy].responsible == "P-0001"
    assert desk.register.copies[copy].state is CopyState.AWAITING_SIGNATURE
    code = desk.register.electronic[copy].code
    desk.do(loans.confirm, copy=copy, slip_code=f"{code[:4]}-{code[4:]}")
    assert desk.register.copies[copy].state is CopyState.SIGNED_OUT
    desk.do(electronic.deleted, march(9), copy=copy, declared_by="Robin Invented", other_readers="A clerk")
    ended = desk.register.copies[copy]
    assert (ended.state, ended.responsible, ended.loans[-1].returned) == (
        CopyState.DELETED,
        "custodian",
        march(9),
    )


def test_its_deletion_may_be_declared_before_the_signed_part_is_back() -> None:
    desk = a_desk()
    copy = sent(desk)
    (event,) = desk.do(electronic.deleted, copy=copy, declared_by="Robin Invented")
    assert event.said() == "D-0001/1 is deleted, as Robin Invented declared. Other readers: none declared."


@pytest.mark.parametrize("mode", ["hard-copy", "view"])
def test_an_electronic_copy_to_somebody_without_an_electronic_decision_is_refused(mode: str) -> None:
    desk = a_desk()
    facts = ordered(desk, mode=mode)
    with pytest.raises(NotAgreedError, match="asks for another mode"):
        desk.do(electronic.begin, **facts)


def test_an_electronic_copy_to_another_person_than_who_was_agreed_is_refused() -> None:
    desk = a_desk()
    facts = ordered(desk)
    with pytest.raises(NotAgreedError, match="was made by P-0001"):
        desk.do(electronic.begin, **{**facts, "person": desk.person("Somebody Else")})


def test_an_electronic_copy_lasts_no_longer_than_the_role_and_the_decision() -> None:
    desk = a_desk()
    facts = ordered(desk, until=march(10))
    with pytest.raises(ImpossibleDateError, match="access was agreed until 10 March 2026"):
        desk.do(electronic.begin, **facts)
    other = a_desk()
    person, document = other.person(end=march(10)), other.document()
    request = other.agreed(person, document, mode="electronic")
    with pytest.raises(AccessEndedError):
        other.do(electronic.begin, document=document, person=person, request=request, due=DUE, terms=TERMS)


def test_electronic_copies_count_towards_the_limit() -> None:
    desk = a_desk()
    facts = ordered(desk)
    desk.allot(facts["document"], desk.register.documents[facts["document"]].limit)
    with pytest.raises(LimitReachedError):
        desk.do(electronic.begin, **facts)
    desk.do(electronic.begin, authority="The Chair", reason="One more", **facts)


def test_an_electronic_number_whose_making_failed_is_spoilt_and_never_printed() -> None:
    desk = a_desk()
    copy = begun(desk)
    with pytest.raises(WrongStateError, match="to be an electronic copy"):
        desk.do(numbers.printed, copy=copy)
    desk.do(numbers.spoil, copy=copy, reason="The disk was full")
    assert desk.register.copies[copy].state is CopyState.SPOILT


def test_an_electronic_copy_is_not_counted_back_and_a_paper_copy_not_declared_deleted() -> None:
    desk = a_desk()
    copy = sent(desk)
    with pytest.raises(WrongStateError, match="an electronic copy, so it cannot be taken back") as refused:
        desk.do(loans.take_back, copy=copy, pages=3, condition="Good")
    assert "declaration that it is deleted" in refused.value.hint
    paper = a_desk()
    with pytest.raises(WrongStateError, match="a paper copy") as refused:
        paper.do(electronic.deleted, copy=paper.lent(), declared_by="Robin Invented")
    assert "take it back" in refused.value.hint


def test_a_paper_number_is_not_sent_as_a_file() -> None:
    desk = a_desk()
    (copy,) = desk.allot(desk.document())
    with pytest.raises(WrongStateError, match="a number for a paper copy"):
        desk.do(electronic.sent, copy=copy, pages=3, sha256=SHA, size=1000)
    with pytest.raises(WrongStateError, match="a paper copy"):
        electronic.dispatch(desk.register, copy)


def test_the_slip_of_an_electronic_copy_is_made_once() -> None:
    desk = a_desk()
    with pytest.raises(ElectronicSlipError):
        electronic.slip_once(desk.register.copies[sent(desk)])


def test_an_entry_of_an_electronic_copy_says_what_was_sent() -> None:
    event = ElectronicCopySent(copy="D-0001/1", pages=3, sha256=SHA, size=1000)
    assert event.said() == f"D-0001/1 was made as an encrypted file: 3 pages, SHA-256 {SHA}."


# Submissions, D6.


def advised(desk: Desk, edition: str = "anonymised") -> str:
    """Return an overview report about which legal advice is recorded."""
    document = desk.document(edition=edition)
    desk.do(advice.record, about=[document], adviser="C. Counsel (invented)", gist="It may go out")
    return document


def submitted(desk: Desk, *documents: str, to: str = "Ofsted", on: date = TODAY) -> str:
    facts: Facts = {"body": to, "how": "by hand, sealed", "documents_sent": documents}
    desk.do(submissions.submit, on, review=REVIEW, **facts)
    return next(reversed(desk.register.submissions))


def test_a_submission_says_what_when_and_to_whom_and_waits_for_its_receipt() -> None:
    desk = a_desk()
    document, plan = advised(desk), desk.document("consolidated-action-plan")
    found = desk.register.submissions[submitted(desk, document, plan, document)]
    assert [(item.document, item.version) for item in found.items] == [(document, 1), (plan, 1)]
    assert (found.submission, found.body, found.sent, found.state) == (
        "SU-0001",
        "Ofsted",
        TODAY,
        "awaiting receipt",
    )
    assert submissions.outstanding(desk.register) == [found]


def test_a_submission_that_names_no_review_is_of_the_review_of_its_documents() -> None:
    desk = a_desk()
    desk.do(reviews.open_review, reference="SCR-2026-02", authority="The Chair")
    document = advised(desk)
    facts: Facts = {"body": "Ofsted", "how": "by hand"}
    desk.do(submissions.submit, documents_sent=[document], **facts)
    assert desk.register.submissions["SU-0001"].review == REVIEW
    with pytest.raises(FactMissingError, match=f"belongs to review {REVIEW}"):
        desk.do(submissions.submit, documents_sent=[document], review="SCR-2026-02", **facts)
    with pytest.raises(FactMissingError, match="no document was named"):
        desk.do(submissions.submit, documents_sent=[], **facts)


def test_an_identified_edition_is_refused_in_a_submission() -> None:
    desk = a_desk()
    document = advised(desk, "identified")
    with pytest.raises(EditionRefusedError, match="is the identified edition"):
        submitted(desk, document)


def test_a_coding_schedule_is_refused_in_a_submission_whatever_its_edition() -> None:
    desk = a_desk()
    with pytest.raises(EditionRefusedError, match="kept apart"):
        submitted(desk, desk.document("coding-schedule"))


@pytest.mark.parametrize(
    "body", ["ofsted", "Government Office", "Department for Children, Schools and Families"]
)
def test_the_anonymised_papers_go_to_a_body_of_the_process_before_advice_and_publication(body: str) -> None:
    desk = a_desk()
    papers = [desk.document("imr", agency="Example Health Trust"), desk.document()]
    papers.append(desk.document("executive-summary"))
    found = desk.register.submissions[submitted(desk, *papers, to=body)]
    assert [item.document for item in found.items] == papers
    assert found.body in desk.register.founded.settings.submitted_to


@pytest.mark.parametrize(
    ("kind", "missing"),
    [("overview-report", "no legal advice"), ("executive-summary", "the Board's decision")],
)
def test_to_a_body_outside_the_process_nothing_is_submitted_past_its_gate(kind: str, missing: str) -> None:
    desk = a_desk()
    with pytest.raises(GateClosedError, match=missing) as refused:
        submitted(desk, desk.document(kind), to="Example University")
    assert refused.value.hint.endswith("give its name as it stands in the Board's data.")


def test_which_bodies_are_of_the_process_is_data() -> None:
    desk = a_desk()
    document = desk.document()
    facts: Facts = {"names": "body of the process", "authority": "The Chair"}
    desk.do(settings.remove_name, name="Ofsted", **facts)
    with pytest.raises(GateClosedError):
        submitted(desk, document)
    desk.do(settings.add_name, name="Example Inspectorate", **facts)
    submitted(desk, document, to="example inspectorate")
    assert [found.body for found in desk.register.submissions.values()] == ["Example Inspectorate"]


def test_a_submission_of_nothing_or_of_another_review_is_refused() -> None:
    desk = a_desk().with_review("SCR-2026-02")
    other = desk.document("minutes", review="SCR-2026-02")
    with pytest.raises(FactMissingError, match="no document was named"):
        submitted(desk)
    with pytest.raises(FactMissingError, match="belongs to review SCR-2026-02"):
        submitted(desk, other)
    with pytest.raises(UnknownReferenceError):
        submitted(desk, "D-0099")


def test_a_receipt_comes_by_the_code_of_the_signed_sheet() -> None:
    desk = a_desk()
    reference = submitted(desk, desk.document("minutes"))
    code = sheet_codes.printed(desk.register.submissions[reference].code)
    with pytest.raises(ReceiptCodeError):
        desk.do(submissions.receive, submission=reference, by="Desk of Ofsted", code="0000-0000")
    desk.do(submissions.receive, march(4), submission=reference, by="Desk of Ofsted", code=code.lower())
    found = desk.register.submissions[reference]
    assert (found.state, found.receipt) == ("received", submissions.Receipt("Desk of Ofsted", march(4)))
    with pytest.raises(WrongStateError, match="received again"):
        desk.do(submissions.receive, submission=reference, by="Desk of Ofsted", code=code)


def test_a_receipt_without_the_sheet_needs_what_shows_that_it_arrived() -> None:
    desk = a_desk()
    reference = submitted(desk, desk.document("minutes"))
    with pytest.raises(FactMissingError, match="what shows that it arrived"):
        desk.do(submissions.receive, submission=reference, by="Desk of Ofsted")
    desk.do(submissions.receive, submission=reference, by="Desk of Ofsted", evidence="Their letter 12/3")
    assert submissions.outstanding(desk.register) == []


def test_the_code_of_a_sheet_may_be_scanned_and_that_of_another_sheet_is_refused() -> None:
    desk = a_desk()
    document = desk.document("minutes")
    first, second = submitted(desk, document), submitted(desk, document)
    code = desk.register.submissions[first].code
    for other in (f"SU1 TEST {second} {code}", f"SU1 ELSE {first} {code}"):
        with pytest.raises(ReceiptCodeError):
            desk.do(submissions.receive, submission=first, by="Desk of Ofsted", code=other)
    desk.do(submissions.receive, submission=first, by="Desk of Ofsted", code=f"su1 test {first} {code}")
    assert desk.register.submissions[first].receipt is not None


def test_a_receipt_does_not_come_before_the_submission() -> None:
    desk = a_desk()
    reference = submitted(desk, desk.document("minutes"), on=march(5))
    with pytest.raises(ImpossibleDateError):
        desk.do(submissions.receive, march(4), submission=reference, by="Ofsted", evidence="A letter")


# Third-party health information, D10.

CASE: Facts = {
    "review": REVIEW,
    "concerned": "Adult 2",
    "holder": "Invented Health Trust",
    "asked_by": "Author of the health IMR",
    "sought": "Attendances of 2024",
    "purpose": "To see who knew what",
}


def asked(desk: Desk) -> str:
    desk.do(health.ask, **CASE)
    return next(reversed(desk.register.health))


def test_health_information_about_somebody_else_is_decided_case_by_case() -> None:
    desk = a_desk()
    first, second = asked(desk), asked(desk)
    assert [case.health for case in health.undecided(desk.register)] == [first, second]
    facts: Facts = {"health": first, "by": "Caldicott guardian", "reason": "Only these dates matter"}
    desk.do(health.decide, outcome="Disclosed-in-part", what="Four dates", **facts)
    made = desk.register.health[first].decision
    assert made is not None
    assert (made.outcome, made.what, made.day) == ("disclosed in part", "Four dates", TODAY)
    assert [case.health for case in health.undecided(desk.register)] == [second]


@pytest.mark.parametrize("outcome", ["disclosed", "withheld"])
def test_the_reason_for_disclosing_or_not_is_needed_either_way(outcome: str) -> None:
    desk = a_desk()
    facts: Facts = {"health": asked(desk), "outcome": outcome, "by": "Guardian", "what": "Four dates"}
    with pytest.raises(FactMissingError, match=r"Why it is (necessary|withheld)"):
        desk.do(health.decide, reason=" ", **facts)


def test_what_is_disclosed_is_named_and_what_is_withheld_is_not() -> None:
    desk = a_desk()
    facts: Facts = {"by": "Guardian", "reason": "Not proportionate"}
    with pytest.raises(FactMissingError, match="What is disclosed"):
        desk.do(health.decide, health=asked(desk), outcome="disclosed", **facts)
    desk.do(health.decide, health="TH-0001", outcome="withheld", what="Nothing", **facts)
    assert desk.register.health["TH-0001"].decision == health.Decision(
        "withheld", "Guardian", "Not proportionate", TODAY
    )


def test_a_health_case_is_decided_once_and_not_before_it_was_asked() -> None:
    desk = a_desk()
    facts: Facts = {"health": asked(desk), "outcome": "withheld", "by": "Guardian", "reason": "No need"}
    with pytest.raises(ImpossibleDateError):
        desk.do(health.decide, march(1), **facts)
    desk.do(health.decide, **facts)
    with pytest.raises(WrongStateError, match="decided again"):
        desk.do(health.decide, **facts)


@pytest.mark.parametrize("fact", [name for name in CASE if name != "review"])
def test_a_health_case_needs_its_facts(fact: str) -> None:
    with pytest.raises(FactMissingError):
        a_desk().do(health.ask, **{**CASE, fact: "\u202e"})


# An agency's own action plan, D9.

PLAN: Facts = {
    "review": REVIEW,
    "agency": "Invented Health Trust",
    "told_by": "N. Director",
    "chair": "C. Chair",
    "timing": "After the executive summary",
}


def notified(desk: Desk, on: date = TODAY) -> str:
    desk.do(agency_plans.notify, on, **PLAN)
    return next(reversed(desk.register.agency_plans))


def published(desk: Desk, on: date = TODAY, *, next_board: date | None = None) -> str:
    plan = notified(desk)
    desk.do(
        agency_plans.publish, on, plan=plan, where="its website", to_whom="the public", next_board=next_board
    )
    return plan


def test_a_published_plan_is_due_for_a_report_to_the_next_board_until_it_was_there() -> None:
    desk = a_desk()
    plan = published(desk, march(3), next_board=march(24))
    assert [found.plan for found in agency_plans.reports_due(desk.register)] == [plan]
    desk.do(agency_plans.report, march(24), plan=plan, by="N. Director")
    assert agency_plans.reports_due(desk.register) == []
    assert desk.register.agency_plans[plan].state == "reported to the Board"


def test_a_plan_is_not_published_before_the_chair_was_told() -> None:
    desk = a_desk()
    plan = notified(desk, march(5))
    facts: Facts = {"plan": plan, "where": "on its website", "to_whom": "the public"}
    with pytest.raises(ImpossibleDateError, match="the Chair was told later"):
        desk.do(agency_plans.publish, march(6), happened=march(4), **facts)


def test_a_plan_is_not_reported_before_it_is_published() -> None:
    desk = a_desk()
    plan = notified(desk)
    with pytest.raises(WrongStateError, match="Chair told, so it cannot be reported"):
        desk.do(agency_plans.report, plan=plan, by="N. Director")


def test_the_members_are_told_once() -> None:
    desk = a_desk()
    plan = notified(desk)
    desk.do(agency_plans.tell_members, march(3), plan=plan)
    assert desk.register.agency_plans[plan].state == "members told"
    with pytest.raises(WrongStateError, match="passed on to the members again"):
        desk.do(agency_plans.tell_members, march(4), plan=plan)


def test_another_meeting_than_before_needs_a_reason_and_lies_after_the_publication() -> None:
    desk = a_desk()
    plan = published(desk, march(3))
    desk.do(agency_plans.set_board, march(4), plan=plan, next_board=march(24))
    with pytest.raises(FactMissingError, match="another meeting"):
        desk.do(agency_plans.set_board, march(5), plan=plan, next_board=march(30))
    with pytest.raises(ImpossibleDateError, match="before the publication"):
        desk.do(agency_plans.set_board, march(5), plan=plan, next_board=march(2), reason="Sooner")
    desk.do(agency_plans.set_board, march(5), plan=plan, next_board=march(30), reason="Postponed")
    assert desk.register.agency_plans[plan].next_board == march(30)


def test_the_report_without_a_known_meeting_comes_last_among_those_due() -> None:
    desk = a_desk()
    first, second = published(desk), published(desk, next_board=march(24))
    assert [found.plan for found in agency_plans.reports_due(desk.register)] == [second, first]


def test_a_plan_that_is_out_is_not_withdrawn_and_a_withdrawn_one_goes_no_further() -> None:
    desk = a_desk()
    out = published(desk)
    with pytest.raises(WrongStateError, match="withdrawn"):
        desk.do(agency_plans.withdraw, plan=out, why="Changed their mind")
    plan = notified(desk)
    with pytest.raises(FactMissingError):
        desk.do(agency_plans.withdraw, plan=plan, why="")
    desk.do(agency_plans.withdraw, plan=plan, why="Changed their mind")
    facts: Facts = {"plan": plan, "where": "on its website", "to_whom": "the public"}
    with pytest.raises(WrongStateError, match="is withdrawn"):
        desk.do(agency_plans.publish, **facts)


def test_what_was_never_recorded_is_named_as_unknown() -> None:
    register = a_desk().register
    for look in (register.submission, register.health_case, register.agency_plan):
        with pytest.raises(RuleError, match=r"There is no .* X-0001 in this vault"):
            look("X-0001")


def test_what_is_disclosed_is_found_by_its_words_and_a_published_page_by_its_code() -> None:
    desk = a_desk()
    submitted(desk, desk.document("minutes"))
    asked(desk)
    notified(desk)
    facts: Facts = {"category": "public", "format": "paper", "reason": "I live there"}
    desk.do(interest.record, review=REVIEW, name="Sam Reader", **facts)
    index = Index()
    for typed, reference in {
        "ofsted": "SU-0001",
        "su-1": "SU-0001",
        "adult 2": "TH-0001",
        "director": "AP-0001",
        page_code("TEST", "E-0001", 3): "E-0001",
    }.items():
        assert index.search(desk.register, typed).found[0].reference == reference, typed
    lost = index.search(desk.register, page_code("TEST", "E-0009", 1))
    assert (lost.found, "knows nothing" in lost.advice) == ([], True)
