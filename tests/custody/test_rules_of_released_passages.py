"""A passage that was withheld is released, and a review or a complaint discloses what the answer did not."""

from typing import Any

import pytest

from desktop.custody import advice, answering, foi, information_letters, released, subject_access
from desktop.custody.errors import FactMissingError, ImpossibleDateError, RuleError, WrongStateError
from desktop.custody.information import Disclosure
from desktop.custody.information_course import course
from tests.custody.asked import ASKED, about_a_report, answer, request, withhold
from tests.factory import Desk, Facts, a_desk, march


def release(desk: Desk, passage: int = 1, on: int = 5, **facts: Any) -> None:
    given = {"request": "F-0001", "why": "It is on the public record", **facts}
    desk.do(released.release, march(on), passage=passage, **given)


def under_review(kind: str = "minutes") -> Desk:
    """Have a review of an answer that withheld one passage and disclosed nothing."""
    desk = about_a_report(kind)
    withhold(desk)
    answer(desk, "refused")
    desk.do(foi.ask_review, march(11), request="F-0001", grounds="Too little")
    return desk


def reviewed(desk: Desk, outcome: str = "answer changed", on: int = 12, **facts: Any) -> None:
    given = {"request": "F-0001", "reasons": "It can be given", **facts}
    desk.do(foi.answer_review, march(on), outcome=outcome, **given)


def test_a_passage_withheld_by_mistake_is_released_and_stands_in_no_answer_and_no_letter() -> None:
    desk = about_a_report("minutes")
    withhold(desk)
    release(desk)
    assert request(desk).withheld == ()
    answer(desk, "granted", disclosed=["D-0001"])
    letter = information_letters.draft(desk.register, "F-0001", "response")
    assert (letter.table, letter.facts["withheld"]) == (None, "")


def test_a_released_passage_stays_on_the_record_with_its_number_and_the_reason() -> None:
    desk = about_a_report("minutes")
    withhold(desk)
    withhold(desk, passage="page 5, a name")
    release(desk)
    told = dict(course(desk.register, request(desk)))
    assert told["Withheld, 2"].startswith("D-0001, page 5, a name: ")
    assert told["Released, 1"].endswith("the address, on 5 March 2026: It is on the public record")
    with pytest.raises(FactMissingError, match="the numbers of what is withheld are: 2"):
        release(desk)


def test_a_passage_is_released_of_subject_access_too() -> None:
    desk = a_desk()
    desk.do(subject_access.record, **ASKED)
    facts: Facts = {
        "request": "S-0001",
        "passage": "a name",
        "ground": "Somebody else",
        "reasons": "No consent",
    }
    desk.do(subject_access.withhold, march(4), **facts)
    release(desk, request="S-0001")
    assert desk.register.subject_access["S-0001"].withheld == ()


def test_nothing_is_released_after_the_answer_but_in_its_review() -> None:
    desk = about_a_report("minutes")
    withhold(desk)
    answer(desk, "refused")
    with pytest.raises(WrongStateError):
        release(desk, on=11)
    desk.do(foi.ask_review, march(11), request="F-0001", grounds="Too little")
    with pytest.raises(ImpossibleDateError, match="the review was asked for later"):
        release(desk, on=10)
    release(desk, on=12)
    with pytest.raises(FactMissingError, match="so the answer is changed"):
        reviewed(desk, "answer stands")
    reviewed(desk, disclosed=["D-0001"])
    with pytest.raises(WrongStateError):
        release(desk, on=13)


def test_a_release_is_not_dated_before_the_passage_was_withheld_and_needs_a_reason() -> None:
    desk = about_a_report("minutes")
    withhold(desk)
    with pytest.raises(ImpossibleDateError, match="it was withheld later"):
        release(desk, on=3)
    with pytest.raises(FactMissingError, match="reason"):
        release(desk, why=" ")


def test_what_the_answer_withheld_stays_so_in_its_letter_though_the_review_released_it() -> None:
    desk = under_review()
    release(desk, on=12)
    reviewed(desk, disclosed=["D-0001"])
    letter = information_letters.draft(desk.register, "F-0001", "response")
    assert letter.table is not None
    of_review = information_letters.draft(desk.register, "F-0001", "review response")
    assert of_review.facts["released"].endswith("page 4, second paragraph: the address")
    assert "D-0001" not in of_review.facts["disclosed"] + of_review.facts["released"]
    assert of_review.facts["disclosed"].endswith("edition")


def test_a_review_discloses_only_through_the_gates_and_names_the_advice() -> None:
    desk = under_review("overview-report")
    with pytest.raises(RuleError, match="advice"):
        reviewed(desk, disclosed=["D-0001"])
    desk.do(advice.record, march(12), about=["D-0001"], adviser="L. Adviser", gist="It may go")
    reviewed(desk, disclosed=["D-0001"])
    review = request(desk).reviewed
    assert review is not None
    assert review.disclosure == Disclosure(("D-0001",), relied_on=("LA-0001",))
    assert dict(course(desk.register, request(desk)))["Advice relied on"].startswith("LA-0001")


def test_an_answer_that_stands_discloses_nothing_more() -> None:
    desk = under_review()
    with pytest.raises(FactMissingError, match="the answer stands, and D-0001 would be disclosed"):
        reviewed(desk, "answer stands", disclosed=["D-0001"])


def test_a_complaint_that_ended_discloses_what_was_ordered_with_the_same_checks() -> None:
    desk = about_a_report("minutes")
    withhold(desk)
    answer(desk, "refused")
    desk.do(answering.complain, march(11), request="F-0001", what="Too little")
    facts: dict[str, Any] = {"request": "F-0001", "outcome": "Disclosure was ordered"}
    with pytest.raises(FactMissingError, match="nothing is disclosed that needs that reason"):
        desk.do(answering.complaint_ended, march(12), edition_why="Names", **facts)
    (event,) = desk.do(answering.complaint_ended, march(12), disclosed=["D-0001"], **facts)
    assert event.said().endswith("Disclosure was ordered. Disclosed: D-0001.")
    complaint = request(desk).complaint
    assert complaint is not None
    assert complaint.disclosure == Disclosure(("D-0001",))
