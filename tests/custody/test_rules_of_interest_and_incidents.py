from datetime import UTC, datetime

import pytest

from desktop.custody import incidents, interest, observations
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    StrongroomError,
    UnknownReferenceError,
    WrongStateError,
)
from tests.factory import REVIEW, Desk, Facts, a_desk, march

ASKED: Facts = {
    "review": REVIEW,
    "name": "Sam Reader",
    "category": "Elected-Member",
    "format": "paper",
    "reason": "I represent the ward",
}


def asked(desk: Desk) -> str:
    desk.do(interest.record, march(3), **ASKED)
    return "E-0001"


def answer(desk: Desk, outcome: str, why: str = "", *, on: int = 4) -> None:
    desk.do(interest.answer, march(on), interest="e-0001", outcome=outcome, why=why)


def test_a_request_for_the_executive_summary_keeps_the_reason_in_the_askers_words() -> None:
    desk = a_desk()
    found = desk.register.interest[asked(desk)]
    assert (found.category, found.reason, found.state) == (
        "elected member",
        "I represent the ward",
        "awaiting an answer",
    )


@pytest.mark.parametrize(
    ("fact", "value", "error"),
    [
        ("review", "SCR-9", UnknownReferenceError),
        ("name", "", FactMissingError),
        ("category", "neighbour", FactMissingError),
        ("format", "film", FactMissingError),
        ("reason", "  ", FactMissingError),
    ],
)
def test_a_request_for_the_executive_summary_needs_its_facts(
    fact: str, value: str, error: type[StrongroomError]
) -> None:
    with pytest.raises(error):
        a_desk().do(interest.record, **{**ASKED, fact: value})


def test_a_request_is_answered_once() -> None:
    desk = a_desk()
    asked(desk)
    answer(desk, "sent")
    with pytest.raises(WrongStateError, match=r"answered \(sent\)"):
        answer(desk, "declined", "Too late")


def test_waiting_for_publication_is_followed_by_a_last_answer() -> None:
    desk = a_desk()
    asked(desk)
    answer(desk, "Waiting for publication")
    answer(desk, "sent", on=5)
    assert desk.register.interest["E-0001"].state == "sent"


def test_a_request_is_declined_with_the_reason_why() -> None:
    desk = a_desk()
    asked(desk)
    with pytest.raises(FactMissingError, match="Why it was declined"):
        answer(desk, "declined")
    answer(desk, "declined", "It is not published")
    assert desk.register.interest["E-0001"].answer == interest.Answer(
        "declined", march(4), "It is not published"
    )


def test_an_answer_does_not_come_before_the_question_nor_before_the_last_answer() -> None:
    desk = a_desk()
    asked(desk)
    with pytest.raises(ImpossibleDateError):
        answer(desk, "sent", on=2)
    answer(desk, "waiting for publication", on=6)
    with pytest.raises(ImpossibleDateError):
        answer(desk, "sent", on=5)


def test_interest_does_not_come_before_the_review() -> None:
    with pytest.raises(ImpossibleDateError, match="opened later"):
        Desk().with_review(on=march(4)).do(interest.record, march(3), **ASKED)


def test_an_incident_is_closed_once_with_what_was_found_and_stays_on_the_record() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(incidents.master_altered, document=document, what="it holds another document")
    with pytest.raises(FactMissingError, match="What was found"):
        desk.do(incidents.close, incident="I-0001", found="")
    desk.do(incidents.close, march(3), incident="I-0001", found="Put back")
    with pytest.raises(WrongStateError, match="closed again"):
        desk.do(incidents.close, march(4), incident="I-0001", found="Again")
    found = desk.register.incidents["I-0001"]
    assert (found.closed, found.found, found.what) == (march(3), "Put back", "it holds another document")


def test_a_refusal_is_entered_on_one_line_whatever_was_typed() -> None:
    told = "There is no review \u202e\n" + "x" * 600
    event = observations.refused("open review", "UnknownReferenceError", told)
    assert event.told.startswith(r"There is no review \u202e\u000a")
    assert len(event.told) == 500


def test_what_is_only_observed_moves_nothing() -> None:
    desk = a_desk()
    document = desk.document()
    before = dict(vars(desk.register))
    moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
    desk.do(observations.unlocks_failed, count=2, first=moment, last=moment)
    desk.do(observations.view, document=document, purpose="To prepare", how="on screen")
    assert {**vars(desk.register), "head": before["head"]} == before


def test_a_view_says_who_what_and_why() -> None:
    desk = a_desk()
    document = desk.document()
    (event,) = desk.do(observations.view, document=document, purpose="To prepare", how="on screen")
    assert event.said() == ("D-0001 (version 1) was viewed by Avery Example on screen. Purpose: To prepare.")
    with pytest.raises(FactMissingError, match="The purpose"):
        desk.do(observations.view, document=document, purpose=" ", how="on screen")


def test_an_incident_is_not_closed_before_it_was_opened() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(incidents.master_altered, march(5), document=document, what="it holds another document")
    with pytest.raises(ImpossibleDateError):
        desk.do(incidents.close, march(6), happened=march(4), incident="I-0001", found="Put back")
