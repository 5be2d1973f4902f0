"""The papers of a request for information say what is on record, and every wording is filled."""

import re
from datetime import date

import pytest

from desktop.custody import answering, calendar, foi, information_letters, information_papers, subject_access
from desktop.custody.blocks import Form, Paragraph, Signatures, Table
from desktop.custody.errors import FactMissingError
from desktop.custody.information import Request
from tests.custody.asked import ASKED, about_a_report, answer, copy_all, withhold
from tests.factory import Desk, Facts, a_desk, a_hand, march, wording


def every_foi_letter() -> Desk:
    """Have a request of which every letter can be written."""
    desk = about_a_report()
    desk.do(answering.ask_clarification, march(3), request="F-0001", what="Which chapter?")
    desk.do(foi.extend, march(3), request="F-0001", section="31", until=date(2026, 4, 20), why="To weigh it")
    withhold(desk, "41")
    answer(desk, "refused")
    desk.do(foi.ask_review, march(11), request="F-0001", grounds="The public should know")
    desk.do(
        foi.answer_review,
        march(12),
        request="F-0001",
        outcome="answer changed in part",
        reasons="A page can go",
    )
    return desk


def every_subject_access_letter() -> Desk:
    desk = a_desk()
    desk.do(subject_access.record, **ASKED)
    desk.do(subject_access.ask_identity, march(3), request="S-0001", what="A passport")
    desk.do(subject_access.extend, march(3), request="S-0001", why="Four agencies")
    desk.do(subject_access.respond, march(4), request="S-0001", outcome="not held", reasons="We have none")
    return desk


MAY_BE_EMPTY = {"table", "exceptional", "longer", "withheld", "disclosed", "released"}
CASES = [
    *(("F-0001", kind) for kind in ("acknowledgement", "extension", "response", "review", "review response")),
    *(("S-0001", kind) for kind in ("acknowledgement", "extension", "response")),
    *((one, "question") for one in ("F-0001", "S-0001")),
]


@pytest.mark.parametrize(("request_", "kind"), CASES, ids=str)
def test_every_field_of_every_wording_is_filled_and_every_fact_has_a_field(request_: str, kind: str) -> None:
    desk = every_foi_letter() if request_ == "F-0001" else every_subject_access_letter()
    draft = information_letters.draft(desk.register, request_, kind)
    worded = wording(draft.wording)
    fields = set(re.findall(r"\{(\w+)\}", worded.subject + " ".join(worded.paragraphs)))
    assert fields - {"table"} <= set(draft.facts)
    assert ("table" in fields) is (kind == "response")
    assert all(draft.facts[field] for field in fields - MAY_BE_EMPTY)


def test_the_letters_that_can_be_written_follow_the_record() -> None:
    def kinds(desk: Desk) -> list[str]:
        return information_letters.kinds(desk.register.foi["F-0001"])

    desk = about_a_report()
    assert kinds(desk) == ["acknowledgement"]
    withhold(desk, "41")
    answer(desk, "refused")
    assert kinds(desk) == ["response", "acknowledgement"]
    assert kinds(every_foi_letter())[:2] == ["review response", "review"]
    with pytest.raises(FactMissingError, match="kind of letter"):
        information_letters.draft(desk.register, "F-0001", "review")


def test_whoever_asked_is_told_the_kind_of_a_document_and_not_its_reference() -> None:
    desk = about_a_report()
    withhold(desk, "41")
    answer(desk, "refused")
    table = information_letters.draft(desk.register, "F-0001", "response").table
    assert table is not None
    assert table.rows[0][0] == "Overview report, page 4, second paragraph: the address"
    (row,) = information_papers.passages(desk.register, request(desk).withheld, references=True).rows
    assert row[0].startswith("D-0001, Overview report, page 4")


def request(desk: Desk) -> Request:
    return desk.register.foi["F-0001"]


