"""Requests for the executive summary: recorded, waiting, and answered, one or all in one go (D3, D4)."""

import msgspec
import pytest

from desktop.custody import incidents, interest, publication
from desktop.custody.errors import (
    FactMissingError,
    GateClosedError,
    ImpossibleDateError,
    OnHoldError,
    StrongroomError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.interest import InterestAnswered
from desktop.custody.letters import LetterWritten, Wording
from desktop.custody.marks import Mark, PageCode, page_code, read_page_code
from tests.factory import REVIEW, Desk, Facts, a_desk, a_hand, march

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
    desk.published()
    asked(desk)
    answer(desk, "sent")
    with pytest.raises(WrongStateError, match=r"answered \(sent\)"):
        answer(desk, "declined", "Too late")


def test_waiting_for_publication_is_followed_by_a_last_answer() -> None:
    desk = a_desk()
    asked(desk)
    answer(desk, "Waiting for publication")
    document = desk.published(on=march(5))
    answer(desk, "sent", on=5)
    found = desk.register.interest["E-0001"]
    assert found.state == "sent"
    assert found.answer == interest.Answer("sent", march(5), "", document, 1)


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
        answer(desk, "withdrawn", on=2)
    answer(desk, "waiting for publication", on=6)
    with pytest.raises(ImpossibleDateError):
        answer(desk, "withdrawn", on=5)


def test_interest_does_not_come_before_the_review() -> None:
    with pytest.raises(ImpossibleDateError, match="opened later"):
        Desk().with_review(on=march(4)).do(interest.record, march(3), **ASKED)


def waiting(desk: Desk, *names: str) -> list[str]:
    """Have several people ask; return their requests."""
    for number, name in enumerate(names):
        form = "electronic" if number % 2 else "paper"
        desk.do(interest.record, **{**ASKED, "name": name, "format": form, "address": "1 Invented Street"})
    return list(desk.register.interest)


def test_nothing_is_sent_before_the_executive_summary_is_published() -> None:
    desk = a_desk()
    asked(desk)
    with pytest.raises(GateClosedError, match="the Board's decision to publish it is not recorded"):
        answer(desk, "sent")
    assert desk.register.interest["E-0001"].waits


def test_nothing_is_sent_once_the_publication_was_withdrawn() -> None:
    desk = a_desk()
    desk.published()
    asked(desk)
    desk.do(publication.withdraw, march(3), review=REVIEW, why="A name was left in")
    with pytest.raises(GateClosedError, match="withdrawn"):
        answer(desk, "sent")


def test_nothing_is_sent_of_a_version_that_was_not_the_published_one() -> None:
    desk = a_desk()
    desk.supersede(desk.published())
    asked(desk)
    with pytest.raises(GateClosedError):
        answer(desk, "sent")


def test_nothing_is_sent_of_a_master_that_does_not_verify() -> None:
    desk = a_desk()
    document = desk.published()
    asked(desk)
    desk.do(incidents.master_altered, march(3), document=document, what="it holds another document")
    with pytest.raises(OnHoldError):
        answer(desk, "sent")


def test_a_request_that_was_withdrawn_needs_no_reason_and_waits_no_longer() -> None:
    desk = a_desk()
    asked(desk)
    answer(desk, "withdrawn")
    assert desk.register.interest["E-0001"].state == "withdrawn"
    assert interest.waiting(desk.register) == []


def test_the_categories_are_the_board_s_own_data() -> None:
    desk = a_desk()
    known = desk.register.founded
    settings = msgspec.structs.replace(known.settings, categories=("neighbour",))
    desk.register.board = msgspec.structs.replace(known, settings=settings)
    desk.do(interest.record, **{**ASKED, "category": "Neighbour"})
    with pytest.raises(FactMissingError, match="is not one of neighbour"):
        desk.do(interest.record, **{**ASKED, "category": "press"})


def test_all_who_wait_are_answered_in_one_act_with_a_letter_to_each() -> None:
    desk = a_desk()
    requests = waiting(desk, "Sam Reader", "Alex Reader", "Kim Reader")
    desk.do(interest.answer, interest=requests[0], outcome="waiting for publication")
    desk.do(interest.answer, interest=requests[2], outcome="withdrawn")
    document = desk.published()
    wording = Wording("interest-sent", "1", "About {review}", ("You asked on {received}. It {how}. {note}",))
    events = desk.do(interest.answer_waiting, review=REVIEW, why="With thanks", letter=wording)
    answered = [event for event in events if isinstance(event, InterestAnswered)]
    written = [event for event in events if isinstance(event, LetterWritten)]
    assert [event.interest for event in answered] == requests[:2]
    assert {event.answer.document for event in answered} == {document}
    assert [(event.letter, event.about, event.to.name) for event in written] == [
        ("LE-0001", "E-0001", "Sam Reader"),
        ("LE-0002", "E-0002", "Alex Reader"),
    ]
    assert written[0].paragraphs == ("You asked on 2 March 2026. It is enclosed on paper. With thanks",)
    assert "encrypted file" in written[1].paragraphs[0]
    assert interest.waiting(desk.register, REVIEW) == []


def test_some_of_those_who_wait_are_chosen_and_each_is_answered_once() -> None:
    desk = a_desk()
    first, second = waiting(desk, "Sam Reader", "Alex Reader")
    desk.published()
    desk.do(interest.answer_waiting, review=REVIEW, requests=[second, second.lower()])
    assert [desk.register.interest[one].state for one in (first, second)] == ["awaiting an answer", "sent"]


def test_one_who_was_answered_or_asked_about_another_review_stops_them_all() -> None:
    desk = a_desk().with_review("SCR-2026-02")
    first, second = waiting(desk, "Sam Reader", "Alex Reader")
    desk.do(interest.record, **{**ASKED, "review": "SCR-2026-02"})
    desk.published()
    desk.do(interest.answer, interest=first, outcome="declined", why="Abusive")
    with pytest.raises(WrongStateError, match=r"answered \(declined\)"):
        desk.do(interest.answer_waiting, review=REVIEW, requests=[second, first])
    with pytest.raises(WrongStateError, match="a request about SCR-2026-02"):
        desk.do(interest.answer_waiting, review=REVIEW, requests=[second, "E-0003"])
    assert desk.register.interest[second].waits


def test_answering_in_one_go_before_publication_or_with_nobody_waiting_is_refused() -> None:
    desk = a_desk()
    waiting(desk, "Sam Reader")
    with pytest.raises(GateClosedError):
        desk.do(interest.answer_waiting, review=REVIEW)
    desk.published()
    desk.do(interest.answer_waiting, review=REVIEW)
    with pytest.raises(WrongStateError, match="without anybody who waits"):
        desk.do(interest.answer_waiting, review=REVIEW)


def test_only_who_was_sent_it_has_a_file() -> None:
    desk = a_desk()
    first, second = waiting(desk, "Sam Reader", "Alex Reader")
    document = desk.published()
    desk.do(interest.answer, interest=first, outcome="sent")
    assert interest.sent_document(desk.register, first)[1].document == document
    with pytest.raises(WrongStateError, match="awaiting an answer, so it cannot be given a file"):
        interest.sent_document(desk.register, second)


def test_the_pages_of_a_file_for_a_request_name_the_request_to_eye_and_scanner() -> None:
    about = (REVIEW, "Executive summary", "Sam Reader", "2 March 2026", "The Board")
    mark = Mark("TEST", "E-0001", 0, "PUBLISHED", *about)
    assert (mark.across, mark.named, mark.foot) == ("E-0001", "Sent for E-0001", "Published by: The Board")
    code = page_code("TEST", "E-0001", 2)
    assert read_page_code(code) == PageCode("TEST", "E-0001", 2)
    assert read_page_code(code.replace("E-0001", "E-0002")) is None


def test_no_file_is_made_again_once_the_publication_was_withdrawn() -> None:
    desk = a_desk()
    desk.published()
    request = asked(desk)
    answer(desk, "sent")
    assert interest.check_file_again(desk.register, a_hand(march(4)), interest=request).sent
    desk.do(publication.withdraw, march(5), review=REVIEW, why="A name was found in it")
    with pytest.raises(GateClosedError, match="withdrawn on 5 March 2026"):
        interest.check_file_again(desk.register, a_hand(march(5)), interest=request)
