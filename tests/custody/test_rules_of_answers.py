"""Answers to requests for information: passages, gates, copies, reviews and complaints."""

from datetime import date
from typing import Any

import pytest

from desktop.custody import advice, answering, clocks, foi, holds, subject_access
from desktop.custody.entries import from_bytes
from desktop.custody.errors import (
    ClockRunOutError,
    FactMissingError,
    GateClosedError,
    ImpossibleDateError,
    LedgerAlteredError,
    PassageMissingError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import Event
from desktop.custody.information import (
    ClockStarted,
    ClockStopped,
    ComplaintEnded,
    RequestClosed,
    RequestCopied,
    SubjectNamed,
)
from desktop.custody.today import today
from tests.custody.asked import (
    ASKED,
    THE_DUE,
    a_request,
    about_a_report,
    answer,
    copy_all,
    due,
    request,
    withhold,
)
from tests.factory import REVIEW, Desk, Facts, a_desk, a_hand, march


@pytest.mark.parametrize("passage", ["", "The whole document", "ALL", "everything."])
def test_no_exemption_is_of_a_document_as_such(passage: str) -> None:
    with pytest.raises(FactMissingError, match="passage"):
        withhold(about_a_report(), passage=passage)


def test_a_qualified_exemption_needs_the_public_interest_and_an_absolute_one_does_not() -> None:
    desk = about_a_report()
    with pytest.raises(FactMissingError, match="public interest"):
        withhold(desk, "42")
    withhold(desk, "41")
    assert request(desk).withheld[0].title == "section 41, provided in confidence (absolute)"


def test_what_a_section_is_need_be_said_only_where_it_can_be_either() -> None:
    desk = about_a_report()
    with pytest.raises(FactMissingError, match=r"section 40 .* mostly absolute"):
        withhold(desk, "40", standing="")
    with pytest.raises(FactMissingError, match=r"section 41 .* is absolute"):
        withhold(desk, "41", standing="qualified", public_interest="For and against")
    withhold(desk, "s. 40 (2)", standing="absolute")
    assert request(desk).withheld[0].ground == "section 40(2), personal information"


def test_a_passage_is_of_a_document_that_the_request_is_about() -> None:
    desk = about_a_report()
    other = desk.document("minutes")
    with pytest.raises(FactMissingError, match="F-0001 is about D-0001"):
        withhold(desk, "41", document=other)


def test_a_whole_document_is_not_refused_without_its_passages() -> None:
    desk = about_a_report()
    with pytest.raises(PassageMissingError, match="cannot withhold anything"):
        answer(desk, "refused")
    withhold(desk)
    answer(desk, "refused")
    assert request(desk).state == "answered: refused"


def test_each_document_is_disclosed_or_has_its_passages_named() -> None:
    desk = a_desk()
    documents = [desk.document("minutes"), desk.document("correspondence")]
    a_request(desk, documents=documents)
    withhold(desk, "41")
    with pytest.raises(PassageMissingError, match="cannot withhold D-0002"):
        answer(desk, "granted in part")
    answer(desk, "granted in part", disclosed=documents)


def test_what_is_granted_withholds_nothing_and_what_is_refused_discloses_nothing() -> None:
    desk = about_a_report("minutes")
    withhold(desk, "41")
    with pytest.raises(FactMissingError, match="granted in part"):
        answer(desk, "granted", disclosed=["D-0001"])
    with pytest.raises(FactMissingError, match="discloses nothing"):
        answer(desk, "refused", disclosed=["D-0001"])


def test_a_report_is_not_disclosed_before_legal_advice() -> None:
    desk = about_a_report()
    with pytest.raises(GateClosedError, match="legal advice"):
        answer(desk, "granted", disclosed=["D-0001"])
    desk.do(advice.record, march(9), about=["D-0001"], adviser="L. Adviser", gist="It may be given")
    answer(desk, "granted", disclosed=["D-0001"])
    assert request(desk).response is not None


def test_what_is_kept_apart_and_what_was_not_asked_for_are_not_disclosed() -> None:
    desk = a_desk()
    schedule, other = desk.document("coding-schedule", "identified"), desk.document("minutes")
    a_request(desk, documents=[schedule])
    with pytest.raises(FactMissingError, match="kept apart"):
        answer(desk, "granted", disclosed=[schedule])
    with pytest.raises(FactMissingError, match="not among what"):
        answer(desk, "granted", disclosed=[other])


def test_a_request_is_answered_once_and_late_answers_are_taken() -> None:
    desk = about_a_report("minutes")
    answer(desk, "not held", on=date(2026, 5, 1))
    with pytest.raises(WrongStateError, match="answered: not held"):
        answer(desk, "not held", on=date(2026, 5, 2))
    clock = clocks.clock(desk.register, request(desk))
    assert (clock.due, clock.why) == (THE_DUE, "Answered on 1 May 2026")


def test_a_request_is_closed_when_it_was_answered_and_copied() -> None:
    desk = about_a_report("minutes")
    answer(desk, "granted", disclosed=["D-0001"])
    with pytest.raises(WrongStateError, match="closed yet"):
        desk.do(answering.close, march(12), request="F-0001", how="Answered in full")
    assert [found.request for found in today(desk.register, march(12)).to_copy] == ["F-0001"]
    copy_all(desk)
    desk.do(answering.close, march(12), request="F-0001", how="Answered in full")
    assert today(desk.register, march(12)).to_copy == []
    with pytest.raises(WrongStateError, match="closed since 12 March 2026"):
        desk.do(answering.close, march(13), request="F-0001", how="Again")


def test_the_response_is_not_copied_before_there_is_one_and_to_nobody_it_is_never_copied() -> None:
    desk = about_a_report()
    with pytest.raises(WrongStateError, match="copied as answered"):
        desk.do(answering.copied, march(5), request="F-0001", what="response", to=["The Chair"])
    with pytest.raises(FactMissingError, match="nobody"):
        desk.do(answering.copied, march(5), request="F-0001", what="request", to=[])


def test_a_request_that_lapses_is_closed_without_an_answer() -> None:
    desk = about_a_report()
    desk.do(answering.ask_clarification, march(3), request="F-0001", what="Which chapter?")
    copy_all(desk)
    desk.do(answering.close, date(2026, 6, 3), request="F-0001", how="No clarification came in three months")
    assert request(desk).state == "closed"
    assert holds.on(desk.register, "D-0001") == []


def under_review() -> Desk:
    desk = about_a_report()
    withhold(desk)
    answer(desk, "refused")
    copy_all(desk)
    desk.do(answering.close, march(12), request="F-0001", how="Refused")
    desk.do(foi.ask_review, march(16), request="F-0001", grounds="The public should know", received=march(13))
    return desk


def test_an_internal_review_opens_a_closed_request_whose_hold_still_stood_and_has_its_own_clock() -> None:
    desk = under_review()
    assert request(desk).state == "internal review"
    assert [hold.hold for hold in holds.on(desk.register, "D-0001")] == ["H-0001"]
    clock = clocks.clock(desk.register, request(desk))
    assert (clock.what, clock.due) == ("internal review", date(2026, 4, 15))
    with pytest.raises(WrongStateError, match="internal review"):
        desk.do(answering.close, march(17), request="F-0001", how="Again")


def test_an_internal_review_takes_at_most_40_working_days() -> None:
    desk = under_review()
    facts: Facts = {"request": "F-0001", "why": "Four agencies are asked"}
    with pytest.raises(ImpossibleDateError, match="the 40th working day is 14 May 2026"):
        desk.do(foi.extend_review, march(20), until=date(2026, 5, 15), **facts)
    with pytest.raises(ImpossibleDateError, match="as long without extension"):
        desk.do(foi.extend_review, march(20), until=date(2026, 4, 14), **facts)
    desk.do(foi.extend_review, march(20), until=date(2026, 5, 14), **facts)
    assert due(desk) == date(2026, 5, 14)
    outcome: Facts = {"outcome": "answer-stands", "reasons": "As before"}
    desk.do(foi.answer_review, date(2026, 5, 1), request="F-0001", **outcome)
    reviewed = request(desk).reviewed
    assert reviewed is not None
    assert (reviewed.outcome, reviewed.answered) == ("answer stands", date(2026, 5, 1))
    with pytest.raises(WrongStateError, match="not open"):
        desk.do(foi.answer_review, date(2026, 5, 2), request="F-0001", outcome="answer changed", reasons="No")


def test_a_review_follows_the_answer_and_is_made_once() -> None:
    desk = about_a_report()
    with pytest.raises(WrongStateError, match="open, so it cannot be reviewed"):
        desk.do(foi.ask_review, march(5), request="F-0001", grounds="No")
    desk = under_review()
    with pytest.raises(WrongStateError, match="reviewed already"):
        desk.do(foi.ask_review, march(20), request="F-0001", grounds="Again")


def test_a_complaint_keeps_the_request_open_until_it_ends() -> None:
    desk = under_review()
    desk.do(foi.answer_review, march(20), request="F-0001", outcome="answer stands", reasons="As before")
    desk.do(
        answering.complain, march(21), request="F-0001", what="Delay", reference="IC-0", reply_by=march(28)
    )
    assert [clock.what for clock in today(desk.register, march(22)).clocks] == ["reply to the Commissioner"]
    with pytest.raises(WrongStateError, match="before the Information Commissioner"):
        desk.do(answering.close, march(22), request="F-0001", how="Done")
    desk.do(answering.complaint_ended, march(30), request="F-0001", outcome="Not upheld")
    with pytest.raises(WrongStateError, match="not before the Information Commissioner"):
        desk.do(answering.complaint_ended, march(30), request="F-0001", outcome="Not upheld")
    desk.do(answering.close, march(30), request="F-0001", how="Done")
    assert request(desk).closed == march(30)


def test_subject_access_is_a_request_of_its_own_with_its_own_references() -> None:
    desk = a_desk()
    a_request(desk)
    facts: Facts = {**ASKED, "asked": "What you hold about me"}
    desk.do(subject_access.record, **facts, review=REVIEW)
    found = desk.register.subject_access["S-0001"]
    assert (found.law, found.about) == ("subject access", (REVIEW,))
    with pytest.raises(UnknownReferenceError, match="freedom of information request S-0001"):
        desk.do(foi.give_opinion, march(3), request="S-0001", by="A", gist="B")
    with pytest.raises(UnknownReferenceError, match="subject access request F-0001"):
        desk.do(subject_access.extend, march(3), request="F-0001", why="No")


def test_subject_access_is_extended_in_time_and_once_and_withholds_by_passage() -> None:
    desk = a_desk()
    document = desk.document("minutes")
    desk.do(subject_access.record, **ASKED, documents=[document])
    with pytest.raises(ClockRunOutError, match="ran out on 2 April 2026"):
        desk.do(subject_access.extend, date(2026, 4, 3), request="S-0001", why="Complex")
    desk.do(subject_access.extend, march(9), request="S-0001", why="Complex")
    with pytest.raises(WrongStateError, match="extended already"):
        desk.do(subject_access.extend, march(9), request="S-0001", why="Complex")
    facts: Facts = {"request": "S-0001", "ground": "It would tell of somebody else", "reasons": "No consent"}
    with pytest.raises(FactMissingError, match="passage"):
        desk.do(subject_access.withhold, march(10), passage="whole document", document=document, **facts)
    desk.do(subject_access.withhold, march(10), passage="page 2, the name", document=document, **facts)
    desk.do(
        subject_access.respond,
        march(12),
        request="S-0001",
        outcome="granted in part",
        reasons="One name",
        disclosed=[document],
    )
    assert desk.register.subject_access["S-0001"].state == "answered: granted in part"


def test_what_happens_to_a_request_reads_as_a_sentence() -> None:
    desk = about_a_report("minutes")
    withhold(desk, "41")
    answer(desk, "granted in part", disclosed=["D-0001"])
    copy_all(desk)
    said = [events.said() for events in _told(desk)]
    withheld = "D-0001, page 4, second paragraph: the address"
    ground = "section 41, provided in confidence (absolute)"
    assert said[-4:] == [
        f"F-0001: withheld is {withheld}. Ground: {ground}. Reasons: It tells where somebody lives",
        "F-0001 was answered: granted in part. Disclosed: D-0001. Reasons: As said",
        "F-0001: the request was copied to The Chair, M. Member.",
        "F-0001: the response was copied to The Chair, M. Member.",
    ]


def _told(desk: Desk) -> list[Any]:
    return [from_bytes(row[2], row[0]).event for row in desk.rows]


@pytest.mark.parametrize(
    "event",
    [
        SubjectNamed(request="F-0009"),
        ClockStopped(request="F-0009", cause="fee", what="GBP 5"),
        ClockStarted(request="F-0009", cause="fee"),
        RequestCopied(request="S-0009", what="request", to=("The Chair",)),
        ComplaintEnded(request="F-0009", outcome="Settled"),
        RequestClosed(request="S-0009", how="Answered"),
        foi.ReviewAnswered(request="F-0009", outcome="upheld", reasons="A balance"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_entry_about_a_request_that_was_never_recorded_is_told_as_altered(event: Event) -> None:
    with pytest.raises(LedgerAlteredError, match="never entered"):
        Desk().enter(a_hand(), [event])