def test_a_document_that_is_kept_apart_is_named_only_as_that() -> None:
    desk = about_a_report("coding-schedule")
    withhold(desk, "41")
    (row,) = information_papers.passages(desk.register, request(desk).withheld, references=False).rows
    assert row[0].startswith("A document kept apart, page 4")


def blocks(form: Form, kind: type) -> list[object]:
    return [block for part in form.parts for block in part.blocks if isinstance(block, kind)]


def test_the_working_lists_every_step_and_says_where_its_bank_holidays_come_from() -> None:
    desk = about_a_report()
    desk.do(
        calendar.proclaim, march(3), day=march(20), name="An invented day", source="Proclamation of 1 March"
    )
    form = information_papers.working(desk.register, a_hand(march(4)), "F-0001")
    (table,) = blocks(form, Table)
    assert isinstance(table, Table)
    assert table.rows[0] == ("2 March 2026", "Monday", "The request was received: day 0", "")
    assert ("20 March 2026", "Friday", "Does not count: bank holiday: An invented day", "") in table.rows
    assert table.rows[-1] == ("1 April 2026", "Wednesday", "A working day", "20")
    said = " ".join(block.text for block in blocks(form, Paragraph) if isinstance(block, Paragraph))
    assert "20 March 2026: Proclamation of 1 March" in said


def test_few_members_sign_beside_each_other_and_many_below() -> None:
    desk = about_a_report()
    withhold(desk, "41")
    answer(desk, "refused")
    copy_all(desk)

    def made(*names: str) -> Form:
        return information_papers.copy_to_members(
            desk.register, a_hand(march(12)), "F-0001", "response", names
        )

    assert len(blocks(made("The Chair", "M. Member"), Signatures)) == 1
    assert len(blocks(made("The Chair", "M. Member", "N. Member"), Table)) == 2


def test_the_answer_says_what_is_enclosed_and_in_which_edition() -> None:
    desk = a_desk()
    desk.do(foi.record, **{**ASKED, "documents": [desk.document("minutes", "anonymised")]})
    answer(desk, "granted", disclosed=["D-0001"], reasons="")
    draft = information_letters.draft(desk.register, "F-0001", "response")
    assert draft.facts["disclosed"] == "Minutes, anonymised edition"
    worded = wording(draft.wording)
    said = [text for text in worded.paragraphs if text.startswith("[")]
    assert said == [
        "[reasons] Our reasons: {reasons}",
        "[disclosed] With this letter we send you: {disclosed}.",
    ]


def test_reasons_and_public_interest_do_not_run_into_one_another() -> None:
    desk = about_a_report()
    withhold(desk, "42", reasons="Would inhibit", public_interest="Openness weighs less")
    (row,) = information_papers.passages(desk.register, request(desk).withheld, references=False).rows
    assert row[2] == "Would inhibit. Public interest: Openness weighs less"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("answer stands", "Our answer stands."),
        ("answer changed in part", "Our answer is changed in part."),
        ("answer changed", "Our answer is changed."),
    ],
)
def test_the_asker_is_told_what_became_of_our_answer(outcome: str, said: str) -> None:
    desk = about_a_report()
    withhold(desk, "41")
    answer(desk, "refused")
    desk.do(foi.ask_review, march(11), request="F-0001", grounds="The public should know")
    desk.do(foi.answer_review, march(12), request="F-0001", outcome=outcome, reasons="As said")
    assert information_letters.draft(desk.register, "F-0001", "review response").facts["outcome"] == said


def test_a_copy_of_what_somebody_asks_about_themselves_says_why_it_was_made() -> None:
    desk = every_subject_access_letter()
    why = "She signs the answer"
    facts: Facts = {"request": "S-0001", "what": "response", "to": ["The Chair"], "why": why}
    desk.do(answering.copied, march(5), **facts)
    hand = a_hand(march(5))
    form = information_papers.copy_to_members(desk.register, hand, "S-0001", "response", ["The Chair"])
    assert form.title == "Copy of a response"
    assert why in [block.text for block in blocks(form, Paragraph) if isinstance(block, Paragraph)]
