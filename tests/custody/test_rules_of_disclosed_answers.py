"""What an answer under the law discloses and to whom it is shown: editions, advice, copies, and its state."""

import pytest

from desktop.custody import advice, answering, clocks, foi, information_papers, subject_access
from desktop.custody.errors import FactMissingError
from desktop.custody.information_course import course
from desktop.custody.today import today
from tests.custody.asked import (
    A_WEEK_ON,
    ASKED,
    a_request,
    about_a_report,
    answer,
    copy_all,
    request,
    withhold,
)
from tests.factory import REVIEW, Desk, Facts, a_desk, march


def about_an_identified_report() -> Desk:
    """Have a request about an identified report on which there is advice."""
    desk = a_desk()
    document = desk.document("overview-report", "identified")
    a_request(desk, documents=[document])
    desk.do(advice.record, march(9), about=[document], adviser="L. Adviser", gist="It may go to the court")
    return desk


def test_an_identified_edition_goes_to_the_public_only_with_a_reason() -> None:
    desk = about_an_identified_report()
    with pytest.raises(FactMissingError, match=r"hy D-0001 \(identified\) is disclosed in that edition"):
        answer(desk, "granted", disclosed=["D-0001"])
    answer(desk, "granted", disclosed=["D-0001"], edition_why="All who are named are public officers")
    response = request(desk).response
    assert response is not None
    assert response.edition_why == "All who are named are public officers"


def test_an_answer_names_the_advice_it_relies_on() -> None:
    desk = about_an_identified_report()
    answer(desk, "granted", disclosed=["D-0001"], edition_why="They are public officers")
    told = dict(course(desk.register, request(desk)))
    assert told["Advice relied on"] == "LA-0001, L. Adviser, 9 March 2026: It may go to the court"
    assert told["Disclosed"] == "D-0001, Overview report, identified edition"
    assert told["Why in that edition"] == "They are public officers"


def test_a_reason_for_an_edition_is_refused_where_nothing_needs_one() -> None:
    desk = a_desk()
    a_request(desk, documents=[desk.document("minutes", "anonymised")])
    with pytest.raises(FactMissingError, match="nothing is disclosed that needs that reason"):
        answer(desk, "granted", disclosed=["D-0001"], edition_why="No need")
    answer(desk, "granted", disclosed=["D-0001"])


def test_a_document_of_the_review_is_disclosed_without_naming_it_first() -> None:
    desk = a_desk()
    document = desk.document("minutes", "anonymised")
    a_request(desk, review=REVIEW)
    answer(desk, "granted", disclosed=[document])
    response = request(desk).response
    assert response is not None
    assert (response.disclosed, response.relied_on) == ((document,), ())


def subject_access_answered() -> Desk:
    desk = a_desk()
    desk.do(subject_access.record, **ASKED)
    desk.do(subject_access.respond, A_WEEK_ON, request="S-0001", outcome="not held", reasons="We have none")
    return desk


def test_subject_access_is_closed_without_copies_to_the_chair_and_the_members() -> None:
    desk = subject_access_answered()
    assert today(desk.register, A_WEEK_ON).to_copy == []
    desk.do(answering.close, march(11), request="S-0001", how="Answered")
    assert desk.register.subject_access["S-0001"].state == "closed"


def test_what_somebody_asks_about_themselves_is_copied_only_with_a_reason() -> None:
    desk = subject_access_answered()
    facts: Facts = {"request": "S-0001", "what": "response", "to": ["The Chair"]}
    with pytest.raises(FactMissingError, match="hy they need it"):
        desk.do(answering.copied, march(11), **facts)
    (event,) = desk.do(answering.copied, march(11), **facts, why="She signs the answer")
    said = "S-0001: the response was copied to The Chair. Reason: She signs the answer"
    assert event.said() == said


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("answer stands", "the internal review was answered: answer stands."),
        ("Answer-changed-in-part", "the internal review was answered: answer changed in part."),
        ("answer changed", "the internal review was answered: answer changed."),
    ],
)
def test_the_outcome_of_a_review_says_what_became_of_our_answer(outcome: str, said: str) -> None:
    desk = about_a_report()
    withhold(desk)
    answer(desk, "refused")
    desk.do(foi.ask_review, march(11), request="F-0001", grounds="The public should know")
    (event,) = desk.do(foi.answer_review, march(12), request="F-0001", outcome=outcome, reasons="As said")
    assert said in event.said()
    became = said.split(": ")[1].rstrip(".")
    assert request(desk).state == f"answered: refused; reviewed: {became}"


@pytest.mark.parametrize("outcome", ["upheld", "not upheld", "upheld in part"])
def test_upheld_is_refused_because_nobody_knows_whose_case_is_meant(outcome: str) -> None:
    desk = about_a_report()
    withhold(desk)
    answer(desk, "refused")
    desk.do(foi.ask_review, march(11), request="F-0001", grounds="The public should know")
    with pytest.raises(FactMissingError, match="answer stands, answer changed in part, answer changed"):
        desk.do(foi.answer_review, march(12), request="F-0001", outcome=outcome, reasons="As said")


@pytest.mark.parametrize(("day", "said"), [(10, "in time"), (31, "in time")])
def test_an_answered_request_says_whether_it_was_in_time(day: int, said: str) -> None:
    desk = about_a_report("minutes")
    answer(desk, "not held", on=march(day))
    clock = clocks.clock(desk.register, request(desk))
    due = "it was due 31 March 2026 (Tuesday)."
    assert information_papers.standing(clock) == f"Answered on {day} March 2026, {said}: {due}"


def test_a_late_answer_is_told_as_late() -> None:
    desk = about_a_report("minutes")
    answer(desk, "not held", on=march(31).replace(month=4, day=1))
    clock = clocks.clock(desk.register, request(desk))
    assert "1 April 2026, late: it was due 31 March 2026" in information_papers.standing(clock)


def test_all_that_became_of_a_request_is_told() -> None:
    desk = about_a_report()
    withhold(desk, "42", public_interest="For: learning. Against: candour. It is withheld.")
    answer(desk, "refused")
    copy_all(desk)
    desk.do(foi.ask_review, march(12), request="F-0001", grounds="The public should know")
    desk.do(foi.answer_review, march(13), request="F-0001", outcome="answer stands", reasons="As before")
    desk.do(answering.complain, march(14), request="F-0001", what="Delay", reference="IC-0")
    told = dict(course(desk.register, request(desk)))
    assert told["Answer"] == "refused, on 10 March 2026"
    assert told["Its reasons"].endswith(
        "where somebody lives. Public interest: For: learning. Against: candour. It is withheld."
    )
    assert told["Internal review"] == "asked for on 12 March 2026: The public should know"
    assert told["The review's answer"] == "answer stands, on 13 March 2026: As before"
    assert told["Complaint"] == "made on 14 March 2026 (IC-0): Delay"
    assert told["Its end"] == "still open"
